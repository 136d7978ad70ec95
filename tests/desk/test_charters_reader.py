"""A version as readers will see it, and what it changes, while it is still being written."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from charters import document as doc
from charters.actions import start_version, withdraw, withdraw_picture
from charters.models import EasyReadLine, Reference, Section, Version
from desk.roles import Role
from tests.charters.factories import (
    document,
    easy_line,
    make_charter,
    make_draft,
    make_published,
    make_published_from,
    promise,
    rewrite,
    section,
)
from tests.charters.reading import add_poster, two_versions
from tests.charters.uploading import make_picture

from .charter_pages import address, words
from .conftest import SignIn

pytestmark = pytest.mark.django_db
NOTHING = ".reader__nothing"
# Around what the version says: where it stands, which version it is, and where else to go.
AROUND = ".govuk-back-link, .pills, .charter > .govuk-body-l, .easy-all__step, .easy-buttons, .easy-all__print, form"


def view(version: Version, **query: object) -> str:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{address('reader', version.pk)}?{asked}"


def main_of(client: Client, path: str, status: int = 200) -> html.HtmlElement:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    main: html.HtmlElement = html.document_fromstring(answer.content.decode()).cssselect("main")[0]
    return main


def text_of(main: html.HtmlElement, *, but: str = AROUND) -> str:
    for one in main.cssselect(but):
        one.drop_tree()
    return " ".join(" ".join(main.itertext()).split())


def rich() -> doc.Document:
    """Of everything that a page may show."""
    fact = promise("A plan says what will be done.", "ffffff", kind="fact", actor="", easy=())
    dated = promise(
        "We will co-produce.\n\nBoth of us.", "bbbbbb", actor="both", easy=(easy_line("We plan it with you."),)
    )
    head = replace(easy_line("Part 1: the start."), meaning="")
    first = replace(section("Start", promise("We will ask SEND families.", "aaaaaa"), fact, label="1."), easy=(head,))
    below = section("Deeper", dated)
    return document(
        replace(first, intro="We begin with families.", sections=(below,)),
        *(section(name, promise(f"We will {name}.")) for name in ("listen", "answer", "mend")),
        section("", promise("We will stand alone.")),
        intro="This charter is ours.\n\nAll of it.",
        easy_intro=(replace(easy_line("It says how we work."), meaning=""),),
        glossary=(doc.GlossaryWord("co-produce", "We make it together."),),
        meeting_rules=doc.MeetingRules("10:00", "14:00", 90, 25, 7),
        references=(
            doc.Reference("read_with", "The law", "", "https://www.legislation.gov.uk/"),
            doc.Reference("overridden_by", "Other rules", "", "https://www.gov.uk/"),
        ),
    )


def test_view_of_a_draft_says_just_what_the_public_page_says_once_it_is_published(editor: Client) -> None:
    version = make_draft(make_charter(slug="c"), rich())
    add_poster(version)
    drafted = text_of(main_of(editor, view(version, form="standard")))

    make_published_from(version)

    public = text_of(main_of(Client(), "/charters/c/"))
    assert "We will ask SEND families. About this promise" in drafted
    assert "Files to keep Poster" in drafted
    assert "Words we explain co-produce We make it together." in drafted
    assert public.startswith(drafted)
    assert public[len(drafted) :].startswith(" Who made this together")
    assert drafted == text_of(main_of(editor, view(version, form="standard")))


def test_easy_view_of_a_draft_says_just_what_the_public_page_says_once_it_is_published(editor: Client) -> None:
    version = make_draft(make_charter(slug="c"), rich())
    drafted = main_of(editor, view(version, form="easy"))
    pictures = [one.get("src") for one in drafted.cssselect("img")]

    make_published_from(version)

    public = main_of(Client(), "/charters/c/easy-read/all/")
    assert [one.get("src") for one in public.cssselect("img")] == pictures
    said = text_of(drafted)
    assert "Promise 2 of 6 We plan it with you." in said
    assert text_of(public) == said


def test_section_alone_is_what_the_whole_shows_of_it_and_of_what_is_below(editor: Client) -> None:
    version = make_draft(content=rich())
    start, deeper = (Section.objects.get(heading=heading) for heading in ("Start", "Deeper"))

    seen = main_of(editor, view(version, section=start.pk))
    easy = main_of(editor, view(version, section=deeper.pk, form="easy"))

    whole = text_of(main_of(editor, view(version)))
    seen.cssselect("h1")[0].drop_tree()
    assert text_of(seen) in whole
    assert text_of(seen).startswith("1. Start We begin with families.")
    assert [one.get("id") for one in seen.cssselect(".charter [id]")] == [
        f"section-{start.pk}", "aaaaaa", "ffffff", f"section-{deeper.pk}", "bbbbbb",
    ]  # fmt: skip
    assert "Promise 2 of 6 We plan it with you." in text_of(easy)
    assert [one.get("id") for one in easy.cssselect(".easy-all__part")] == ["bbbbbb"]


def test_whole_has_a_place_for_each_section_and_clause_in_both_forms(editor: Client) -> None:
    version = make_draft(content=rich())
    start = Section.objects.get(heading="Start").pk
    keys = set(version.clauses.filter(kind="commitment").values_list("key__key", flat=True))

    for form in ("standard", "easy"):
        places = [one.get("id") for one in main_of(editor, view(version, form=form)).cssselect("[id]")]

        assert {f"section-{start}", *keys} <= set(places)
        assert len(places) == len(set(places))


def test_published_section_comes_from_what_was_published(editor: Client) -> None:
    version = make_published(content=rich())
    deeper = Section.objects.get(heading="Deeper").pk

    shown = text_of(main_of(editor, view(version, section=deeper)))
    easy = text_of(main_of(editor, view(version, section=deeper, form="easy")))
    opening = text_of(main_of(editor, view(version, section="opening")))

    assert "Deeper Both sides We will co-produce . Both of us." in shown
    assert "Promise 2 of 6 We plan it with you." in easy
    assert opening == "Five Ways We Work This charter is ours. All of it."


def test_opening_words_stand_alone(editor: Client) -> None:
    version = make_draft(content=rich())

    plain = text_of(main_of(editor, view(version, section="opening")))
    easy = text_of(main_of(editor, view(version, section="opening", form="easy")))

    assert plain == "Five Ways We Work This charter is ours. All of it."
    assert easy == "Five Ways We Work A charter is a list of promises. It says how we work. There are 6 promises."


def test_view_may_stand_in_our_frames_alone_and_runs_nothing(editor: Client) -> None:
    version = make_draft()

    for form in ("standard", "easy"):
        answer = editor.get(view(version, form=form))
        policy = {one.split()[0]: one.split()[1:] for one in answer["Content-Security-Policy"].split("; ")}

        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        assert policy["frame-ancestors"] == ["'self'"]
        assert policy["script-src"] == policy["form-action"] == policy["default-src"] == ["'none'"]
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert b"<script" not in answer.content
        assert b"/reading.css" not in answer.content
    other = editor.get(address("changes", version.pk))
    assert other["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in other["Content-Security-Policy"]


def test_links_open_beside_the_frame_and_lead_only_to_what_is_there(editor: Client) -> None:
    unseen = make_charter("Never published", slug="never")
    version = make_draft(make_charter(slug="c"), rich())
    poster = add_poster(version)
    Reference.objects.create(version=version, position=9, kind="read_with", charter=unseen, title="Unseen rules")

    answer = editor.get(view(version))

    page = html.document_fromstring(answer.content.decode())
    links = {one.text_content(): one.get("href") for one in page.cssselect("a")}
    inside = [one for one in page.cssselect("a") if (one.get("href") or "").startswith("#")]
    assert page.cssselect("base")[0].get("target") == "_blank"
    assert page.cssselect("base")[0].get("href") is None
    assert "About this promise" not in links
    assert "Unseen rules" not in links
    assert "Unseen rules" in words(answer)
    assert links["The law"] == "https://www.legislation.gov.uk/"
    assert all(one.get("target") == "_self" for one in inside)
    assert {one.get("href") for one in inside} <= {f"#{one.get('id')}" for one in page.cssselect("[id]")}
    (attached,) = (href for said, href in links.items() if said.startswith("Poster"))
    assert attached == address("file", poster.hex)
    assert editor.get(attached).status_code == 200


def test_published_version_leads_to_the_pages_of_its_promises(editor: Client) -> None:
    version = make_published(make_charter(slug="c"), document(section("Start", promise("We will ask.", "aaaaaa"))))

    (slip,) = main_of(editor, view(version)).cssselect("li.slip")

    assert [one.get("href") for one in slip.cssselect("a")] == ["/charters/c/commitments/aaaaaa/"]


def test_view_shows_the_rows_as_they_are_now(editor: Client) -> None:
    version = make_draft()
    rewrite(version, document(section("Other", promise("We will say something else.", easy=(easy_line("Else."),)))))

    assert "We will say something else." in text_of(main_of(editor, view(version)))
    assert "Else." in text_of(main_of(editor, view(version, form="easy")))


def test_what_has_nothing_yet_says_so(editor: Client) -> None:
    empty = make_draft(content=document(replace(section("Nothing here"), intro=""), intro=""))
    bare = make_draft(content=document(section("Bare", promise("We will ask.", easy=()))))
    here, there = empty.sections.get().pk, bare.sections.get().pk

    def said(version: Version, **query: object) -> str:
        (note,) = main_of(editor, view(version, **query)).cssselect(NOTHING)
        return str(note.text_content())

    assert said(empty) == said(empty, form="easy") == "There is no clause in it yet."
    assert said(empty, section=here) == "Nothing stands in this section yet."
    assert said(empty, section=here, form="easy") == "Nothing in this section is in easy read yet."
    assert said(empty, section="opening") == "There are no opening words yet."
    assert said(bare, form="easy") == "Nothing in it is in easy read yet."
    assert said(bare, section=there, form="easy") == "Nothing in this section is in easy read yet."
    assert not main_of(editor, view(bare)).cssselect(NOTHING)
    assert not main_of(editor, view(bare, section="opening", form="easy")).cssselect(NOTHING)


def test_picture_that_was_taken_back_leaves_its_words(editor: Client) -> None:
    version, picture = make_draft(), make_picture()
    EasyReadLine.objects.filter(clause__version=version).update(picture=picture.hex)
    shown = main_of(editor, view(version, form="easy"))
    withdraw_picture(picture=picture, reason="We may not show it.")

    gone = main_of(editor, view(version, form="easy"))

    assert any(picture.hex in (one.get("src") or "") for one in shown.cssselect("img"))
    assert not any(picture.hex in (one.get("src") or "") for one in gone.cssselect("img"))
    assert "We ask you first." in text_of(gone)


@pytest.mark.parametrize("asked", ["0", "9" * 18, "9" * 40, "-1", "x", "%0a", "²", "opening2", "1%20"])
def test_section_that_is_not_there_is_said_in_the_frame(editor: Client, asked: str) -> None:
    other = make_draft().sections.get().pk
    version = make_draft()

    for form in ("standard", "easy", "", "song"):
        for section_asked in (asked, other):
            path = view(version, form=form, section=section_asked)
            assert "This section is not there any more." in text_of(main_of(editor, path, 404))
            assert editor.get(path)["X-Frame-Options"] == "SAMEORIGIN"


def test_only_who_may_see_versions_sees_them(editor: Client, client: Client, signed_in: SignIn) -> None:
    version = make_draft()
    stranger, _staff = signed_in(Role.FEEDBACK_OFFICER)

    for path in (view(version), address("changes", version.pk)):
        assert client.get(path).status_code == 302
        assert stranger.get(path).status_code == 403
        assert editor.get(path).status_code == 200
        assert editor.post(path).status_code == 405
        assert editor.get(path.replace(str(version.pk), "999999999999")).status_code == 404


@pytest.mark.parametrize("query", [{}, {"form": "easy"}, {"section": ""}, {"section": "", "form": "easy"}])
def test_view_asks_the_database_as_often_for_fifty_clauses_as_for_five(editor: Client, query: dict[str, str]) -> None:
    counted = []

    for clauses in (5, 50):
        parts = [section(f"Part {n}", *(promise(f"We will {n} {m}.") for m in range(clauses))) for n in range(2)]
        version = make_draft(content=document(*parts))
        chosen = query | ({"section": str(version.sections.all()[1].pk)} if "section" in query else {})
        editor.get(view(version, **chosen))
        with CaptureQueriesContext(connection) as asked:
            editor.get(view(version, **chosen))
        counted.append(len(asked))

    assert counted[0] == counted[1]
    assert counted[0] <= 9


def test_changes_against_the_version_in_force_are_shown_and_led_to(editor: Client) -> None:
    charter = two_versions()[1].charter
    draft = start_version(charter=charter)
    clause = draft.clauses.get(key__key="aaaaaa")
    clause.text = "We will nearly always ask first."
    clause.save()

    page = editor.get(address("changes", draft.pk))

    assert address("changes", draft.pk) in editor.get(address("version_change", draft.pk)).content.decode()
    assert "From version 2, which is in force, to version 3" in words(page)
    assert "1 point with new words" in words(page)
    assert "<ins>" in page.content.decode()
    assert "commitments/" not in page.content.decode()


def test_changes_against_another_version_are_chosen_from_a_list(editor: Client) -> None:
    draft = start_version(charter=two_versions()[1].charter)

    same = words(editor.get(address("changes", draft.pk)))
    first = words(editor.get(f"{address('changes', draft.pk)}?with=1"))

    assert "Nothing changed. Every word is the same." in same
    assert "From version 1 to version 3" in first
    assert "point taken out" in first
    assert '<option value="1" selected>' in first


def test_published_version_is_compared_with_the_one_before(editor: Client) -> None:
    first, second = two_versions()

    assert "From version 1 to version 2" in words(editor.get(address("changes", second.pk)))
    assert "all of it is new" in words(editor.get(address("changes", first.pk)))


def test_changes_say_where_nothing_is_in_force(editor: Client) -> None:
    first = make_published()
    withdraw(version_id=first.pk, reason="It was wrong.")
    draft = make_draft(first.charter)

    page = words(editor.get(address("changes", draft.pk)))
    chosen = words(editor.get(f"{address('changes', draft.pk)}?with=1"))

    assert "No version of this charter is in force now. Choose one that was" in page
    assert "From version 1 to version 2" not in page
    assert "From version 1 to version 2" in chosen
    assert "all of it is new" in words(editor.get(address("changes", make_draft().pk)))


@pytest.mark.parametrize("asked", ["2", "0", "-1", "x", "%0a", "9" * 40, "1.0", "²"])
def test_other_version_that_is_not_there_is_said(editor: Client, asked: str) -> None:
    draft = make_draft(make_published().charter)

    page: Any = editor.get(f"{address('changes', draft.pk)}?with={asked}")

    assert page.status_code == 404
    assert "There is no such version to compare with." in words(page)
    assert '<option value="1">' in words(page)
