"""The signing journey through Django's test client: five questions, no account, nothing typed is lost."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from config.lib.texts import clean_line, clean_text
from pledges import drafts
from pledges.forms import ChoicesForm, YouForm
from pledges.kinds import AgeBand, Basis, GivenBy, Kind, Purpose, ShownIn, State
from pledges.models import Draft, PendingConsent, Person, Pledge, Revision, Signature
from pledges.models.wordings import publish
from pledges.rewording import changes
from post.models import Outbox
from tests.factories import (
    NOTICE_WORDS,
    PLEDGE_WORDS,
    NoticeVersionFactory,
    PledgeWordingFactory,
    PurposeWordingFactory,
    make_signature,
    publish_terms,
)

from .signing_pages import CLASS, SCHOOL, SIGN, YOUNG, answer, begin, choices, fill, page, row_counts, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def terms() -> None:
    publish_terms()


def draft_of(client: Client) -> Draft:
    """The only draft there is."""
    assert drafts.COOKIE in client.cookies
    return Draft.objects.get()


def make_idle(draft: Draft) -> None:
    draft.answers[drafts.SEEN] = (timezone.now() - drafts.ASK_AFTER - timedelta(minutes=1)).isoformat()
    draft.save()


# The whole journey


def test_journey_organisation_signs_unconfirmed_with_its_choices(client: Client) -> None:
    fill(client, promise="We ask pupils first.", agreed=(Purpose.PUBLISH, Purpose.NEWS))

    response = answer(client, "check")

    assert (response.status_code, response.url) == (303, f"{SIGN}sent/")
    signature = Signature.objects.get()
    assert (signature.kind, signature.state) == (Kind.SCHOOL, State.UNCONFIRMED)
    details = Revision.objects.get(signature=signature)
    assert (details.organisation_typed, details.name_shown, details.role) == (
        "Thistlewick School",
        "Ada Lark",
        "Head teacher",
    )
    assert details.promise == "We ask pupils first."
    agreed = PendingConsent.objects.values_list("wording__purpose", flat=True)
    assert set(agreed) == {Purpose.TAKE_PART, Purpose.PUBLISH, Purpose.NEWS}
    assert Outbox.objects.get().template == "pledges/confirm"
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("kind", "you", "not_asked"),
    [
        (Kind.PARENT_CARER, {"name": "Bo Reed", "email": "bo@example.org"}, ("organisation", "role")),
        (Kind.PROFESSIONAL, {"name": "Cy Fenn", "role": "Nurse", "email": "cy@example.org"}, ("organisation",)),
    ],
)
def test_journey_person_is_asked_only_what_applies(
    client: Client, kind: str, you: dict[str, str], not_asked: tuple[str, ...]
) -> None:
    begin(client)
    answer(client, "who", {"kind": kind})
    asked = page(client.get(f"{SIGN}you/"))
    answer(client, "you", you)
    answer(client, "promise")
    answer(client, "choices", choices())
    answer(client, "check")

    assert all(f'name="{name}"' in asked for name in you)
    assert not any(f'name="{name}"' in asked for name in not_asked)
    assert Signature.objects.get().kind == kind
    assert Person.objects.get().email == you["email"]


def test_journey_without_any_tick_takes_part_and_nothing_else(client: Client) -> None:
    fill(client)

    answer(client, "check")

    assert [pending.wording.purpose for pending in PendingConsent.objects.all()] == [Purpose.TAKE_PART]


def test_journey_choices_start_unticked(client: Client) -> None:
    begin(client)
    answer(client, "who", {"kind": Kind.SCHOOL})
    answer(client, "you", SCHOOL)
    answer(client, "promise")

    shown = page(client.get(f"{SIGN}choices/"))

    assert shown.count('type="checkbox"') == 3
    assert " checked" not in shown


def test_journey_somebody_who_signed_before_sees_the_same_pages(client: Client) -> None:
    make_signature(state=State.AWAITING, **SCHOOL)
    before = Signature.objects.count()
    fill(client)

    first = answer(client, "check")
    again = answer(client, "check")

    assert first.url == f"{SIGN}sent/"
    assert again.status_code == 302, "the cookie is gone, so a late second press starts anew"
    assert Signature.objects.count() == before
    assert Outbox.objects.filter(template="pledges/already").count() == 1


def test_sign_double_click_makes_one_signature_and_shows_sent_twice(client: Client) -> None:
    fill(client)
    cookie = client.cookies[drafts.COOKIE].value

    first = answer(client, "check")
    # The second press left before the answer to the first was read, so it still brings the cookie.
    client.cookies[drafts.COOKIE] = cookie
    second = answer(client, "check")

    assert first.url == second.url == f"{SIGN}sent/"
    assert Signature.objects.count() == 1
    assert Outbox.objects.count() == 1


def test_given_at_is_when_the_choices_were_made(client: Client) -> None:
    fill(client)
    chosen_at = draft_of(client).answers["said_take_part"]["at"]

    answer(client, "check")

    assert PendingConsent.objects.get().given_at.isoformat() == chosen_at


# Young people


@pytest.mark.parametrize(
    ("age", "asked", "not_asked"),
    [
        (AgeBand.AGE_13_15, ("you", "choices"), "promise"),
        (AgeBand.AGE_16_17, ("you", "choices"), "promise"),
        (AgeBand.ADULT, ("you", "promise", "choices"), "who"),
    ],
)
def test_young_person_goes_through_the_steps_of_their_age(
    client: Client, age: str, asked: tuple[str, ...], not_asked: str
) -> None:
    begin(client)
    data = {"you": YOUNG, "promise": {}, "choices": choices()}

    went = [answer(client, "who", {"kind": Kind.YOUNG_PERSON}).url, answer(client, "age", {"age": age}).url]
    went += [answer(client, step, data[step]).url for step in asked]

    assert went == [f"{SIGN}{step}/" for step in ("age", *asked, "check")]
    assert f"{SIGN}{not_asked}/" not in went
    assert client.get(f"{SIGN}promise/").status_code == (200 if age == AgeBand.ADULT else 302)


@pytest.mark.parametrize("age", AgeBand.values)
def test_young_person_signs_with_their_age_and_a_first_name(client: Client, age: str) -> None:
    fill(client, kind=Kind.YOUNG_PERSON, age=age, agreed=(Purpose.ASK,), helped=True)

    checked = words(client.get(f"{SIGN}check/"))
    response = answer(client, "check")

    assert response.url == f"{SIGN}sent/"
    assert (Person.objects.get().age_band, Person.objects.get().name) == (age, "Sam")
    assert Signature.objects.get().kind == Kind.YOUNG_PERSON
    consents = PendingConsent.objects.values_list("wording__purpose", "given_by", "shown_in")
    assert set(consents) == {
        (purpose, GivenBy.HELPED, ShownIn.STANDARD) for purpose in (Purpose.TAKE_PART, Purpose.ASK)
    }
    assert str(AgeBand(age).label) in checked
    assert ("What you will do" in checked) == (age == AgeBand.ADULT)
    assert ("Show my name" in checked) == (age != AgeBand.AGE_13_15)
    assert "Somebody helped you Yes" in checked


@pytest.mark.parametrize("age", [AgeBand.AGE_13_15, AgeBand.AGE_16_17])
@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("Mary Ann", "Do you have two? Put a - between them"),
        ("Sam\u00a0Reed", "Do you have two? Put a - between them"),
        ("x" * 41, "40 characters or fewer"),
        ("", "Enter your first name"),
        ("-", "Enter your first name"),
    ],
)
def test_under_18_only_one_first_name_is_taken(age: str, typed: str, fault: str) -> None:
    form = YouForm(YOUNG | {"name": typed}, kind=Kind.YOUNG_PERSON, age=age)

    assert not form.is_valid()
    assert fault in form.errors["name"][0]


@pytest.mark.parametrize("name", ["Mary-Ann", "O'Neil", "x" * 40, "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627"])
def test_under_18_one_word_is_a_first_name(client: Client, name: str) -> None:
    fill(client, kind=Kind.YOUNG_PERSON, age=AgeBand.AGE_16_17, name=name, email="sam@example.org")

    answer(client, "check")

    assert Person.objects.get().name == name


def test_under_18_two_names_stay_in_the_box(client: Client) -> None:
    begin(client)
    answer(client, "who", {"kind": Kind.YOUNG_PERSON})
    answer(client, "age", {"age": AgeBand.AGE_16_17})

    shown = page(answer(client, "you", YOUNG | {"name": "Mary Ann"}))

    assert 'value="Mary Ann"' in shown
    assert "Put a - between them" in shown


@pytest.mark.parametrize("age", AgeBand.values)
def test_choices_ask_nobody_under_16_to_be_shown_and_say_why(client: Client, age: str) -> None:
    fill(client, kind=Kind.YOUNG_PERSON, age=age)

    response = client.get(f"{SIGN}choices/")

    never = age == AgeBand.AGE_13_15
    assert ('value="publish"' in page(response)) != never
    assert ("Only your first name is shown. No school, no role." in words(response)) != never
    assert ("You are under 16, so we never show your name." in words(response)) == never


def test_choices_refuse_to_publish_somebody_under_16(client: Client) -> None:
    fill(client, kind=Kind.YOUNG_PERSON, age=AgeBand.AGE_13_15)

    response = answer(client, "choices", choices(Purpose.PUBLISH))
    answer(client, "check")

    assert response.status_code == 200
    assert [pending.wording.purpose for pending in PendingConsent.objects.all()] == [Purpose.TAKE_PART]


def test_change_to_a_younger_age_drops_what_is_not_asked_any_more(client: Client) -> None:
    fill(client, kind=Kind.YOUNG_PERSON, age=AgeBand.ADULT, promise="We listen.", agreed=(Purpose.PUBLISH,))

    response = answer(client, "age", {"age": AgeBand.AGE_13_15})

    assert response.url == f"{SIGN}check/"
    assert not {"promise", "said_publish"} & set(draft_of(client).answers)


def test_change_to_an_older_age_asks_what_was_not_asked(client: Client) -> None:
    fill(client, kind=Kind.YOUNG_PERSON, age=AgeBand.AGE_13_15)

    response = answer(client, "age", {"age": AgeBand.AGE_16_17})

    assert response.url == f"{SIGN}choices/"


def test_change_to_under_18_asks_again_for_a_name_of_two_words(client: Client) -> None:
    fill(client, kind=Kind.YOUNG_PERSON, age=AgeBand.ADULT, name="Sam Reed", email="sam@example.org")

    response = answer(client, "age", {"age": AgeBand.AGE_16_17})

    assert response.url == f"{SIGN}you/"
    assert 'value="Sam Reed"' in page(client.get(f"{SIGN}you/"))


def test_change_of_kind_forgets_the_age(client: Client) -> None:
    fill(client, kind=Kind.YOUNG_PERSON, age=AgeBand.AGE_16_17)

    response = answer(client, "who", {"kind": Kind.PARENT_CARER})

    assert response.url == f"{SIGN}promise/"
    assert "age" not in draft_of(client).answers


@pytest.mark.parametrize("other", ["school", "under 18"])
def test_answers_of_another_tab_that_are_not_asked_any_more_are_not_kept(client: Client, other: str) -> None:
    fill(client, kind=Kind.YOUNG_PERSON, age=AgeBand.ADULT)
    if other == "school":
        answer(client, "who", {"kind": Kind.SCHOOL})
        late = answer(client, "age", {"age": AgeBand.AGE_13_15})
    else:
        answer(client, "age", {"age": AgeBand.AGE_16_17})
        late = answer(client, "promise", {"promise": "We listen."})

    assert late.url in (f"{SIGN}you/", f"{SIGN}check/")
    assert not {"We listen.", AgeBand.AGE_13_15} & {str(said) for said in draft_of(client).answers.values()}


def test_age_must_be_chosen_and_is_never_a_date(client: Client) -> None:
    begin(client)
    answer(client, "who", {"kind": Kind.YOUNG_PERSON})

    response = answer(client, "age", {"age": "2010-01-01"})

    assert "Choose how old you are from the list" in words(response)
    assert "age" not in draft_of(client).answers


# Groups


def test_under_13_signs_as_a_group_with_an_adult(client: Client) -> None:
    begin(client)
    answer(client, "who", {"kind": Kind.YOUNG_PERSON})

    to_group = answer(client, "age", {"age": "under_13"})
    shown = words(client.get(f"{SIGN}group/"))
    before = draft_of(client).answers
    goes_on = answer(client, "group")

    assert to_group.url == f"{SIGN}group/"
    assert "Ask an adult to help" in shown
    assert before["kind"] == Kind.YOUNG_PERSON, "only the button changes anything"
    assert goes_on.url == f"{SIGN}you/"
    assert draft_of(client).answers["kind"] == Kind.GROUP


def test_group_signs_as_a_number_through_one_adult(client: Client) -> None:
    fill(client, kind=Kind.GROUP, promise="We ask before we vote.", agreed=(Purpose.PUBLISH,))

    checked = words(client.get(f"{SIGN}check/"))
    answer(client, "check")

    signature, details = Signature.objects.get(), Revision.objects.get()
    assert (signature.kind, signature.people) == (Kind.GROUP, 24)
    assert (details.organisation_typed, details.name_shown) == ("Class 2, Thistlewick School", "Ada Lark")
    assert details.promise == "We ask before we vote."
    assert "How many 24" in checked
    assert "Somebody helped" not in checked


@pytest.mark.parametrize("typed", ["", "1", "501", "0", "-3", "2.5", "many", "9" * 5000, "\x00", "\ud800"])
def test_group_is_from_2_to_500_in_plain_words(typed: str) -> None:
    form = YouForm(CLASS | {"people": typed}, kind=Kind.GROUP)

    assert not form.is_valid()
    assert "from 2 to 500" in form.errors["people"][0]


@pytest.mark.parametrize("typed", ["2", "500", " 24 "])
def test_group_of_2_to_500_is_taken(typed: str) -> None:
    assert YouForm(CLASS | {"people": typed}, kind=Kind.GROUP).is_valid()


def test_group_is_told_what_the_list_shows(client: Client) -> None:
    fill(client, kind=Kind.GROUP)

    shown = words(client.get(f"{SIGN}choices/"))

    assert "We show the number of children. From 5 children on we also show where your group is." in shown
    assert "Somebody helped me" not in shown


@pytest.mark.parametrize(("before", "after"), [(Kind.SCHOOL, Kind.GROUP), (Kind.GROUP, Kind.PARENT_CARER)])
def test_change_to_or_from_a_group_asks_who_it_is_about_again(client: Client, before: str, after: str) -> None:
    fill(client, kind=before, agreed=(Purpose.PUBLISH, Purpose.NEWS), promise="We listen.")

    response = answer(client, "who", {"kind": after})

    assert response.url == f"{SIGN}you/"
    answers = draft_of(client).answers
    assert not {"name", "email", "organisation", "people", "said_publish"} & set(answers)
    assert answers["promise"] == "We listen."
    assert answers["said_news"]["yes"]


# Moving about


@pytest.mark.parametrize("step", ["who", "you", "promise", "choices", "check"])
def test_step_without_a_draft_goes_to_the_start(client: Client, step: str) -> None:
    response = client.get(f"{SIGN}{step}/")

    assert (response.status_code, response["Location"]) == (302, SIGN)


@pytest.mark.parametrize("step", ["you", "promise", "choices", "check"])
def test_step_out_of_order_goes_to_the_first_unanswered(client: Client, step: str) -> None:
    begin(client)

    response = client.get(f"{SIGN}{step}/")

    assert response["Location"] == f"{SIGN}who/"


def test_sign_with_a_missing_answer_goes_there_and_signs_nothing(client: Client) -> None:
    begin(client)
    answer(client, "who", {"kind": Kind.SCHOOL})

    response = answer(client, "check")

    assert response["Location"] == f"{SIGN}you/"
    assert not Signature.objects.exists()


@pytest.mark.parametrize(
    ("step", "data", "shown"),
    [
        ("who", {"kind": Kind.COLLEGE}, "College"),
        ("you", SCHOOL | {"name": "Ada Wren"}, "Ada Wren"),
        ("promise", {"promise": "We listen."}, "We listen."),
    ],
)
def test_change_link_leads_to_the_step_and_back_to_check(
    client: Client, step: str, data: dict[str, str], shown: str
) -> None:
    fill(client)
    checked = page(client.get(f"{SIGN}check/"))
    old = page(client.get(f"{SIGN}{step}/"))

    response = answer(client, step, data)

    assert f'href="{SIGN}{step}/' in checked
    assert f'href="{SIGN}check/" class="govuk-back-link"' in old
    assert response.url == f"{SIGN}check/"
    assert shown in words(client.get(f"{SIGN}check/"))


def test_change_of_choices_keeps_what_was_ticked(client: Client) -> None:
    fill(client, agreed=(Purpose.NEWS,))

    shown = page(client.get(f"{SIGN}choices/"))

    assert shown.count(" checked") == 1


def test_change_of_kind_drops_answers_that_no_longer_apply(client: Client) -> None:
    fill(client)

    response = answer(client, "who", {"kind": Kind.PARENT_CARER})

    assert response.url == f"{SIGN}check/"
    answers = draft_of(client).answers
    assert "organisation" not in answers
    assert "role" not in answers
    assert answers["name"] == SCHOOL["name"]


def test_change_of_kind_asks_for_what_is_missing_and_keeps_the_rest(client: Client) -> None:
    fill(client, kind=Kind.PARENT_CARER, name="Bo Reed", email="bo@example.org")

    response = answer(client, "who", {"kind": Kind.HEALTH})

    assert response.url == f"{SIGN}you/"
    assert 'value="Bo Reed"' in page(client.get(f"{SIGN}you/"))


# Errors keep what was typed


def test_error_keeps_what_was_typed_and_says_so_in_the_title(client: Client) -> None:
    begin(client)
    answer(client, "who", {"kind": Kind.SCHOOL})

    response = answer(client, "you", SCHOOL | {"email": "ada at thistlewick"})

    assert response.status_code == 200
    shown = page(response)
    assert "<title>Error: " in shown
    assert "There is a problem" in shown
    assert 'href="#id_email"' in shown
    assert all(f'value="{typed}"' in shown for typed in ("Thistlewick School", "Ada Lark", "ada at thistlewick"))
    assert "name" not in draft_of(client).answers


def test_error_who_not_chosen_links_to_the_first_radio(client: Client) -> None:
    begin(client)

    shown = page(answer(client, "who"))

    assert 'href="#id_kind"' in shown
    assert 'id="id_kind"' in shown


def test_error_promise_too_long_keeps_every_letter(client: Client) -> None:
    typed = "a" * 501

    shown = page(answer(client, "promise", {"promise": typed}))

    assert typed in shown
    assert "must be 500 characters or fewer" in shown


@pytest.mark.parametrize(
    ("field", "typed", "fault"),
    [
        ("organisation", "", "Enter the name of your organisation"),
        ("organisation", "x" * 151, "150 characters or fewer"),
        ("name", " \u200b ", "Enter your name"),
        ("name", "...", "Enter your name"),
        ("name", "x" * 101, "100 characters or fewer"),
        ("role", "", "Enter your role"),
        ("role", "x" * 101, "100 characters or fewer"),
        ("email", "", "Enter your e-mail address"),
        ("email", "ada@", "like name@example.org"),
        ("email", "ada@example.org, bo@example.org", "like name@example.org"),
        ("email", "a" * 250 + "@example.org", "254 characters or fewer"),
    ],
)
def test_you_refuses_what_cannot_be_kept(field: str, typed: str, fault: str) -> None:
    form = YouForm(SCHOOL | {field: typed}, kind=Kind.SCHOOL)

    assert not form.is_valid()
    assert fault in form.errors[field][0]


def test_you_does_not_cut_while_typing(client: Client) -> None:
    begin(client)
    answer(client, "who", {"kind": Kind.SCHOOL})

    assert "maxlength" not in page(client.get(f"{SIGN}you/"))


# A draft that ran out


def test_post_with_an_expired_draft_keeps_what_was_typed(client: Client) -> None:
    begin(client)
    answer(client, "who", {"kind": Kind.SCHOOL})
    Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    response = answer(client, "you", SCHOOL)
    went_on = answer(client, "who", {"kind": Kind.SCHOOL})

    assert response.url == f"{SIGN}who/"
    assert went_on.url == f"{SIGN}promise/"
    answers = Draft.objects.alive().get().answers
    assert {name: answers[name] for name in SCHOOL} == SCHOOL


def test_post_without_any_draft_keeps_the_promise_typed(client: Client) -> None:
    response = answer(client, "promise", {"promise": "We listen."})

    assert response.url == f"{SIGN}who/"
    assert draft_of(client).answers["promise"] == "We listen."


def test_start_says_that_an_old_draft_is_gone(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(client)
    monkeypatch.setattr(drafts, "DRAFT_LIFETIME", timedelta(seconds=-1))

    shown = words(client.get(SIGN))

    assert "more than a day ago" in shown


def test_draft_lives_one_day_and_no_longer_for_being_answered(client: Client) -> None:
    begin(client)
    before = draft_of(client).expires_at

    answer(client, "who", {"kind": Kind.SCHOOL})

    assert draft_of(client).expires_at == before
    assert before - timezone.now() <= timedelta(days=1)


# A shared device


def test_cookie_is_for_the_signing_pages_alone(client: Client) -> None:
    begin(client)

    cookie = client.cookies[drafts.COOKIE]

    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == (SIGN, "Lax", True)
    assert cookie["max-age"] == 86400


def test_cookie_is_secure_with_https(client: Client, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True

    begin(client)

    assert client.cookies[drafts.COOKIE]["secure"]


def test_cookie_is_kept_as_a_hash_only(client: Client) -> None:
    begin(client)
    secret = client.cookies[drafts.COOKIE].value.split(":")[0]

    with connection.cursor() as cursor:
        cursor.execute("SELECT d::text FROM pledges_draft d")
        row = cursor.fetchone()[0]

    assert len(secret) > 40
    assert secret not in row
    assert secret.encode().hex() not in row


def test_start_with_a_draft_asks_and_shows_nothing_of_it(client: Client) -> None:
    fill(client, promise="We listen.")

    shown = page(client.get(SIGN))

    assert "Carry on" in shown
    assert "Start again" in shown
    assert not any(typed in shown for typed in (*SCHOOL.values(), "We listen."))


def test_carry_on_leads_to_the_first_unanswered_step(client: Client) -> None:
    begin(client)
    answer(client, "who", {"kind": Kind.SCHOOL})

    response = client.post(SIGN, {"act": "carry_on"})

    assert response["Location"] == f"{SIGN}you/"


def test_start_again_forgets_the_answers_before(client: Client) -> None:
    fill(client)

    client.post(SIGN, {"act": "start_again"})

    assert set(draft_of(client).answers) == {drafts.SEEN, "shown"}


@pytest.mark.parametrize("step", ["who", "you", "promise", "choices", "check"])
def test_page_after_a_pause_asks_before_it_shows(client: Client, step: str) -> None:
    fill(client)
    make_idle(draft_of(client))

    response = client.get(f"{SIGN}{step}/")

    assert response["Location"] == SIGN
    client.post(SIGN, {"act": "carry_on"})
    assert SCHOOL["email"] in page(client.get(f"{SIGN}check/"))


@pytest.mark.parametrize("step", ["who", "you", "promise", "choices", "check", "group"])
def test_post_after_a_pause_asks_whose_answers_these_are_and_adds_nothing(client: Client, step: str) -> None:
    fill(client)
    make_idle(draft_of(client))
    before = draft_of(client).answers
    sent = {"kind": Kind.COLLEGE, "promise": "Mine.", "name": "Bo Reed", "email": "bo@example.org"}

    response = answer(client, step, SCHOOL | sent | choices(Purpose.NEWS))

    assert response.url == SIGN
    assert draft_of(client).answers == before
    assert not Signature.objects.exists()
    assert "Was it you?" in words(client.get(SIGN))


def test_post_after_a_pause_goes_on_at_the_open_question_with_a_yes(client: Client) -> None:
    begin(client)
    answer(client, "who", {"kind": Kind.SCHOOL})
    make_idle(draft_of(client))
    answer(client, "you", SCHOOL)

    response = client.post(SIGN, {"act": "carry_on"})

    assert response["Location"] == f"{SIGN}you/"


def test_clear_forgets_at_once_and_says_so(client: Client) -> None:
    fill(client)

    response = client.post(f"{SIGN}clear/", follow=True)

    assert "Your answers are gone" in words(response)
    assert not Draft.objects.exists()
    assert client.cookies[drafts.COOKIE].value == ""


@pytest.mark.parametrize("step", ["who", "you", "promise", "choices", "check"])
def test_every_step_can_be_cleared_and_is_never_stored(client: Client, step: str) -> None:
    fill(client)

    response = client.get(f"{SIGN}{step}/")

    assert f'action="{SIGN}clear/"' in page(response)
    assert "no-store" in response["Cache-Control"]


def test_next_person_on_the_device_sees_nothing_after_signing(client: Client) -> None:
    fill(client, promise="We listen.")
    answer(client, "check")

    pages = [page(client.get(f"{SIGN}{step}", follow=True)) for step in ("", "you/", "check/", "sent/")]

    assert not any(typed in shown for shown in pages for typed in (*SCHOOL.values(), "We listen."))


def test_draft_of_another_device_is_not_shown(client: Client) -> None:
    fill(client)

    shown = page(Client().get(f"{SIGN}check/", follow=True))

    assert SCHOOL["email"] not in shown
    assert "Carry on" not in shown


# The wordings


@pytest.mark.parametrize(
    ("kind", "said"),
    [(Kind.SCHOOL, "Everybody can see this"), (Kind.PARENT_CARER, "beside your name if you say yes")],
)
def test_promise_says_who_will_see_it_and_warns(client: Client, kind: str, said: str) -> None:
    begin(client)
    answer(client, "who", {"kind": kind})
    answer(client, "you", SCHOOL)

    shown = words(client.get(f"{SIGN}promise/"))

    assert said in shown
    assert "Please do not name a child" in shown


def test_choices_say_the_purposes_and_explain_taking_part(client: Client) -> None:
    fill(client)

    shown = words(client.get(f"{SIGN}choices/"))

    assert all(str(purpose.label) in shown for purpose in Purpose)


def test_new_words_are_compared_word_by_word(client: Client) -> None:
    old = PurposeWordingFactory.create(purpose=Purpose.NEWS, n=98, standard="Send me news\nSix letters a year at most.")
    fill(client, agreed=(Purpose.NEWS,))
    PurposeWordingFactory.create(purpose=Purpose.NEWS, n=99, standard="Send me news\nTwelve letters a year at most.")

    shown = page(client.get(f"{SIGN}choices/"))

    said = re.sub(r'<span class="govuk-visually-hidden">(.*?)</span>', r"\1", shown)
    assert "<del>(taken out: Six)</del> <ins>(added: Twelve)</ins> letters a year at most." in said
    assert "What changed: Send me news" in shown
    assert shown.count("What changed: ") == 1
    assert old.choice not in re.findall(r"<ins>.*?</ins>", said)


@pytest.mark.parametrize("what", ["pledge", "notice"])
def test_new_pledge_or_notice_is_shown_with_what_changed_and_decided_again(client: Client, what: str) -> None:
    fill(client, agreed=(Purpose.NEWS,), promise="We listen.")
    if what == "pledge":
        new = PLEDGE_WORDS.replace("one contact", "two contacts")
        PledgeWordingFactory.create(pledge=Pledge.objects.get(is_open=True), n=99, standard=new)
    else:
        NoticeVersionFactory.create(n=99, standard=NOTICE_WORDS.replace("You can leave at any time.", "You may leave."))

    response = answer(client, "check")
    shown = page(client.get(response["Location"]))
    again = answer(client, "choices", choices())

    assert response["Location"] == f"{SIGN}choices/"
    assert not Signature.objects.exists()
    changed = {"pledge": ("one contact", "two contacts"), "notice": ("can leave at any time.", "may leave.")}[what]
    said = re.sub(r"<[^>]+>", "", "".join(re.findall(r"<p class=\"govuk-body\">.*?</p>", shown)))
    assert all(word in said for phrase in changed for word in phrase.split())
    assert shown.count("What changed: ") == 1
    assert "<ins>" in shown
    assert "<del>" in shown
    assert again.url == f"{SIGN}check/"
    assert draft_of(client).answers["promise"] == "We listen."


def test_words_that_changed_after_start_are_shown_with_the_choices(client: Client) -> None:
    begin(client)
    PledgeWordingFactory.create(pledge=Pledge.objects.get(is_open=True), n=99, standard="- We ask.")
    answer(client, "who", {"kind": Kind.SCHOOL})
    answer(client, "you", SCHOOL)
    answer(client, "promise")

    assert "We have changed the words" in words(client.get(f"{SIGN}choices/"))


def test_words_of_staff_are_never_markup(client: Client) -> None:
    fill(client)
    NoticeVersionFactory.create(n=99, standard="<script>alert(1)</script> & more")

    assert "<script>alert(1)" not in client.get(f"{SIGN}choices/").content.decode()


@pytest.mark.parametrize("key", ["0", "1.2", "9" * 50, "1.2.3\n", "1..2", "\u0663.1.2", "1.2.3" + ".4" * 30, "-1.2.3"])
def test_keys_that_we_never_made_name_nothing(key: str) -> None:
    assert changes(key, publish_terms()) == []


def test_a_key_does_not_show_words_that_were_never_published() -> None:
    draft = PledgeWordingFactory.create(standard="Not yet.", published_at=None)
    terms = publish_terms()

    found = changes(f"{draft.pk}.{terms.notice.pk}.{terms.purposes[0].pk}", terms)

    assert not any("Not yet" in part.text for change in found for parts in change.paragraphs for part in parts)


def test_new_words_before_signing_send_back_to_the_choices(client: Client) -> None:
    fill(client, agreed=(Purpose.NEWS,))
    PurposeWordingFactory.create(purpose=Purpose.NEWS, n=99, standard="News, and much more of it\nOften.")

    response = answer(client, "check")

    assert response["Location"] == f"{SIGN}choices/"
    assert not Signature.objects.exists()
    shown = client.get(f"{SIGN}choices/")
    assert "We have changed the words" in words(shown)
    assert "News, and much more of it" in words(shown)
    assert " checked" not in page(shown)


def test_words_that_changed_under_an_open_page_are_not_agreed_to(client: Client) -> None:
    begin(client)
    answer(client, "who", {"kind": Kind.SCHOOL})
    answer(client, "you", SCHOOL)
    answer(client, "promise")
    seen = choices(Purpose.PUBLISH)
    NoticeVersionFactory.create(n=99, standard="A new notice.")

    response = answer(client, "choices", seen)

    assert response.status_code == 200
    assert "We have changed the words" in words(response)
    assert " checked" not in page(response)
    assert "agreed" not in draft_of(client).answers


def test_taking_part_with_a_box_must_be_ticked(client: Client) -> None:
    wording = PurposeWordingFactory.create(
        purpose=Purpose.TAKE_PART, n=99, basis=Basis.CONSENT, standard="Yes, I take part", published_at=None
    )
    publish(wording)
    begin(client)
    answer(client, "who", {"kind": Kind.SCHOOL})
    answer(client, "you", SCHOOL)
    answer(client, "promise")

    without = answer(client, "choices", choices(Purpose.NEWS))
    with_it = answer(client, "choices", choices(Purpose.TAKE_PART))

    assert "Tick the box that says you take part" in words(without)
    assert with_it.url == f"{SIGN}check/"


def test_choices_refuse_a_box_that_is_not_there() -> None:
    form = ChoicesForm(choices("everything"), terms=publish_terms())

    assert not form.is_valid()


def test_nothing_to_sign_says_so_and_starts_nothing(client: Client) -> None:
    Pledge.objects.update(is_open=False)

    shown = words(client.get(SIGN))
    begin(client)

    assert "You cannot sign just now" in shown
    assert client.get(f"{SIGN}who/")["Location"] == SIGN
    assert not Draft.objects.exists()


# GET changes nothing


def test_get_changes_nothing_on_any_page(client: Client) -> None:
    fill(client)
    cookie = client.cookies[drafts.COOKIE].value
    before, answers = row_counts(), draft_of(client).answers

    for name in ("", "who/", "you/", "promise/", "choices/", "check/", "sent/", "clear/", "cleared/"):
        response = client.get(f"{SIGN}{name}")
        client.head(f"{SIGN}{name}")
        assert drafts.COOKIE not in response.cookies, name

    assert row_counts() == before
    assert draft_of(client).answers == answers
    assert client.cookies[drafts.COOKIE].value == cookie


def test_clear_refuses_get(client: Client) -> None:
    assert client.get(f"{SIGN}clear/").status_code == 405


def test_forms_want_a_csrf_token() -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(SIGN).status_code == 403
    assert not Draft.objects.exists()


# Strange input

STRANGE = [
    "\x00",
    "a\x00b",
    "\ud800",
    "\u202eevil\u202c",
    "x" * 10_000,
    "'; DROP TABLE pledges_draft; --",
    "<script>alert(1)</script>",
    "{{ 7|add:7 }}",
    "\ufeff\u200b",
    "\U0001d56c\U0001d589",
    "👩‍👩‍👧",
    "\r\n\r\n",
    "%00%ff",
]
sent_as_bytes: Callable[[str], bytes] = lambda text: text.encode("utf-8", "surrogatepass")  # noqa: E731


@pytest.mark.parametrize("strange", STRANGE)
@pytest.mark.parametrize("step", ["who", "you", "promise", "choices"])
def test_strange_answers_never_fail(client: Client, step: str, strange: str) -> None:
    begin(client)
    answer(client, "who", {"kind": Kind.SCHOOL})
    names = (
        ("kind", "organisation", "name", "role", "email") if step in ("who", "you") else ("promise", "shown", "agreed")
    )
    body = b"&".join(name.encode() + b"=" + quoted(strange) for name in names)

    response = client.post(f"{SIGN}{step}/", body, content_type="application/x-www-form-urlencoded")

    assert response.status_code in (200, 303)
    assert "<script>alert" not in response.content.decode()


def quoted(text: str) -> bytes:
    """Percent-encoded byte by byte, lone surrogates too."""
    return b"".join(b"%%%02X" % byte for byte in sent_as_bytes(text))


@pytest.mark.parametrize("strange", [*STRANGE, "a:b:c", ":", "::", "a" * 43 + ":1tEst:" + "b" * 43])
def test_strange_cookies_open_nothing_and_never_fail(client: Client, strange: str) -> None:
    # As a server hands it on: each byte as one character.
    headers = {"cookie": f"{drafts.COOKIE}={sent_as_bytes(strange).decode('latin-1')}"}

    for name in ("", "who/", "check/"):
        assert client.get(f"{SIGN}{name}", headers=headers).status_code in (200, 302, 400)
        assert client.post(f"{SIGN}{name}", {"kind": Kind.SCHOOL}, headers=headers).status_code in (200, 302, 303, 400)


@pytest.mark.parametrize("query", ["?a=%00", "?act=%ED%A0%80", "?" + "x" * 5000, "?next=//x.example", "?%"])
def test_strange_queries_never_fail(client: Client, query: str) -> None:
    response = client.get(f"{SIGN}{query}")

    assert response.status_code in (200, 400)


@pytest.mark.parametrize("charset", ["hex", "nonsense", "unicode_escape", "utf-16", "punycode"])
def test_strange_charsets_never_fail(client: Client, charset: str) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="promise"\r\n\r\n\\ud800\r\n--x--\r\n'

    kind = f"multipart/form-data; boundary=x; charset={charset}"
    response = client.generic("POST", f"{SIGN}promise/", body, content_type=kind)

    assert response.status_code < 500


def test_a_body_that_is_no_form_never_fails(client: Client) -> None:
    begin(client)

    response = client.post(f"{SIGN}who/", b"\xff\xfe{", content_type="application/json")

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ada \t Lark\n", "Ada Lark"),
        ("Ada\x00\x07Lark", "AdaLark"),
        ("\u202eAda\u202c \u2066Lark\u2069", "Ada Lark"),
        ("Ada\ud800 Lark", "Ada Lark"),
        ("A\u0301da", "\u00c1da"),
        ("\u0639\u0644\u06cc\u200c\u0631\u0636\u0627", "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627"),
    ],
)
def test_clean_line_takes_out_what_nobody_sees(typed: str, kept: str) -> None:
    assert clean_line(typed) == kept


def test_clean_text_keeps_paragraphs_and_drops_empty_lines() -> None:
    assert clean_text("\r\nWe  ask.\r\n\r\n\r\n\r\nWe listen.\x0b\n") == "We ask.\n\nWe listen."


def test_browsers_line_ends_count_once_towards_the_limit(client: Client) -> None:
    typed = "\r\n".join("a" * 49 for _line in range(10))  # 499 as shown, 508 as sent

    response = answer(client, "promise", {"promise": typed})

    assert response.status_code == 303
