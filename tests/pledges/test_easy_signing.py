"""Signing in easy read through Django's test client: one decision a screen, few words, the same records."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pledges import drafts
from pledges.kinds import AgeBand, Basis, GivenBy, Kind, Purpose, ShownIn, State
from pledges.models import ConsentEntry, Draft, PendingConsent, Person, Pledge, Revision, Signature
from post import links
from tests.factories import (
    NoticeVersionFactory,
    PledgeWordingFactory,
    PurposeWordingFactory,
    easy_lines,
    make_signature,
    publish_terms,
)

from . import signing_pages as standard
from .easy_pages import (
    AS_GROUP,
    SIGN,
    USUAL,
    begin,
    faults,
    read,
    send,
    shown_key,
    sign_now,
    slug_of,
    text_of,
    walk,
    words_of,
)
from .signing_pages import row_counts

pytestmark = pytest.mark.django_db
# Each way through: what is answered, and the screens that come.
FIRST = ("age",)
LAST = ("helped", "email", "check")
WAYS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "13 to 15": ({"age": AgeBand.AGE_13_15}, (*FIRST, "name", "ask", "news", *LAST)),
    "16 to 17": ({"age": AgeBand.AGE_16_17}, (*FIRST, "name", "publish", "ask", "news", *LAST)),
    "young adult": (
        {"age": AgeBand.ADULT, "who": Kind.YOUNG_PERSON},
        (*FIRST, "who", "name", "publish", "ask", "news", *LAST),
    ),
    "parent carer": (
        {"age": AgeBand.ADULT, "who": Kind.PARENT_CARER},
        (*FIRST, "who", "name", "publish", "ask", "news", *LAST),
    ),
    "professional": (
        {"age": AgeBand.ADULT, "who": Kind.PROFESSIONAL},
        (*FIRST, "who", "name", "role", "publish", "ask", "news", *LAST),
    ),
    "under 13": (
        {"age": AS_GROUP, "name": "Ada Lark"},
        (*FIRST, "group", "people", "organisation", "name", "publish", "ask", "news", "email", "check"),
    ),
}
EVERY_WAY = pytest.mark.parametrize("way", WAYS)
QUESTIONS = ("age", "who", "people", "organisation", "name", "role", "publish", "ask", "news", "helped", "email")


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


# The way through


@EVERY_WAY
def test_screens_come_in_order_for_every_age_and_kind(client: Client, way: str) -> None:
    answers, screens = WAYS[way]

    seen = walk(client, **answers)

    assert tuple(slug for slug, _response in seen) == screens


@EVERY_WAY
def test_every_screen_keeps_the_rules_of_easy_read(client: Client, way: str) -> None:
    seen = walk(client, **WAYS[way][0])
    seen += [("change", client.get(f"{SIGN}change/easy-read/")), ("asks", client.get(f"{SIGN}easy-read/"))]
    answered = [(slug, client.get(f"{SIGN}{slug}/easy-read/")) for slug in WAYS[way][1] if slug != "group"]
    wrong = [(slug, send(client, slug)) for slug in WAYS[way][1] if slug not in ("group", "check")]
    client.cookies.clear()
    for slug in ("", "sent/", "cleared/"):
        seen.append((slug, client.get(f"{SIGN}{slug}easy-read/")))

    assert {response.status_code for _slug, response in seen + answered + wrong} == {200}
    assert {slug: faults(response) for slug, response in seen if faults(response)} == {}
    # The word "Your answer" on what was chosen, and an error, come on top only where there is room.
    assert {slug: faults(response) for slug, response in answered + wrong if faults(response)} == {}


@EVERY_WAY
def test_every_screen_has_one_heading_back_and_a_way_to_clear(client: Client, way: str) -> None:
    for slug, response in walk(client, **WAYS[way][0]):
        html = response.content.decode()
        assert len(re.findall(r"<h1", html)) == 1, slug
        assert "easy-buttons__back" in html, slug
        assert f'action="{SIGN}clear/easy-read/"' in html, slug
        assert "no-store" in response["Cache-Control"], slug


@EVERY_WAY
def test_signing_keeps_the_same_records_read_in_easy_read(client: Client, way: str) -> None:
    answers, screens = WAYS[way]
    walk(client, **answers)

    response = sign_now(client)

    assert response["Location"] == f"{SIGN}sent/easy-read/"
    signature, person = Signature.objects.get(), Person.objects.get()
    group = way == "under 13"
    assert signature.people == (24 if group else None)
    assert person.age_band == (AgeBand.ADULT if group else answers["age"])
    assert person.name == answers.get("name", "Sam")
    consents = set(PendingConsent.objects.values_list("wording__purpose", "shown_in", "given_by"))
    expected = {Purpose.TAKE_PART, Purpose.NEWS} | ({Purpose.PUBLISH} if "publish" in screens else set())
    by = GivenBy.SELF if group else GivenBy.HELPED
    assert consents == {(purpose, ShownIn.EASY, by) for purpose in expected}
    assert Revision.objects.get().promise == ""
    assert not Draft.objects.exists()


def test_confirmed_in_the_ledger_as_read_in_easy_read(client: Client) -> None:
    walk(client)
    sign_now(client)
    token = links.issue(
        about_app="pledges",
        about_id=Signature.objects.get().subject_id,
        scope="confirm",
        lifetime=timedelta(days=1),
    )
    address = f"/pledge/confirm/{token}/easy-read/"

    before = client.get(address)
    pressed = client.post(address)
    after = client.get(address)

    assert text_of(before).startswith("Press the button to sign.")
    assert pressed["Location"] == address
    assert text_of(after).startswith("You signed. Keep the receipt that we send. To stop, look in our e-mail.")
    assert faults(before) == faults(after) == []
    assert set(ConsentEntry.objects.values_list("shown_in", flat=True)) == {ShownIn.EASY}
    assert Signature.objects.get().state == State.AWAITING
    plain = client.get(f"/pledge/confirm/{token}/")
    assert f'href="/pledge/confirm/{token}/"' in before.content.decode()
    assert f'href="{address}"' in plain.content.decode()


def test_confirm_link_that_does_not_work_says_so_in_few_words(client: Client) -> None:
    response = client.get("/pledge/confirm/nonsense/easy-read/")

    assert response.status_code == 410
    assert faults(response) == []
    assert "noindex" in response["X-Robots-Tag"]


def test_confirming_by_get_changes_nothing(client: Client) -> None:
    subject = make_signature(state=State.UNCONFIRMED).subject_id
    token = links.issue(about_app="pledges", about_id=subject, scope="confirm", lifetime=timedelta(days=1))
    before = row_counts()

    client.get(f"/pledge/confirm/{token}/easy-read/")

    assert row_counts() == before


# Answers


def test_check_shows_each_answer_with_its_picture(client: Client) -> None:
    seen = walk(client, ask="no", publish="yes")

    html = seen[-1][1].content.decode()

    assert re.findall(r"<strong data-own>(.*?)</strong>", html) == [
        "16 to 17", "Sam", "Yes", "No", "Yes", "Yes", "sam@example.org",
    ]  # fmt: skip
    assert {"Age", "Name", "E-mail"} <= set(read(seen[-1][1]).alts)
    assert "Show my name: Ask me: News: Helped:" in text_of(seen[-1][1])


def test_change_lists_the_questions_and_leads_back_to_the_check(client: Client) -> None:
    walk(client)

    listed = client.get(f"{SIGN}change/easy-read/").content.decode()
    response = send(client, "name", "Kit")

    assert [f"{SIGN}{slug}/easy-read/" in listed for slug in ("age", "name", "publish", "email")] == [True] * 4
    assert "Sam" not in listed
    assert response["Location"] == f"{SIGN}check/easy-read/"
    assert draft_of(client).answers["name"] == "Kit"


@pytest.mark.parametrize(
    ("slug", "typed", "fault"),
    [
        ("name", "", "Please write your first name."),
        ("name", "Mary Ann", "Write 1 first name, or 2 like this: Mary-Ann."),
        ("name", "x" * 41, "Please write less."),
        ("email", "", "Please write your e-mail."),
        ("email", "sam@", "An e-mail looks like sam@example.org."),
        ("age", "", "Please press 1 of the buttons."),
        ("age", "12", "Please press 1 of the buttons."),
        ("helped", "perhaps", "Please press 1 of the buttons."),
        ("publish", "", "Please press 1 of the buttons."),
    ],
)
def test_error_is_one_plain_line_and_keeps_what_was_typed(client: Client, slug: str, typed: str, fault: str) -> None:
    walk(client)
    before = draft_of(client).answers

    response = send(client, slug, typed)

    html = response.content.decode()
    assert response.status_code == 200
    assert fault in text_of(response)
    assert "<title>Error: " in html
    assert faults(response) == []
    assert draft_of(client).answers == before
    if slug in ("name", "email"):
        assert f'value="{typed}"' in html or not typed


@pytest.mark.parametrize("typed", ["1", "501", "many", ""])
def test_group_of_a_wrong_number_is_told_the_numbers(client: Client, typed: str) -> None:
    walk(client, age=AS_GROUP)

    response = send(client, "people", typed)

    assert "Write a number from 2 to 500." in text_of(response)
    assert faults(response) == []


def test_taking_part_with_a_box_needs_a_yes(client: Client) -> None:
    PurposeWordingFactory.create(
        purpose=Purpose.TAKE_PART, n=99, basis=Basis.CONSENT, easy=easy_lines("Do you take part?")
    )
    walk(client, until="take-part")

    no = send(client, "take-part", "no")
    yes = send(client, "take-part", "yes")

    assert "You can only sign with Yes." in text_of(no)
    assert yes["Location"] == f"{SIGN}publish/easy-read/"


def test_public_task_is_told_at_the_start_with_its_own_lines(client: Client) -> None:
    start = client.get(f"{SIGN}easy-read/")
    begin(client)

    assert text_of(start).startswith("Easy: Take part?")
    said = draft_of(client).answers["said_take_part"]
    assert (said["yes"], said["in"]) == (True, ShownIn.EASY)


@pytest.mark.parametrize("why", ["somebody else's draft", "begun in all the words", "too long", "new words"])
def test_public_task_not_told_at_the_start_has_its_own_screen(client: Client, why: str) -> None:
    old = {"shown": shown_key()}
    if why in ("too long", "new words"):
        lines = easy_lines(*(["You stand by the promises of the council."] * (4 if why == "too long" else 1)))
        PurposeWordingFactory.create(purpose=Purpose.TAKE_PART, n=99, easy=lines)
    if why == "begun in all the words":
        standard.begin(client)
    else:
        client.post(f"{SIGN}easy-read/", {} if why == "somebody else's draft" else old)
    send(client, "age", AgeBand.AGE_16_17)

    screen = send(client, "name", "Sam")

    assert screen["Location"] == f"{SIGN}take-part/easy-read/"
    html = client.get(f"{SIGN}take-part/easy-read/?screen=9").content.decode()
    assert "Carry on" in html
    assert 'value="no"' not in html
    assert send(client, "take-part", "yes")["Location"] == f"{SIGN}publish/easy-read/"
    assert faults(client.get(f"{SIGN}take-part/easy-read/", follow=True)) == []


def test_nobody_under_16_can_say_yes_to_be_shown(client: Client) -> None:
    walk(client, age=AgeBand.AGE_13_15)

    send(client, "publish", "yes")
    sign_now(client)

    assert not PendingConsent.objects.filter(wording__purpose=Purpose.PUBLISH).exists()
    assert Signature.objects.exists()


def test_long_explanations_take_several_screens_with_the_question_last(client: Client) -> None:
    lines = easy_lines("Can we show your name?", *(f"Line {n} says one thing more about this." for n in range(1, 6)))
    PurposeWordingFactory.create(purpose=Purpose.PUBLISH, n=99, easy=lines)
    address = f"{SIGN}publish/easy-read/"
    seen = [walk(client, until="publish")[-1][1]]

    while following := re.search(r'href="(\?screen=\d+)" ?|href="(\?screen=\d+)"', _next(seen[-1])):
        seen.append(client.get(address + (following[1] or following[2])))

    assert [faults(response) for response in seen] == [[]] * len(seen)
    assert len(seen) > 2
    assert all('name="answer"' not in response.content.decode() for response in seen[:-1])
    assert 'value="no"' in seen[-1].content.decode()
    assert text_of(seen[-1]).startswith("Can we show your name?")
    told = " ".join(text_of(response) for response in seen)
    assert all(f"Line {n} says" in told for n in range(1, 6))


def _next(response: Any) -> str:
    """The "Next" link of a screen, if there is one."""
    found = re.search(r'<a class="govuk-button easy-buttons__next"[^>]*>', response.content.decode())
    return found[0] if found else ""


@pytest.mark.parametrize("screen", ["0", "-1", "99", "x", "", "\u00b2", "9" * 50])
def test_strange_screen_numbers_never_fail(client: Client, screen: str) -> None:
    walk(client, until="publish")

    assert client.get(f"{SIGN}publish/easy-read/?screen={screen}").status_code == 200


def test_change_of_age_forgets_what_is_not_asked_any_more(client: Client) -> None:
    walk(client)

    response = send(client, "age", AgeBand.AGE_13_15)

    assert response["Location"] == f"{SIGN}check/easy-read/"
    assert "said_publish" not in draft_of(client).answers


def test_change_to_a_group_asks_for_the_adult(client: Client) -> None:
    walk(client)

    to_group = send(client, "age", AS_GROUP)
    response = send(client, "group")

    assert to_group["Location"] == f"{SIGN}group/easy-read/"
    assert response["Location"] == f"{SIGN}people/easy-read/"
    assert not {"name", "email", "helped", "age", "said_publish"} & set(draft_of(client).answers)


def test_change_to_18_or_over_asks_who_they_are(client: Client) -> None:
    walk(client)

    response = send(client, "age", AgeBand.ADULT)

    assert response["Location"] == f"{SIGN}who/easy-read/"


# The two forms


@EVERY_WAY
def test_half_way_somebody_may_go_on_in_all_the_words(client: Client, way: str) -> None:
    answers, _screens = WAYS[way]
    walk(client, until="ask", **answers)
    under_18 = answers["age"] in (AgeBand.AGE_13_15, AgeBand.AGE_16_17)

    shown = client.get(f"{SIGN}ask/easy-read/").content.decode()
    step = client.get(f"{SIGN}choices/", follow=True)

    assert f'href="{SIGN}choices/"' in shown
    assert step.redirect_chain[-1][0] == f"{SIGN}you/", "the e-mail comes later in easy read"
    you = {name: USUAL[name] for name in ("organisation", "people", "name", "role", "email")}
    standard.answer(client, "you", you)
    if not under_18:
        standard.answer(client, "promise", {"promise": "We listen."})
    standard.answer(client, "choices", standard.choices(Purpose.ASK))
    assert standard.answer(client, "check").url == f"{SIGN}sent/"
    assert set(PendingConsent.objects.values_list("wording__purpose", "shown_in")) == {
        (Purpose.TAKE_PART, ShownIn.STANDARD),
        (Purpose.ASK, ShownIn.STANDARD),
    }


def test_each_answer_keeps_the_form_it_was_read_in(client: Client) -> None:
    standard.fill(client, kind=Kind.YOUNG_PERSON, age=AgeBand.AGE_16_17, agreed=(Purpose.ASK, Purpose.NEWS))
    send(client, "news", "yes")

    sign_now(client)

    assert dict(PendingConsent.objects.values_list("wording__purpose", "shown_in")) == {
        Purpose.TAKE_PART: ShownIn.STANDARD,
        Purpose.ASK: ShownIn.STANDARD,
        Purpose.NEWS: ShownIn.EASY,
    }


@pytest.mark.parametrize("kind", [Kind.SCHOOL, Kind.PARENT_CARER, Kind.PROFESSIONAL, Kind.GROUP])
def test_begun_in_all_the_words_goes_on_in_easy_read(client: Client, kind: str) -> None:
    standard.begin(client)
    standard.answer(client, "who", {"kind": kind})

    step = client.get(f"{SIGN}you/easy-read/")
    screen = client.get(step["Location"])

    assert slug_of(step["Location"]) == {Kind.SCHOOL: "organisation", Kind.GROUP: "people"}.get(Kind(kind), "name")
    assert faults(screen) == []


@pytest.mark.parametrize(
    "slug", ["", *QUESTIONS, "take-part", "group", "check", "change", "changed", "sent", "cleared"]
)
def test_every_address_answers_in_both_forms(client: Client, slug: str) -> None:
    walk(client, age=AgeBand.ADULT, who=Kind.YOUNG_PERSON)
    standard.answer(client, "promise")
    part = f"{slug}/" if slug else ""

    easy, plain = (client.get(f"{SIGN}{part}{form}", follow=True) for form in ("easy-read/", ""))

    assert easy.status_code == plain.status_code == 200
    assert 'class="govuk-template__body easy"' in easy.content.decode()
    assert "easy-line" not in plain.content.decode()


@pytest.mark.parametrize("step", ["who", "age", "you", "promise", "choices", "check", "group"])
def test_pages_in_all_the_words_lead_to_easy_read_and_back(client: Client, step: str) -> None:
    standard.fill(client, kind=Kind.YOUNG_PERSON, age=AgeBand.ADULT)

    html = client.get(f"{SIGN}{step}/").content.decode()
    easy = client.get(f"{SIGN}{step}/easy-read/", follow=True)

    assert f'href="{SIGN}{step}/easy-read/"' in html
    assert easy.status_code == 200
    assert re.search(rf'class="pill" href="{SIGN}[a-z/]*"', easy.content.decode())


def test_no_script_no_cookie_but_the_draft(client: Client) -> None:
    walk(client)

    assert set(client.cookies) <= {drafts.COOKIE, "csrftoken"}
    assert client.cookies[drafts.COOKIE]["path"] == SIGN


# Not ready


@pytest.mark.parametrize("what", ["pledge", "notice", "purpose"])
def test_without_easy_words_it_says_so_and_nobody_signs(client: Client, what: str) -> None:
    walk(client)
    if what == "pledge":
        PledgeWordingFactory.create(pledge=Pledge.objects.get(is_open=True), n=99, easy=[])
    if what == "notice":
        NoticeVersionFactory.create(n=99, easy=[])
    if what == "purpose":
        PurposeWordingFactory.create(purpose=Purpose.NEWS, n=99, easy=[])

    response = sign_now(client, follow=True)
    others = [client.get(f"{SIGN}{slug}/easy-read/")["Location"] for slug in ("news", "check", "changed", "group")]

    assert "Signing in easy read is not ready." in text_of(response)
    assert faults(response) == []
    assert f'href="{SIGN}"' in response.content.decode()
    assert set(others) == {f"{SIGN}easy-read/"}
    assert not Signature.objects.exists()


def test_nothing_to_sign_says_so(client: Client) -> None:
    Pledge.objects.update(is_open=False)

    response = client.get(f"{SIGN}easy-read/")

    assert "You cannot sign now." in text_of(response)
    assert faults(response) == []


# New words


def test_new_words_are_read_and_then_decided_again(client: Client) -> None:
    walk(client)
    lines = easy_lines("We ask you first.", "We tell you what comes of it.", "You get papers early.")
    PledgeWordingFactory.create(pledge=Pledge.objects.get(is_open=True), n=99, easy=lines)

    sent = sign_now(client)
    first = client.get(sent["Location"])
    second = client.get(f"{SIGN}changed/easy-read/?screen=2")
    early = client.get(f"{SIGN}publish/easy-read/")["Location"]
    went = send(client, "changed")

    assert sent["Location"] == early == f"{SIGN}changed/easy-read/"
    assert text_of(first) == "The words are new. Please read them again. Next Back"
    assert "We tell you what comes of it. You get papers early." in text_of(second)
    assert "We ask you first" not in text_of(second), "it was there before"
    assert faults(first) == faults(second) == []
    assert went["Location"] == f"{SIGN}take-part/easy-read/"
    assert draft_of(client).answers["name"] == "Sam"
    assert not Signature.objects.exists()


def test_new_words_of_a_question_are_asked_again_unchosen(client: Client) -> None:
    walk(client)
    PurposeWordingFactory.create(purpose=Purpose.NEWS, n=99, easy=easy_lines("Do you want much news?"))

    changed = client.get(f"{SIGN}check/easy-read/", follow=True)
    send(client, "changed")
    for slug in ("take-part", "publish", "ask"):
        send(client, slug, "yes")
    screen = client.get(f"{SIGN}news/easy-read/")
    last = send(client, "news", "no")

    assert "The words are new." in text_of(changed)
    assert text_of(screen).startswith("Do you want much news?")
    assert "Your answer" not in text_of(screen)
    assert last["Location"] == f"{SIGN}check/easy-read/"


def test_words_that_changed_under_an_open_screen_are_not_agreed_to(client: Client) -> None:
    walk(client, until="news")
    old = draft_of(client).answers["shown"]
    NoticeVersionFactory.create(n=99)

    response = send(client, "news", "yes", shown=old)

    assert response["Location"] == f"{SIGN}changed/easy-read/"
    assert "said_news" not in draft_of(client).answers


def test_changed_screen_without_a_change_goes_on(client: Client) -> None:
    walk(client)

    assert client.get(f"{SIGN}changed/easy-read/")["Location"] == f"{SIGN}check/easy-read/"


# A shared device


def test_without_a_draft_every_screen_goes_to_the_start(client: Client) -> None:
    for slug in (*QUESTIONS, "group", "check", "change", "changed"):
        assert client.get(f"{SIGN}{slug}/easy-read/")["Location"] == f"{SIGN}easy-read/", slug


def test_start_with_a_draft_asks_and_shows_nothing_of_it(client: Client) -> None:
    walk(client)

    response = client.get(f"{SIGN}easy-read/")

    assert text_of(response) == "Somebody began to sign here. Is it you? Yes No Back"
    assert "Sam" not in response.content.decode()
    assert client.post(f"{SIGN}easy-read/", {"act": "carry_on"})["Location"] == f"{SIGN}check/easy-read/"


def test_no_forgets_the_answers_before(client: Client) -> None:
    walk(client)

    response = client.post(f"{SIGN}easy-read/", {"act": "start_again"})

    assert response["Location"] == f"{SIGN}age/easy-read/"
    assert set(draft_of(client).answers) == {drafts.SEEN, "shown"}


def test_after_a_pause_it_asks_first_and_adds_nothing(client: Client) -> None:
    walk(client)
    make_idle(draft_of(client))
    before = draft_of(client).answers

    for slug in (*QUESTIONS, "group", "check", "changed"):
        seen = client.get(f"{SIGN}{slug}/easy-read/")
        sent = send(client, slug, "yes" if slug in ("publish", "ask", "news", "helped") else "Kit")

        assert seen["Location"] == sent["Location"] == f"{SIGN}easy-read/", slug
        assert draft_of(client).answers == before, slug
    assert client.get(f"{SIGN}change/easy-read/")["Location"] == f"{SIGN}easy-read/"
    assert not Signature.objects.exists()


def test_next_pupil_sees_nothing_of_the_one_before(client: Client) -> None:
    walk(client)
    sign_now(client)

    pages = [
        client.get(f"{SIGN}{slug}easy-read/", follow=True).content.decode()
        for slug in ("", "name/", "email/", "check/", "change/", "sent/")
    ]
    walk(client, age=AgeBand.AGE_13_15, name="Kit", email="kit@example.org")
    sign_now(client)

    assert not any(typed in shown for shown in pages for typed in ("Sam", "sam@example.org"))
    assert Signature.objects.count() == 2


def test_two_pupils_with_one_address_both_count(client: Client) -> None:
    for name in ("Sam", "Kit"):
        walk(client, name=name)
        sign_now(client)

    assert set(Person.objects.values_list("name", flat=True)) == {"Sam", "Kit"}


def test_clear_forgets_at_once_and_says_so(client: Client) -> None:
    walk(client)

    response = client.post(f"{SIGN}clear/easy-read/", follow=True)

    assert text_of(response).startswith("Your answers are gone.")
    assert not Draft.objects.exists()


def test_double_press_signs_once(client: Client) -> None:
    walk(client)
    cookie = client.cookies[drafts.COOKIE].value

    first = sign_now(client)
    client.cookies[drafts.COOKIE] = cookie
    second = sign_now(client)

    assert first["Location"] == second["Location"] == f"{SIGN}sent/easy-read/"
    assert Signature.objects.count() == 1


def test_answer_for_a_draft_that_ran_out_is_kept(client: Client) -> None:
    begin(client)
    send(client, "age", AgeBand.AGE_16_17)
    Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    response = send(client, "name", "Sam")

    assert response["Location"] == f"{SIGN}age/easy-read/"
    assert Draft.objects.alive().get().answers["name"] == "Sam"


def test_start_says_that_an_old_draft_is_gone(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(client)
    monkeypatch.setattr(drafts, "DRAFT_LIFETIME", timedelta(seconds=-1))

    response = client.get(f"{SIGN}easy-read/")

    assert "Your answers are gone: start again." in text_of(response)
    assert faults(response) == []


def test_get_changes_nothing_on_any_screen(client: Client) -> None:
    walk(client)
    before, answers = row_counts(), draft_of(client).answers

    for slug in ("", *(f"{slug}/" for slug in (*QUESTIONS, "group", "check", "change", "changed", "sent", "clear"))):
        client.get(f"{SIGN}{slug}easy-read/")
        client.head(f"{SIGN}{slug}easy-read/")

    assert row_counts() == before
    assert draft_of(client).answers == answers


def test_forms_want_a_csrf_token() -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(f"{SIGN}easy-read/").status_code == 403


@pytest.mark.parametrize("way", ["16 to 17", "under 13", ""])
def test_strange_answers_never_fail(client: Client, way: str) -> None:
    if way:
        walk(client, **WAYS[way][0])

    for slug in QUESTIONS:
        for strange in ("\x00", "\u202eSam", "x" * 10_000, "<script>alert(1)</script>", "\ufeff", "%00"):
            response = send(client, slug, strange)

            assert response.status_code in (200, 303), (slug, strange)
            assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("slug", ["role", "organisation", "people"])
def test_answer_to_what_this_kind_is_not_asked_is_not_kept(client: Client, slug: str) -> None:
    walk(client)

    response = send(client, slug, "7")

    assert response["Location"] == f"{SIGN}check/easy-read/"
    assert slug not in draft_of(client).answers


def test_words_are_counted_as_they_are_read(client: Client) -> None:
    assert words_of(client.get(f"{SIGN}sent/easy-read/"))[:4] == ["Look", "in", "your", "e-mail."]
