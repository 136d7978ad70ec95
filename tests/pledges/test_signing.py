"""The signing journey through Django's test client: five questions, no account, nothing typed is lost."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from pledges import drafts
from pledges.forms import ChoicesForm, YouForm
from pledges.kinds import Basis, Kind, Purpose, State
from pledges.models import Draft, PendingConsent, Person, Pledge, Revision, Signature
from pledges.models.wordings import publish
from pledges.texts import clean_line, clean_text
from post.models import Outbox
from tests.factories import NoticeVersionFactory, PurposeWordingFactory, make_signature, publish_terms

from .signing_pages import SCHOOL, SIGN, answer, begin, choices, fill, page, row_counts, words

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
    chosen_at = draft_of(client).answers["given_at"]

    answer(client, "check")

    assert PendingConsent.objects.get().given_at.isoformat() == chosen_at


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

    assert set(draft_of(client).answers) == {drafts.SEEN}


@pytest.mark.parametrize("step", ["who", "you", "promise", "choices", "check"])
def test_page_after_a_pause_asks_before_it_shows(client: Client, step: str) -> None:
    fill(client)
    make_idle(draft_of(client))

    response = client.get(f"{SIGN}{step}/")

    assert response["Location"] == SIGN
    client.post(SIGN, {"act": "carry_on"})
    assert SCHOOL["email"] in page(client.get(f"{SIGN}check/"))


def test_post_after_a_pause_is_kept(client: Client) -> None:
    fill(client)
    make_idle(draft_of(client))

    response = answer(client, "promise", {"promise": "We took our time."})

    assert response.url == f"{SIGN}check/"
    assert draft_of(client).answers["promise"] == "We took our time."


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
