"""Question sets at the desk: begun as a copy, written, looked at, and left alone once a round uses them."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from charters.models import ClauseKey
from desk.roles import Role
from participation import shipped_set
from participation.actions.sets import (
    Frozen,
    QuestionWords,
    SetGone,
    add_question,
    change_question,
    change_set,
    delete_question,
    delete_set,
    lacking,
    make_set,
    move_question,
)
from participation.admin.showing import address
from participation.models import Question, QuestionSet
from participation.models.kinds import Dimension
from tests.bad_input import strange
from tests.charters.factories import make_published
from tests.desk.conftest import SignIn, signed_in

from . import factories

__all__ = ["signed_in"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(signed_in: SignIn) -> Client:
    return signed_in(Role.AUDIT_LEAD)[0]


def boxes(question: Question, **more: Any) -> dict[str, Any]:
    """What the form of this question sends, with some boxes filled in otherwise."""
    sent: dict[str, Any] = {name: getattr(question, name) for name in ("dimension", "text", "key", "guidance")}
    sent |= {name: getattr(question, name) for name in ("not_yet", "starting", "doing", "shared")}
    switches = ("in_short_form", "for_panels", "needs_evidence", "may_not_apply")
    sent |= {name: "on" for name in switches if getattr(question, name)}
    for prefix, lines in (("easy", question.easy), ("level", question.easy_levels)):
        for n, line in enumerate(lines):
            sent |= {f"{prefix}-{n}-{part}": line[part] for part in ("text", "picture", "alt")}
    return sent | more


def words(**more: Any) -> QuestionWords:
    given: dict[str, Any] = {"key": "thanks", "dimension": Dimension.AUDIENCE, "text": "Do you thank people?"}
    given |= {"guidance": "", "not_yet": "No.", "starting": "A bit.", "doing": "Yes.", "shared": "Together."}
    given |= {"easy": factories.easy("Do we thank you?"), "easy_levels": factories.easy("No.", "A bit.", "Yes.", "Us.")}
    return QuestionWords(**given | more)


def page_of(the_set: QuestionSet) -> str:
    return address("questionset_change", the_set.pk)


def frozen_set() -> QuestionSet:
    return factories.make_round().question_set


# The set that ships


def test_shipped_set_is_the_audit_and_can_be_used_at_once() -> None:
    made = make_set()

    asked = list(made.questions.order_by("position"))
    assert lacking(set_id=made.pk) == []
    assert [one.dimension for one in asked] == [part for part in Dimension for _n in range(4)]
    assert [n for n, one in enumerate(asked, 1) if one.in_short_form] == [1, 5, 9, 13]
    assert [n for n, one in enumerate(asked, 1) if one.for_panels] == [1, 5, 9, 13]
    assert len({one.key for one in asked}) == 16
    factories.make_round(the_set=made)


def test_shipped_questions_say_each_level_in_a_sentence_of_its_own() -> None:
    for one in shipped_set.QUESTIONS:
        assert len(set(one.levels)) == 4
        assert all(level.endswith(".") and len(level.split()) >= 5 for level in one.levels), one.key
        assert len({text for _picture, text in one.easy_levels}) == 4
        assert 2 <= one.guidance.count(". ") + one.guidance.count("? ") + 1 <= 4, one.key
        assert one.text.endswith("?")


# Acts


def test_copy_has_the_same_keys_words_and_promises_and_the_next_number() -> None:
    source = factories.make_set()
    key = ClauseKey.objects.filter(charter=make_published().charter).first()
    assert key is not None
    first = source.questions.get(key="joining")
    first.commitments.add(key)

    made = make_set(copy_of=source.pk)

    assert made.n == source.n + 1
    assert made.title == source.title
    assert list(made.questions.values_list("key", "text")) == list(source.questions.values_list("key", "text"))
    assert list(made.questions.get(key="joining").commitments.all()) == [key]


def test_copy_of_a_set_that_has_gone_is_refused() -> None:
    with pytest.raises(SetGone):
        make_set(copy_of=999_999)


def test_frozen_set_refuses_every_act() -> None:
    the_set = frozen_set()
    question = the_set.questions.get(key="joining")
    acts = (
        lambda: change_set(set_id=the_set.pk, title="Other", note=""),
        lambda: delete_set(set_id=the_set.pk),
        lambda: add_question(set_id=the_set.pk, words=words()),
        lambda: change_question(question_id=question.pk, words=words()),
        lambda: delete_question(question_id=question.pk),
        lambda: move_question(question_id=the_set.questions.get(key="changes").pk, up=True),
    )

    for act in acts:
        with pytest.raises(Frozen):
            act()

    assert the_set.questions.count() == 6


def test_question_moves_past_the_next_one_of_its_own_part() -> None:
    the_set = make_set()

    move_question(question_id=the_set.questions.get(key="times").pk, up=True)
    move_question(question_id=the_set.questions.get(key="facts").pk, up=True)  # the first of its part stays
    move_question(question_id=the_set.questions.get(key="ways").pk, up=False)

    keys = list(the_set.questions.order_by("position").values_list("key", flat=True))
    assert keys[:8] == ["times", "joining", "missing", "disagreeing", "facts", "speech", "ways", "preparing"]


def test_two_questions_of_one_key_are_refused() -> None:
    the_set = factories.make_set()

    with pytest.raises(IntegrityError, match="participation_question_key_once"), transaction.atomic():
        add_question(set_id=the_set.pk, words=words(key="joining"))


# Pages


def test_new_set_is_made_from_the_one_that_ships(lead: Client) -> None:
    answer = lead.post(address("questionset_add"), {"copy_of": "", "title": "Audit 2027", "note": ""})

    made = QuestionSet.objects.get()
    assert answer["Location"] == page_of(made)
    assert (made.title, made.questions.count()) == ("Audit 2027", 16)


def test_page_of_a_set_says_what_it_lacks_and_lists_its_questions(lead: Client) -> None:
    the_set = factories.make_set()
    Question.objects.filter(question_set=the_set).update(in_short_form=False, for_panels=True)

    page = lead.get(page_of(the_set)).content.decode()

    assert "No question is in the short form" in page
    assert "Panels are asked four questions at most" in page
    assert "Question 6: what about replies?" in page
    assert "Make a new set from this one" in page


def test_frozen_set_is_shown_read_only(lead: Client) -> None:
    the_set = frozen_set()
    question = the_set.questions.get(key="joining")

    page = lead.get(page_of(the_set)).content.decode()
    one = lead.get(address("question_change", the_set.pk, question.pk)).content.decode()

    assert "nothing in it changes any more" in page
    assert "Add a question" not in page
    assert "<textarea" not in page + one
    assert "As a panel sees it" in one


@pytest.mark.parametrize("name", ["move", "delete"])
def test_frozen_set_answers_posts_in_words(lead: Client, name: str) -> None:
    the_set = frozen_set()
    question = the_set.questions.get(key="joining")

    answer = lead.post(address(f"question_{name}", the_set.pk, question.pk), {"way": "down"}, follow=True)

    assert "A round uses this set" in answer.content.decode()
    assert the_set.questions.count() == 6


def test_question_edited_while_a_round_begins_is_not_lost(lead: Client) -> None:
    the_set = factories.make_set()
    question = the_set.questions.get(key="joining")
    factories.make_round(the_set=the_set)

    sent = boxes(question, text="What I have just written?")
    answer = lead.post(address("question_change", the_set.pk, question.pk), sent)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "a round has begun to use this set" in page
    assert "What I have just written?" in page


@pytest.mark.parametrize(
    ("more", "is_taken"),
    [
        ({"text": "Question 1: what about joining us?"}, True),
        ({"shared": "We share all the power."}, True),
        ({"dimension": "influence"}, False),
        (
            {"text": "Do buses run on Sundays?", "not_yet": "No", "starting": "One", "doing": "Most", "shared": "All"},
            False,
        ),
        ({"text": "Do buses run on Sundays?", "dimension": "influence", "key": "buses"}, True),
    ],
    ids=["a word more", "said better", "another part", "another question", "with a key of its own"],
)
def test_key_that_a_round_has_asked_keeps_its_meaning(lead: Client, more: dict[str, str], is_taken: bool) -> None:
    """Years are compared by keys."""
    the_set = make_set(copy_of=frozen_set().pk)
    question = the_set.questions.get(key="joining")

    answer = lead.post(address("question_change", the_set.pk, question.pk), boxes(question, **more))

    question.refresh_from_db()
    assert ({name: getattr(question, name) for name in more} == more) is is_taken
    assert answer.status_code == (303 if is_taken else 409)
    if not is_taken:
        page = " ".join(answer.content.decode().split())
        assert "another round asked something else under this key" in page
        assert all(one in page for one in more.values())


def test_question_is_written_with_its_easy_read_and_promises(lead: Client) -> None:
    version = make_published()
    clause = version.clauses.filter(kind="commitment").first()
    assert clause is not None
    the_set = factories.make_set()
    question = the_set.questions.get(key="missing")

    sent = boxes(question, text="Who is missing?", promises=[clause.key_id], **{"easy-0-alt": ""})
    answer = lead.post(address("question_change", the_set.pk, question.pk), sent)

    question.refresh_from_db()
    assert answer.status_code == 303
    assert question.text == "Who is missing?"
    # What the picture shows is known by our index.
    assert question.easy[0]["alt"].startswith("A person with a raised hand")
    assert [key.pk for key in question.commitments.all()] == [clause.key_id]
    assert clause.text in lead.get(address("question_look", the_set.pk, question.pk)).content.decode()


def test_added_question_gets_a_key_of_its_words_and_the_last_place(lead: Client) -> None:
    the_set = factories.make_set()

    sent = boxes(the_set.questions.get(key="joining"), key="", text="Do you say sorry?")
    answer = lead.post(address("question_add", the_set.pk), sent)

    assert answer.status_code == 303
    assert Question.objects.get(question_set=the_set, key="do-you-say-sorry").position == 7


def test_looking_shows_the_words_in_the_boxes_and_saves_nothing(lead: Client) -> None:
    the_set = factories.make_set()
    question = the_set.questions.get(key="joining")

    sent = boxes(question, text="Shall we utilise it?", look="1", **{"easy-0-text": "We utilise it."})
    page = lead.post(address("question_change", the_set.pk, question.pk), sent).content.decode()

    assert "Nothing is saved yet" in page
    assert page.count("Shall we utilise it?") >= 2
    assert "is a hard word" in page
    question.refresh_from_db()
    assert question.text != "Shall we utilise it?"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"text": ""}, "This field is required"),
        ({"text": "x" * 201}, "at most 200"),
        ({"doing": "x" * 301}, "at most 300"),
        ({"key": "missing"}, "Another question of this set has this key"),
        ({"key": "Not A Key!"}, "small letters, digits and hyphens"),
        ({"easy-0-text": ""}, "This field is required"),
        ({"level-2-picture": "no such picture"}, "There is no picture called"),
        ({"level-3-text": ""}, "This field is required"),
        ({"dimension": "elsewhere"}, "Select a valid choice"),
        ({"promises": ["99999999999999999999"]}, "Select a valid choice"),
        ({"promises": ["\x00"]}, "Select a valid choice"),
    ],
)
def test_wrong_question_is_explained_and_nothing_typed_is_lost(lead: Client, more: dict[str, Any], said: str) -> None:
    the_set = factories.make_set()
    question = the_set.questions.get(key="joining")

    answer = lead.post(
        address("question_change", the_set.pk, question.pk), boxes(question, guidance="My guidance.") | more
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page
    assert "Everything you wrote is still here" in page
    assert "My guidance." in page


@pytest.mark.parametrize("typed", ["\x00", "\u3164", "x" * 5000, "".join(strange.BITS)])
def test_question_takes_anything(lead: Client, typed: str) -> None:
    the_set = factories.make_set()
    question = the_set.questions.get(key="joining")
    typed = typed.encode("utf-8", "replace").decode()

    for box in ("text", "key", "easy-0-text", "easy-0-picture", "level-0-alt", "guidance"):
        answer = lead.post(address("question_change", the_set.pk, question.pk), boxes(question, **{box: typed}))
        assert answer.status_code in (200, 303)


def test_unused_set_is_deleted_and_a_used_one_stays(lead: Client) -> None:
    unused, used = factories.make_set(), frozen_set()

    asked = lead.get(address("questionset_delete", unused.pk))
    lead.post(address("questionset_delete", unused.pk))
    lead.post(address("questionset_delete", used.pk))

    assert "cannot be undone" in asked.content.decode()
    assert list(QuestionSet.objects.all()) == [used]


@pytest.mark.parametrize("pk", ["0", "99999999999999999999999", "x", "%00", "²"])
def test_set_that_is_not_there(lead: Client, pk: str) -> None:
    assert lead.get(f"{address('questionset_changelist')}{pk}/change/").status_code in (400, 404)


def test_list_of_sets_says_which_are_used(lead: Client) -> None:
    factories.make_set()
    the_round = factories.make_round()

    page = lead.get(address("questionset_changelist")).content.decode()

    assert "not used yet" in page
    assert f"used, last in {the_round.year}" in page
    assert "6 questions" in page


def test_others_see_nothing_of_it(signed_in: SignIn) -> None:
    client, _staff = signed_in(Role.CHARTER_EDITOR)
    the_set = factories.make_set()

    for at in (page_of(the_set), address("questionset_add"), address("question_add", the_set.pk)):
        assert client.get(at).status_code == 403
