"""A reading session at the desk: entered line by line, in parts, against words that may have changed meanwhile."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from lxml import html

from charters.actions import LineRead, check_by_readers, document_of, missing
from charters.actions.freezing import Code
from charters.document import Document
from charters.models import EasyReadLine, ReaderCheck, ReadingReply, ReadingResult, Version
from charters.models.kinds import Understood
from charters.reading_lines import LINES_A_PART, lines_of
from desk.roles import Role
from tests.charters.factories import document, easy_line, make_agreed, make_draft, make_published_from, promise, section
from tests.config.reading_pdfs import text_of

from .charter_pages import Fields, address, changed, fields_on, send, words
from .conftest import SignIn

pytestmark = pytest.mark.django_db

WORDS = document(
    section(
        "Start",
        promise("We will ask.", "aaaaaa", easy=(easy_line("We ask you first."),)),
        promise("We will tell.", "bbbbbb", easy=(easy_line("We tell you what we did."),)),
    )
)
ASK, TELL = (line.name for line in lines_of(WORDS))
GROUP = {"group": "Kite Group readers", "count": "4"}


def long_draft(clauses: int = 150) -> Version:
    told = (promise(f"We will do {n}.", easy=(easy_line(f"We do thing {n}."),)) for n in range(clauses))
    return make_draft(content=document(section("Long", *told)))


def page_of(version: Version) -> str:
    return address("readers", version.pk)


def boxes(answer: Any) -> list[str]:
    return [name for name in fields_on(answer) if name.startswith("line-")]


def post(client: Client, version: Version, fields: Fields, **changes: str | None) -> Any:
    return client.post(page_of(version), changed(fields, **changes))


def kept() -> dict[str, str]:
    return dict(ReadingResult.objects.order_by("pk").values_list("text", "answer"))


def doubt(version: Version, text: str = "We ask you first.") -> ReadingResult:
    line = LineRead(text, "hand-up", Understood.UNSURE)
    check = check_by_readers(version_id=version.pk, group="Kite Group readers", count=4, results=[line])
    return check.results.get()


def test_session_is_entered_line_by_line_and_listed(editor: Client) -> None:
    draft = make_draft(content=WORDS)
    fields = fields_on(editor.get(page_of(draft)))

    answer = editor.post(
        page_of(draft), fields | GROUP | {f"line-{ASK}": "unsure", f"line-{TELL}": "understood"}, follow=True
    )

    check = ReaderCheck.objects.get()
    assert (check.group, check.count) == ("Kite Group readers", 4)
    assert kept() == {"We ask you first.": "unsure", "We tell you what we did.": "understood"}
    assert ReadingResult.objects.filter(clause_key__key="aaaaaa").count() == 1
    said = words(answer)
    assert "Some lines were not understood." in said
    assert "1 understood" in said
    assert "To be changed or answered before it is published." in said
    assert "A line that readers did not understand" in said
    assert address("clause_change", draft.pk, draft.clauses.get(key__key="aaaaaa").pk) + "#easy" in said


def test_line_that_is_not_read_today_is_not_kept(editor: Client) -> None:
    draft = make_draft(content=WORDS)

    send(editor, page_of(draft), **GROUP, **{f"line-{TELL}": "not_understood"})

    assert kept() == {"We tell you what we did.": "not_understood"}


def test_mark_that_is_taken_back_is_not_kept(editor: Client) -> None:
    draft = long_draft(70)
    name = lines_of(document_now(draft))[0].name
    second = post(editor, draft, fields_on(editor.get(page_of(draft))), **{f"line-{name}": "unsure"}, go="part-2")
    first = post(editor, draft, fields_on(second), go="part-1")

    post(editor, draft, fields_on(first) | GROUP, **{f"line-{name}": "-"})

    assert fields_on(first)[f"line-{name}"] == "unsure"
    assert ReaderCheck.objects.exists()
    assert kept() == {}


def test_rest_is_understood_where_it_is_ticked_but_for_what_was_read_before(editor: Client) -> None:
    draft = make_draft(content=WORDS)
    doubt(draft)

    send(editor, page_of(draft), **GROUP, rest="on")

    assert list(ReadingResult.objects.order_by("pk").values_list("text", "answer")) == [
        ("We ask you first.", "unsure"),
        ("We tell you what we did.", "understood"),
    ]
    assert [one.code for one in missing(draft)].count(Code.NOT_UNDERSTOOD) == 1


def test_what_was_said_before_is_shown_and_stands_unless_something_else_is_marked(editor: Client) -> None:
    draft = make_draft(content=WORDS)
    doubt(draft)

    shown = editor.get(page_of(draft))

    assert "As before: not sure (Kite Group readers, " in words(shown)
    assert words(shown).count("Not read today") == 1
    assert fields_on(shown)[f"line-{ASK}"] == "-"


def test_later_session_settles_a_doubt(editor: Client) -> None:
    draft = make_draft(content=WORDS)
    doubt(draft)

    answer = editor.post(
        page_of(draft), fields_on(editor.get(page_of(draft))) | GROUP | {f"line-{ASK}": "understood"}, follow=True
    )

    assert "It was read again since" in words(answer)
    assert "To be changed or answered" not in words(answer)


def test_long_charter_is_entered_in_parts_and_each_page_stays_below_the_limit(editor: Client) -> None:
    draft = long_draft()
    first = editor.get(page_of(draft))
    names = [line.name for line in lines_of(document_now(draft))]

    second = post(editor, draft, fields_on(first) | GROUP, **{f"line-{names[0]}": "unsure"}, go="part-2")
    third = post(editor, draft, fields_on(second), **{f"line-{names[70]}": "not_understood"}, go="part-3")
    post(editor, draft, fields_on(third), rest="on")

    for shown, size in ((first, 60), (second, 60), (third, 30)):
        assert len(boxes(shown)) == size <= LINES_A_PART
        assert len(fields_on(shown)) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    assert "1 of 60 marked" in words(second)
    assert kept()["We do thing 0."] == "unsure"
    assert kept()["We do thing 70."] == "not_understood"
    assert list(kept().values()).count("understood") == 148
    assert ReaderCheck.objects.get().group == "Kite Group readers"


def document_now(version: Version) -> Document:
    return Document.parse(document_of(version))


def test_turning_to_another_part_keeps_nothing_and_complains_of_nothing(editor: Client) -> None:
    draft = long_draft()

    turned = post(editor, draft, fields_on(editor.get(page_of(draft))), group="", count="many", go="part-2")

    assert turned.status_code == 200
    assert "Nothing was saved yet" not in words(turned)
    assert fields_on(turned)["count"] == "many"
    assert not ReaderCheck.objects.exists()


def test_enter_presses_a_button_that_keeps_nothing(editor: Client) -> None:
    page: Any = html.document_fromstring(editor.get(page_of(make_draft(content=WORDS))).content.decode())

    first = page.cssselect("form.writing button")[0]

    assert (first.get("name"), first.get("value")) == ("go", "part-1")


def test_form_that_is_wrong_keeps_what_was_marked(editor: Client) -> None:
    draft = make_draft(content=WORDS)

    answer = send(editor, page_of(draft), group="", count="0", rest="on", **{f"line-{ASK}": "unsure"})

    assert "Nothing was saved yet" in words(answer)
    assert fields_on(answer)[f"line-{ASK}"] == "unsure"
    assert fields_on(answer)["rest"] == "on"
    assert not ReaderCheck.objects.exists()


def test_words_changed_meanwhile_are_said_and_nothing_is_kept_or_lost(editor: Client) -> None:
    draft = make_draft(content=WORDS)
    fields = fields_on(editor.get(page_of(draft))) | GROUP
    EasyReadLine.objects.filter(text="We ask you first.").update(text="We ask you.")

    answer = post(editor, draft, fields, **{f"line-{ASK}": "unsure", f"line-{TELL}": "understood"})

    said = words(answer)
    assert answer.status_code == 409
    assert "The words were changed while this page was open." in said
    assert "<q>We ask you first.</q>: not sure" in said
    assert "1 line is new or was changed." in said
    assert said.count("new, or changed") == 1
    assert fields_on(answer)[f"line-{TELL}"] == "understood"
    assert fields_on(answer)["group"] == "Kite Group readers"
    assert not ReaderCheck.objects.exists()

    post(editor, draft, fields_on(answer))

    assert kept() == {"We tell you what we did.": "understood"}


def test_what_was_marked_of_a_line_that_has_gone_stays_on_the_page(editor: Client) -> None:
    draft = make_draft(content=WORDS)
    fields = fields_on(editor.get(page_of(draft)))
    EasyReadLine.objects.filter(text="We ask you first.").update(text="We ask you.")
    stale = post(editor, draft, fields, **{f"line-{ASK}": "unsure"})

    answer = post(editor, draft, fields_on(stale), group="", count="")

    assert "<q>We ask you first.</q>: not sure" in words(answer)


def test_change_of_other_words_is_said_too(editor: Client) -> None:
    draft = make_draft(content=WORDS)
    fields = fields_on(editor.get(page_of(draft))) | GROUP
    Version.objects.filter(pk=draft.pk).update(intro="Other opening words.")

    answer = post(editor, draft, fields, **{f"line-{ASK}": "unsure"})

    assert answer.status_code == 409
    assert "No line of easy read is among what changed." in words(answer)
    assert not ReaderCheck.objects.exists()


def test_published_meanwhile_keeps_what_was_typed_on_the_page(editor: Client) -> None:
    draft = make_draft(content=WORDS)
    fields = fields_on(editor.get(page_of(draft))) | GROUP
    make_published_from(draft)

    answer = post(editor, draft, fields, **{f"line-{ASK}": "unsure"})

    assert answer.status_code == 409
    assert "this version is in another state by now" in words(answer)
    assert fields_on(answer)[f"line-{ASK}"] == "unsure"
    assert ReaderCheck.objects.count() == 1


STRANGE = [
    *("", "x", "-1", "99999999999", "\x00", "part-", "part-x", "part-99999", "'; --", "\N{GRINNING FACE}", "[]"),
    *('{"a": 1}', f'{{"{ASK}": "\\ud800"}}', f'{{"{ASK}": 1}}', "[" * 3000, "0" * 13 * 40 + "u"),
]


@pytest.mark.parametrize("name", ["told", "words", "part", "go", "seen", f"line-{ASK}", "line-", "line-zz", "count"])
def test_strange_input_is_answered_and_keeps_no_strange_result(editor: Client, name: str) -> None:
    draft = make_draft(content=WORDS)
    fields = fields_on(editor.get(page_of(draft))) | GROUP

    found = [editor.post(page_of(draft), fields | {name: value}).status_code for value in STRANGE]

    assert set(found) <= {200, 303, 409}
    assert not ReadingResult.objects.exists()


def test_words_of_other_pages_are_cleaned_and_shown_as_words(editor: Client) -> None:
    draft = make_draft(content=WORDS)
    gone = "0123456789ab"
    fields = fields_on(editor.get(page_of(draft)))

    answer = editor.post(
        page_of(draft), fields | {"told": fields["told"] + gone + "n", "words": json.dumps({gone: "<b>We\x00 sing."})}
    )

    assert "<q>&lt;b&gt;We sing.</q>: not understood" in words(answer)


def test_answer_to_a_doubt_lets_the_line_stay(editor: Client) -> None:
    draft = make_draft(content=WORDS)
    found = doubt(draft)
    page = address("reading_answer", draft.pk, found.pk)

    asked = editor.get(page)
    empty = editor.post(page, {"words": "  "})
    answer = editor.post(page, {"words": "The group chose\nthese words."}, follow=True)

    assert "We ask you first." in words(asked)
    assert "This field is required" in words(empty)
    assert ReadingReply.objects.get().words == "The group chose\nthese words."
    assert "It stays, because:" in words(answer)
    assert Code.NOT_UNDERSTOOD not in {one.code for one in missing(draft)}


def test_second_answer_shows_the_first_and_keeps_what_was_typed(editor: Client) -> None:
    draft = make_draft(content=WORDS)
    found = doubt(draft)
    page = address("reading_answer", draft.pk, found.pk)
    editor.post(page, {"words": "The first."})

    answer = editor.post(page, {"words": "The second."})

    assert answer.status_code == 409
    assert "Somebody else has answered this meanwhile: The first." in words(answer)
    assert "The second.</textarea>" in words(answer)
    assert editor.get(page).status_code == 303


def test_answer_is_about_a_doubt_of_this_version(editor: Client) -> None:
    draft, other = make_draft(content=WORDS), make_draft(content=WORDS)
    found = doubt(draft)
    clear = LineRead("We tell you what we did.", "hand-up", Understood.YES)
    understood = check_by_readers(version_id=draft.pk, group="K", count=1, results=[clear]).results.get()

    for version, pk in ((other, found.pk), (draft, understood.pk), (draft, 10**18)):
        assert editor.post(address("reading_answer", version.pk, pk), {"words": "No."}).status_code == 404
    assert not ReadingReply.objects.exists()


def test_answer_in_a_version_that_was_published_meanwhile_is_refused(editor: Client) -> None:
    draft = make_draft(content=WORDS)
    found = doubt(draft)
    clear = LineRead("We ask you first.", "hand-up", Understood.YES)
    check_by_readers(version_id=draft.pk, group="K", count=1, results=[clear])
    make_published_from(draft)

    answer = editor.post(address("reading_answer", draft.pk, found.pk), {"words": "It stays."})

    assert answer.status_code == 409
    assert "It stays.</textarea>" in words(answer)


def test_doubt_about_a_changed_line_needs_nothing_more(editor: Client) -> None:
    draft = make_draft(content=WORDS)
    doubt(draft)
    EasyReadLine.objects.filter(text="We ask you first.").update(text="We ask you.")

    said = words(editor.get(address("version_change", draft.pk)))

    assert "The line was changed since." in said
    assert "They checked other words" in said
    assert "It stays, because …" not in said


@pytest.mark.parametrize(("where", "place"), [("easy_intro", "opening"), ("easy_note", "note")])
def test_doubt_about_opening_words_or_the_change_note_leads_there(editor: Client, where: str, place: str) -> None:
    line = {"text": "We wrote it.", "picture": "book", "alt": "A book"}
    draft = make_draft(content=WORDS)
    Version.objects.filter(pk=draft.pk).update(**{where: [line]})
    told = LineRead("We wrote it.", "book", Understood.NO)
    check_by_readers(version_id=draft.pk, group="K", count=1, results=[told])

    said = words(editor.get(address("version_change", draft.pk)))

    assert f'href="{address(place, draft.pk)}#easy">Change the line' in said
    assert "Readers did not understand a line in the opening words" in said


def test_doubt_about_a_heading_leads_to_its_section(editor: Client) -> None:
    line = {"text": "Part 1.", "picture": "book", "alt": "A book"}
    draft = make_draft(content=WORDS)
    draft.sections.update(easy=[line])
    told = LineRead("Part 1.", "book", Understood.NO)
    check_by_readers(version_id=draft.pk, group="K", count=1, results=[told])

    said = words(editor.get(address("version_change", draft.pk)))

    assert f'href="{address("section_change", draft.pk, draft.sections.get().pk)}#easy">Change the line' in said


def test_published_version_shows_its_sessions_and_asks_for_nothing(editor: Client) -> None:
    draft = make_draft(content=WORDS)
    doubt(draft)
    ReadingReply.objects.create(result=ReadingResult.objects.get(), words="It stays.")
    version = make_published_from(draft)

    said = words(editor.get(address("version_change", version.pk)))

    assert "It stays, because:" in said
    assert "To be changed or answered" not in said
    assert address("readers", version.pk) not in said


def test_version_page_costs_no_more_for_many_results(editor: Client, django_assert_max_num_queries: Any) -> None:
    draft = long_draft(200)
    lines = lines_of(document_now(draft))
    for answer in (Understood.UNSURE, Understood.NO, Understood.UNSURE):
        told = [LineRead(line.text, line.picture, answer, line.clause_key) for line in lines]
        check_by_readers(version_id=draft.pk, group="K", count=1, results=told)

    with django_assert_max_num_queries(36):
        page = words(editor.get(address("version_change", draft.pk)))

    assert page.count("To be changed or answered") == 200


@pytest.mark.parametrize("name", ["readers", "reading_answer", "reading_kit"])
def test_only_who_may_opens_them(signed_in: SignIn, client: Client, name: str) -> None:
    draft = make_draft(content=WORDS)
    args = [draft.pk, doubt(draft).pk] if name == "reading_answer" else [draft.pk]
    stranger, _staff = signed_in(Role.FEEDBACK_OFFICER)

    assert client.get(address(name, *args)).status_code == 302
    assert stranger.get(address(name, *args)).status_code == 403


def test_kit_is_a_pdf_of_the_draft_that_says_so(editor: Client) -> None:
    draft = make_draft(content=WORDS)

    answer = editor.get(address("reading_kit", draft.pk))

    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"].endswith('-draft-1-reading-kit.pdf"')
    assert "We ask you first." in text_of(answer.content)
    assert address("reading_kit", draft.pk) in words(editor.get(address("version_change", draft.pk)))
    assert address("reading_kit", draft.pk) in words(editor.get(page_of(draft)))
    assert address("reading_kit", draft.pk) in words(editor.get(address("papers", draft.pk)))
    assert editor.post(address("reading_kit", draft.pk)).status_code == 405


def test_published_version_has_no_kit(editor: Client) -> None:
    version = make_published_from(make_draft(content=WORDS))

    assert editor.get(address("reading_kit", version.pk)).status_code == 404


def test_partners_are_not_asked_about_lines_that_readers_did_not_understand(editor: Client) -> None:
    draft = make_draft(content=WORDS)
    doubt(draft)

    answer = editor.post(address("ask", draft.pk))

    assert answer.status_code == 409
    assert "A line that readers did not understand" in words(answer)


def test_desk_says_who_entered_it_and_no_words(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.CHARTER_EDITOR)
    draft = make_agreed(make_draft(content=WORDS))

    send(client, page_of(draft), **GROUP)

    history = words(client.get(address("version_history", draft.pk)))
    assert "Mo Derator" in history
    assert "Kite Group" not in history
