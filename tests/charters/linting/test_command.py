"""`manage.py check_easy_read`: everything that comes with the project, and charters in the database."""

import os
import subprocess
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from charters import document as doc
from charters.linting import Line
from charters.shipped import modules, sources, templates
from charters.shipped.sources import Piece
from tests.charters.factories import document, easy_line, make_charter, make_draft, make_published, promise, section

# What `make check` gives it: a database that nobody could reach.
NO_DATABASE = {"SECRET_KEY": "x", "LINK_KEY": "x", "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}


def run(*slugs: str) -> tuple[list[str], bool]:
    """The lines that the command prints, and whether it fails."""
    out = StringIO()
    try:
        call_command("check_easy_read", *slugs, stdout=out)
    except CommandError:
        return out.getvalue().splitlines(), True
    return out.getvalue().splitlines(), False


def test_everything_shipped_has_no_error_and_needs_no_database() -> None:
    command = [sys.executable, "manage.py", "check_easy_read"]
    environment = {"PATH": os.environ["PATH"], **NO_DATABASE}

    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
    assert ": 0 errors," in done.stdout.splitlines()[-1]


def test_planted_error_fails_with_place_words_reason_and_better_words(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = Piece(("planted.py:7",), (Line("We utilise & ask.", "book", "A book"),))
    monkeypatch.setitem(sources._sources, "planted", lambda: [planted])

    lines, failed = run()

    assert failed
    assert next(line for line in lines if "planted" in line) == (
        "planted.py:7: error: hard-word: “utilise” “utilise” is a hard word, and there is an easier one. "
        "Better: “use” for “utilise”"
    )
    assert ": 1 error, " in lines[-1]


def test_new_easy_template_is_found_with_what_it_extends_and_includes(tmp_path: Path) -> None:
    write(tmp_path, "base.html", '{% translate "Whole" %}{% block skip %}{% translate "Replaced" %}{% endblock %}')
    write(
        tmp_path, "easy.html", '{% extends "base.html" %}{% block skip %}{% translate "In its place" %}{% endblock %}'
    )
    write(tmp_path, "new.html", '{% extends "easy.html" %}\n{% include "_part.html" with a=1 only %}')
    write(
        tmp_path, "_part.html", "{% blocktranslate count n=n %}1 {{ n }}{% plural %}Many {{ n }}{% endblocktranslate %}"
    )
    write(tmp_path, "plain.html", '{% extends "base.html" %}{% translate "Not easy" %}')
    write(tmp_path, "admin/easy.html", '{% translate "For staff" %}')

    found = [(piece.places[0], piece.lines[0].text) for piece in templates.strings(tmp_path)]

    assert found == [
        ("templates/_part.html:1", "1 3"),
        ("templates/_part.html:1", "Many 3"),
        ("templates/base.html:1", "Whole"),
        ("templates/easy.html:1", "In its place"),
    ]


def write(folder: Path, name: str, *texts: str) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(texts))


def test_new_easy_module_and_what_is_called_easy_elsewhere_are_found(tmp_path: Path) -> None:
    write(tmp_path, "easy_new.py", 'A = _("In an easy module %(n)s")\nB = ngettext("%(n)s day", "%(n)s days", 2)')
    write(tmp_path, "easy/inside.py", 'A = gettext("In an easy folder")')
    write(
        tmp_path,
        "other.py",
        'A = _("For everybody")\nEASY_ERRORS: dict = {1: gettext_lazy("In a table")}\n'
        'def _easy():\n    return _("In a function")\ndef made():\n    return plain_line("book", _("In a line"))',
    )
    write(tmp_path, "admin/easy.py", 'A = _("For staff")')

    found = [piece.lines[0].text for piece in modules.strings(tmp_path)]

    assert found == [
        *("In an easy folder", "In an easy module 3", "3 day", "3 days"),
        *("In a table", "In a function", "In a line"),
    ]


@pytest.mark.django_db
def test_charter_is_checked_with_its_own_glossary_in_each_version_that_counts() -> None:
    charter = make_charter(slug="one")
    make_published(charter, written("We have a strategy.", doc.GlossaryWord("strategy", "A plan.")))
    make_draft(charter, written("We have 2 strategies; you can see them."))

    lines, failed = run("one")

    assert failed
    place, _comma, _rest = lines[0].partition(": ")
    assert place.startswith("one, version 2, clause ")
    assert place.endswith(", line 1")
    assert [line.split(": ")[2] for line in lines if ", version" in line] == ["hard-word", "mark", "alt"]
    assert lines[-1].endswith(": 2 errors, 1 warning.")


@pytest.mark.django_db
def test_charter_in_another_language_says_what_was_not_checked() -> None:
    make_draft(make_charter(slug="cy"), replace(written("Rydym yn gofyn yn gyntaf."), language="cy"))

    lines, failed = run("cy")

    assert not failed
    assert "(cy)" in lines[0]


@pytest.mark.django_db
def test_figure_is_told_for_a_whole_charter_as_information() -> None:
    easy = tuple(easy_line("We ask you what you like best.") for _ in range(5))
    make_draft(make_charter(slug="long"), document(section("Ways", promise("We will ask.", easy=easy))))

    lines, failed = run("long")

    assert not failed
    assert lines[0].startswith("long, version 1: for information, 5 lines, 35 words, Flesch-Kincaid ")


@pytest.mark.django_db
def test_charter_that_is_not_there_is_said() -> None:
    with pytest.raises(CommandError, match="no charter 'nowhere'"):
        call_command("check_easy_read", "nowhere", stdout=StringIO())


def written(text: str, *words: doc.GlossaryWord) -> doc.Document:
    return replace(document(section("Ways", promise("We will ask.", easy=(easy_line(text),)))), glossary=words)
