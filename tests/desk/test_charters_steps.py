"""Taking back what was done to a draft: each act is a step, and undo goes through all of a sitting."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client

from charters.admin.pages import write_address
from charters.models import Clause, Section, Step, Version
from desk.roles import Role
from tests.charters.factories import document, easy_line, make_draft, promise, section

from .charter_pages import address, changed, fields_on, page_of, send, texts, words
from .conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(db: None) -> Version:
    two = section("Two", promise("c"), sections=[section("Deep", promise("d"))])
    return make_draft(content=document(section("One", promise("a"), promise("b")), two))


def act(client: Client, version: Version, **button: str) -> Any:
    return client.post(address("arrange", version.pk), button, follow=True)


def everything(version: Version) -> list[Any]:
    """All that it says, in order: what undo has to bring back to the letter."""
    clauses = version.clauses.order_by("section", "position").values_list(
        "pk", "section", "position", "key", "kind", "actor", "partner", "text", "target_date"
    )
    lines = [
        list(one.lines.values_list("text", "picture", "alt", "meaning", "for_md5"))
        for one in version.clauses.order_by("pk")
    ]
    sections = version.sections.order_by("pk").values_list(
        "pk", "parent", "depth", "position", "heading", "intro", "easy"
    )
    version.refresh_from_db()
    return [list(clauses), lines, list(sections), version.title, version.intro, version.easy_intro]


def place(version: Version, text: str) -> str:
    return f"clause-{version.clauses.get(text=text).pk}"


def heading(version: Version, text: str) -> str:
    return f"section-{version.sections.get(heading=text).pk}"


ACTS = {
    "clause up": lambda version: {"up": place(version, "b")},
    "clause into the next section": lambda version: {"down": place(version, "b")},
    "clause put elsewhere": lambda version: {
        **{"put": place(version, "a"), "section": heading(version, "Deep")[8:], "before": place(version, "d")[7:]}
    },
    "clauses joined": lambda version: {"join": place(version, "a")},
    "clause deleted": lambda version: {"delete": place(version, "a")},
    "section up": lambda version: {"up": heading(version, "Two")},
    "section lower": lambda version: {"in": heading(version, "Two")},
    "section higher": lambda version: {"out": heading(version, "Deep")},
    "section deleted with all that is in it": lambda version: {"delete": heading(version, "Two")},
}  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
def test_each_act_is_taken_back_to_the_letter_and_done_again(editor: Client, draft: Version, name: str) -> None:
    before = everything(draft)

    act(editor, draft, **ACTS[name](draft))
    after = everything(draft)
    undone = act(editor, draft, undo="")
    back = everything(draft)
    act(editor, draft, redo="")

    assert after != before
    assert "Taken back." in words(undone)
    assert back == before
    assert everything(draft) == after


def test_all_of_a_sitting_is_taken_back_step_by_step(editor: Client, draft: Version) -> None:
    states = [everything(draft)]
    one, deep = draft.sections.get(heading="One"), draft.sections.get(heading="Deep")
    pages: list[tuple[str, dict[str, str]]] = [
        (address("clause_add", draft.pk), {"text": "new", "section": str(one.pk)}),
        (address("section_add", draft.pk), {"heading": "Three"}),
        (page_of(draft.clauses.get(text="b")), {"text": "b, otherwise", "kind": "outcome"}),
        (address("section_change", draft.pk, deep.pk), {"heading": "Deeper", "parent": ""}),
        (address("opening", draft.pk), {"intro": "Hello."}),
    ]
    for path, typed in pages:
        send(editor, path, **typed)
        states.append(everything(draft))
    act(editor, draft, delete=place(draft, "b, otherwise"))
    states.append(everything(draft))

    for state in reversed(states[:-1]):
        act(editor, draft, undo="")
        assert everything(draft) == state
    more = act(editor, draft, undo="")
    for state in states[1:]:
        act(editor, draft, redo="")
        assert everything(draft) == state

    assert "nothing more to take back" in words(more)
    assert len(states) == len({repr(state) for state in states})


def test_split_makes_a_clause_of_each_paragraph_and_is_taken_back(editor: Client, draft: Version) -> None:
    clause = draft.clauses.get(text="a")
    clause.lines.create(position=1, text="We ask.", picture="hand-up", alt="A hand", meaning="Ask")
    before = everything(draft)

    send(editor, page_of(clause), text="First.\n\nSecond.\n \nThird.", then="split")
    split = texts(draft)[0]
    stale = clause.lines.stale().count()
    lines = clause.lines.count()
    act(editor, draft, undo="")

    assert split == ["First.", "Second.", "Third.", "b"]
    assert stale == lines == 2
    assert everything(draft) == before


def test_new_clause_of_several_paragraphs_is_several_clauses(editor: Client, draft: Version) -> None:
    one = draft.sections.get(heading="One")
    path = f"{address('clause_add', draft.pk)}?section={one.pk}&after={draft.clauses.get(text='a').pk}"

    send(editor, path, text="First.\n\nSecond.", then="split")

    assert texts(draft)[0] == ["a", "First.", "Second.", "b"]


def test_joined_clause_has_the_words_and_lines_of_both(editor: Client) -> None:
    content = document(section("", promise("a", easy=(easy_line("One."),)), promise("b", easy=(easy_line("Two."),))))
    draft = make_draft(content=content)

    answer = send(editor, page_of(draft.clauses.get(text="a")), text="First.", then="join")

    clause = draft.clauses.get()
    assert answer.url == write_address(draft, f"clause-{clause.pk}")
    assert clause.text == "First. b"
    assert list(clause.lines.values_list("text", flat=True)) == ["One.", "Two."]
    assert clause.lines.stale().count() == 2


def test_last_clause_of_a_section_joins_nothing_and_what_was_typed_stays(editor: Client, draft: Version) -> None:
    clause = draft.clauses.get(text="b")

    refused = send(editor, page_of(clause), text="Typed.", then="join")
    kept = editor.post(page_of(clause), {**fields_on(refused), "text": "Typed."})

    clause.refresh_from_db()
    assert "No clause stands behind it" in words(refused)
    assert kept.status_code == 303
    assert clause.text == "Typed."


def test_what_a_colleague_changed_since_is_not_overwritten_by_undo(
    editor: Client, signed_in: SignIn, draft: Version
) -> None:
    colleague, _staff = signed_in(Role.CHARTER_EDITOR)
    clause = draft.clauses.get(text="a")
    send(editor, page_of(clause), text="mine")
    send(colleague, page_of(clause), text="theirs")

    answer = act(editor, draft, undo="")

    clause.refresh_from_db()
    assert "somebody has changed the same words since" in words(answer)
    assert clause.text == "theirs"


def test_what_a_colleague_changed_beside_it_stays_when_mine_is_taken_back(
    editor: Client, signed_in: SignIn, draft: Version
) -> None:
    colleague, _staff = signed_in(Role.CHARTER_EDITOR)
    clause = draft.clauses.get(text="a")
    send(editor, page_of(clause), text="mine")
    send(colleague, page_of(clause), actor="families")

    act(editor, draft, undo="")

    clause.refresh_from_db()
    assert (clause.text, clause.actor) == ("a", "families")


def test_undo_takes_back_ones_own_steps_alone(editor: Client, signed_in: SignIn, draft: Version) -> None:
    colleague, _staff = signed_in(Role.CHARTER_EDITOR)
    send(colleague, page_of(draft.clauses.get(text="a")), text="theirs")

    answer = act(editor, draft, undo="")

    assert "nothing more to take back" in words(answer)
    assert draft.clauses.filter(text="theirs").exists()


def test_section_in_which_a_colleague_wrote_since_is_not_taken_away(
    editor: Client, signed_in: SignIn, draft: Version
) -> None:
    colleague, _staff = signed_in(Role.CHARTER_EDITOR)
    send(editor, address("section_add", draft.pk), heading="Three")
    three = draft.sections.get(heading="Three")
    send(colleague, address("clause_add", draft.pk), text="theirs", section=str(three.pk))

    answer = act(editor, draft, undo="")

    assert "cannot be taken back" in words(answer)
    assert draft.clauses.filter(text="theirs", section=three).exists()


def test_clause_is_not_put_back_where_its_section_has_gone(editor: Client, signed_in: SignIn, draft: Version) -> None:
    colleague, _staff = signed_in(Role.CHARTER_EDITOR)
    act(editor, draft, delete=place(draft, "d"))
    act(colleague, draft, delete=heading(draft, "Deep"))

    answer = act(editor, draft, undo="")

    assert "cannot be taken back" in words(answer)
    assert not draft.clauses.filter(text="d").exists()


def test_another_act_ends_what_can_be_done_again(editor: Client, draft: Version) -> None:
    act(editor, draft, delete=place(draft, "a"))
    act(editor, draft, undo="")
    act(editor, draft, up=place(draft, "b"))

    answer = act(editor, draft, redo="")

    assert "nothing more to take back, or to do again" in words(answer)
    assert draft.clauses.filter(text="a").exists()


def test_saves_of_one_row_within_two_minutes_are_one_step(editor: Client, draft: Version) -> None:
    clause = draft.clauses.get(text="a")
    for text in ("a b", "a b c"):
        send(editor, page_of(clause), text=text)
    Step.objects.update(began=F("began") - timedelta(minutes=3), at=F("at") - timedelta(minutes=2))
    send(editor, page_of(clause), text="a b c d")

    found = [(step.rows[0]["before"]["text"], step.rows[0]["after"]["text"]) for step in Step.objects.order_by("pk")]

    assert found == [("a", "a b c"), ("a b c", "a b c d")]


def test_step_of_an_earlier_sitting_is_history_and_not_undone(editor: Client, draft: Version) -> None:
    act(editor, draft, delete=place(draft, "a"))
    Step.objects.update(began=F("began") - timedelta(days=1), at=F("at") - timedelta(days=1))

    answer = act(editor, draft, undo="")

    assert "nothing more to take back" in words(answer)
    assert not draft.clauses.filter(text="a").exists()


def test_saving_what_stands_there_already_is_no_step(editor: Client, draft: Version) -> None:
    for clause in draft.clauses.all():
        send(editor, page_of(clause))
    send(editor, address("opening", draft.pk))

    assert not Step.objects.exists()


def test_section_sent_twice_is_there_once(editor: Client, draft: Version) -> None:
    path = address("section_add", draft.pk)
    fields = changed(fields_on(editor.get(path)), heading="Three")

    for _press in range(2):
        editor.post(path, fields)

    assert Section.objects.filter(version=draft, heading="Three").count() == 1


def test_revision_counts_changes_of_words_and_lines_and_not_of_places(editor: Client, draft: Version) -> None:
    clause = draft.clauses.get(text="a")
    counted = [clause.revision]

    def count() -> None:
        clause.refresh_from_db()
        counted.append(clause.revision)

    act(editor, draft, down=place(draft, "a"))
    count()
    send(editor, page_of(clause), text="otherwise")
    count()
    send(editor, page_of(clause), lines__0__text="We ask.")
    count()
    Clause.objects.filter(pk=clause.pk).update(revision=1)
    count()

    assert counted[1] == counted[0]
    assert counted[1] < counted[2] < counted[3] < counted[4]
