"""Programs and floods: slowed, never at the cost of a person; nobody learns at the screen who has signed."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail, signing
from django.db import connection
from django.test import Client
from django.utils import timezone
from lxml import html
from pytest_django import Settings

from pledges import drafts, shown
from pledges.actions import leave, remind_unconfirmed, sign
from pledges.actions.signing import WAITING
from pledges.kinds import AgeBand, Kind, Purpose, State
from pledges.models import Draft, Person, Signature
from pledges.models.signatures import REMIND_AFTER
from post.caps import LONGEST_WAIT, MAILBOX_A_DAY, MAILBOX_AT_ONCE, NETWORK_AT_ONCE
from post.models import Outbox, Tally, Token
from post.worker import work_once
from tests.factories import make_answers, make_signature, publish_terms

from .easy_pages import faults, send, sign_now, text_of, walk
from .mail_pages import measured
from .signing_pages import SCHOOL, SIGN, answer, begin, fill, page, row_counts, words
from .test_letters import post_now
from .test_own import confirm_address
from .test_signing import quoted

pytestmark = pytest.mark.django_db
slow = pytest.mark.django_db(transaction=True)
SENT = f"{SIGN}sent/"
HOME = "https://all.example/"


@pytest.fixture(autouse=True)
def terms() -> None:
    publish_terms()


class Crowd:
    """Many who have filled in everything and only press Sign: the same answers, each on a device of their own."""

    def __init__(self, **how: Any) -> None:
        first = Client()
        fill(first, **how)
        self.given = dict(Draft.objects.get().answers)

    def device(self, **answers: str) -> tuple[Client, Draft]:
        draft, cookie = drafts.begin()
        kept = drafts.keep(draft, self.given | answers)
        assert kept
        client = Client()
        client.cookies[drafts.COOKIE] = cookie
        return client, kept

    def press(self, *, from_address: str = "192.0.2.7", **answers: str) -> Any:
        client, draft = self.device(**answers)
        return client.post(f"{SIGN}check/", {shown.FIELD: shown.stamp(draft)}, REMOTE_ADDR=from_address)


def let_pass(span: timedelta) -> None:
    """Moves what waits nearer, as time does."""
    seconds = span.total_seconds()
    with connection.cursor() as cursor:
        for table, column in (("post_outbox", "not_before"), ("django_tasks_database_dbtaskresult", "run_after")):
            cursor.execute(f"UPDATE {table} SET {column} = {column} - make_interval(secs => %s)", [seconds])


def sent_now() -> list[Any]:
    """What the real worker sends at this moment."""
    mail.outbox.clear()
    work_once()
    return list(mail.outbox)


# A class and a staff meeting


@slow
def test_forty_pupils_and_sixty_colleagues_sign_from_one_network_in_ten_minutes(client: Client) -> None:
    pupils = Crowd(kind=Kind.YOUNG_PERSON, age=AgeBand.AGE_16_17)
    Draft.objects.all().delete()
    staff = Crowd(kind=Kind.PROFESSIONAL, name="Cy Fenn", role="Teacher", email="cy@example.org")
    typed = [f"pupil{n}@example.org" for n in range(40)] + [f"colleague{n}@example.org" for n in range(60)]

    told = [pupils.press(email=email, name=f"Sam{n}") for n, email in enumerate(typed[:40])]
    told += [staff.press(email=email, name=f"Cy {n}") for n, email in enumerate(typed[40:])]

    letters, minutes = sent_now(), 0
    at_once = len(letters)
    while len(letters) < 100 and minutes < 10:
        let_pass(timedelta(minutes=1))
        minutes += 1
        letters += sent_now()
    assert {(response.status_code, response["Location"]) for response in told} == {(303, SENT)}
    # Exactly so many, unless ten minutes were over in between.
    assert at_once >= NETWORK_AT_ONCE
    assert sorted(letter.to[0] for letter in letters) == sorted(typed)
    assert minutes <= 5
    for letter in letters:
        link = re.search(r"http://\S+?(/pledge/confirm/\S+)", str(letter.body))
        assert link
        client.post(link[1])
    assert Signature.objects.filter(state=State.AWAITING).count() == 100


# Floods


@slow
def test_two_hundred_tries_with_one_address_from_many_networks_make_no_flood() -> None:
    crowd = Crowd(kind=Kind.PARENT_CARER, name="Bo Reed", email="bo@example.org")
    told, letters = set(), []
    for n in range(200):
        response = crowd.press(email=f"victim+{n}@example.org", name=f"Bo {n}", from_address=f"203.0.{n}.7")
        told.add((response.status_code, response["Location"]))

    letters += sent_now()
    at_once = len(letters)
    let_pass(timedelta(days=1))
    letters += sent_now()

    assert told == {(303, SENT)}
    # Exactly so many, unless an hour was over in between.
    assert MAILBOX_AT_ONCE <= at_once <= 2 * MAILBOX_AT_ONCE
    assert len([letter for letter in letters if letter.to[0].startswith("victim")]) == MAILBOX_A_DAY
    assert Signature.objects.count() == Person.objects.count() == MAILBOX_A_DAY, "only what can be confirmed is kept"


@slow
def test_reminders_of_a_flood_count_with_the_letters_of_their_day() -> None:
    for n in range(MAILBOX_A_DAY):
        sign(answers=make_answers(kind=Kind.PARENT_CARER, name=f"Bo {n}", email=f"victim+{n}@example.org"))
    let_pass(timedelta(days=1))
    assert len(sent_now()) == MAILBOX_A_DAY
    Tally.objects.all().delete()  # three days later
    Signature.objects.update(created_at=timezone.now() - REMIND_AFTER)

    while remind_unconfirmed(on=timezone.now()):
        pass
    at_once = sent_now()
    sign(answers=make_answers(kind=Kind.PARENT_CARER, name="Cy", email="victim@example.org"))
    let_pass(timedelta(days=1))
    letters = at_once + sent_now()

    # Exactly so many, unless an hour was over in between.
    assert MAILBOX_AT_ONCE <= len(at_once) <= 2 * MAILBOX_AT_ONCE
    assert [letter.subject for letter in letters] == ["You have not signed yet"] * MAILBOX_A_DAY


def test_flood_leaves_what_a_person_signed_before_it(client: Client) -> None:
    """Also where somebody fills in the very same name and address again when no letter goes any more."""
    mine = make_answers(kind=Kind.PARENT_CARER, name="Ada Lark", email="ada@example.org")
    sign(answers=mine)
    address = confirm_address(Signature.objects.get())
    for n in range(50):
        sign(answers=make_answers(kind=Kind.PARENT_CARER, name=f"Bo {n}", email="ada@example.org"))
    sign(answers=make_answers(kind=Kind.PARENT_CARER, name="Ada Lark", email="ada@example.org"))

    response = client.post(address)

    assert response.status_code == 303
    assert Signature.objects.get(draft_id=mine.draft_id).state == State.AWAITING
    assert Signature.objects.count() == MAILBOX_A_DAY


def test_only_so_many_wait_for_one_address_and_the_oldest_goes() -> None:
    old = [
        make_signature(kind=Kind.PARENT_CARER, state=State.UNCONFIRMED, name=f"Bo {n}", email="ada@example.org")
        for n in range(WAITING)
    ]
    for days, signature in enumerate(reversed(old), start=1):
        Signature.objects.filter(pk=signature.pk).update(created_at=timezone.now() - timedelta(hours=days))
    connection.cursor().execute("DELETE FROM post_tally")  # a day later

    make_signature(kind=Kind.PARENT_CARER, state=State.UNCONFIRMED, name="New", email="Ada+n@example.org")

    assert Signature.objects.unconfirmed().count() == WAITING
    assert not Signature.objects.filter(pk=old[0].pk).exists()
    assert Signature.objects.filter(pk=old[1].pk).exists()
    assert not Outbox.objects.filter(about_id=old[0].pk).exists()


def test_network_is_not_kept(client: Client) -> None:
    Crowd(kind=Kind.PARENT_CARER, name="Bo Reed", email="bo@example.org").press(from_address="192.0.2.77")

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" AS t WHERE t::text LIKE %s', ["%192.0.2.%"])
            assert cursor.fetchone() == (0,), table


# Who has signed


def press_as(email: str) -> Any:
    crowd = Crowd(kind=Kind.PARENT_CARER, name="Ada Lark", email=email)
    client, draft = crowd.device()
    stamp = {shown.FIELD: shown.stamp(draft)}
    found = measured(lambda: client.post(f"{SIGN}check/", stamp))
    Draft.objects.all().delete()
    return found


def signed_before(email: str, state: State) -> Signature:
    return make_signature(kind=Kind.PARENT_CARER, name="Ada Lark", email=email, state=state)


@pytest.mark.parametrize("state", [State.AWAITING, State.APPROVED, State.REJECTED, State.CHANGES_ASKED])
def test_signing_takes_the_same_steps_for_who_has_signed_already(state: State) -> None:
    signed_before("here@example.org", state)
    people = Person.objects.count()

    known, new = press_as("here@example.org"), press_as("new@example.org")

    assert known["statements"] == new["statements"]
    assert known["answer"] == new["answer"]
    assert (known["cookies"], known["tasks"]) == (new["cookies"], new["tasks"])
    assert [row | {"template": ""} for row in known["rows"]] == [row | {"template": ""} for row in new["rows"]]
    assert [row["template"] for row in known["rows"] + new["rows"]] == ["pledges/already", "pledges/confirm"]
    assert Person.objects.count() == people + 1


def test_signing_takes_the_same_steps_for_who_has_left() -> None:
    leave(subject_id=signed_before("gone@example.org", State.APPROVED).pk)

    gone, new = press_as("gone@example.org"), press_as("new@example.org")

    assert gone == new


def test_signing_takes_the_same_steps_where_no_letter_goes_any_more() -> None:
    signed_before("here@example.org", State.APPROVED)
    found = []
    for email in ("here@example.org", "new@example.org"):
        crowd = Crowd(kind=Kind.PARENT_CARER, name="Ada Lark", email=email)
        Draft.objects.all().delete()
        for n in range(MAILBOX_A_DAY + 2):
            sign(answers=make_answers(kind=Kind.PARENT_CARER, name=f"Bo {n}", email=email))
        Signature.objects.unconfirmed().delete()
        client, draft = crowd.device()
        before = row_counts()
        found.append(client.post(f"{SIGN}check/", {shown.FIELD: shown.stamp(draft)}))
        after = row_counts()
        assert {name for name in after if after[name] != before[name]} <= {"pledges.Draft", "post.Tally"}

    assert [(one.status_code, one["Location"]) for one in found] == [(303, SENT)] * 2
    assert found[0].content == found[1].content


# The trap


def trap_in(response: Any) -> Any:
    document = html.document_fromstring(response.content.decode())
    return document.cssselect("input[name=homepage]")


def test_trap_is_on_the_page_and_out_of_everybodys_way(client: Client) -> None:
    begin(client)
    answer(client, "who", {"kind": Kind.SCHOOL})
    walk(easy := Client(), until="email")

    for response in (client.get(f"{SIGN}you/"), easy.get(f"{SIGN}email/easy-read/")):
        (box,) = trap_in(response)
        around = next(parent for parent in box.iterancestors() if "trap" in (parent.get("class") or "").split())
        assert (box.get("tabindex"), box.get("autocomplete"), around.get("aria-hidden")) == ("-1", "off", "true")
        assert not box.get("value")
        assert box.get("style") is None


def test_trap_stands_only_where_the_address_is_asked(client: Client) -> None:
    seen = walk(client)

    assert [slug for slug, response in seen if trap_in(response)] == ["email"]
    assert faults(client.get(f"{SIGN}email/easy-read/")) == []


def test_filled_trap_says_so_shows_the_box_and_loses_nothing(client: Client) -> None:
    begin(client)
    answer(client, "who", {"kind": Kind.SCHOOL})

    response = answer(client, "you", SCHOOL | {"homepage": HOME})
    went_on = answer(client, "you", SCHOOL | {"homepage": ""})

    (box,) = trap_in(response)
    assert "Please empty the last box" in words(response)
    assert f'href="#{box.get("id")}"' in page(response)
    assert box.get("value") == HOME
    assert box.get("tabindex") is None
    assert not [parent for parent in box.iterancestors() if parent.get("aria-hidden")]
    assert all(f'value="{typed}"' in page(response) for typed in SCHOOL.values())
    assert went_on.url == f"{SIGN}promise/"


def test_filled_trap_in_easy_read_says_so_and_loses_nothing(client: Client) -> None:
    walk(client, until="email")

    response = send(client, "email", "sam@example.org", homepage=HOME)
    went_on = send(client, "email", "sam@example.org", homepage="")

    assert "Please empty this box." in text_of(response)
    assert faults(response) == []
    assert 'value="sam@example.org"' in page(response)
    assert trap_in(response)[0].get("tabindex") is None
    assert went_on["Location"] == f"{SIGN}check/easy-read/"


def test_trap_is_never_kept(client: Client) -> None:
    fill(client)

    assert "homepage" not in Draft.objects.get().answers


# When the page was shown


def stamp_made(draft: Draft, *, ago: timedelta) -> str:
    class Earlier(signing.TimestampSigner):
        def timestamp(self) -> str:
            return signing.b62_encode(int(time.time() - ago.total_seconds()))

    return Earlier(salt=f"pledges.shown.{draft.pk}").sign(shown.WORD).removeprefix(f"{shown.WORD}:")


def bad_stamps(draft: Draft) -> list[dict[str, str]]:
    other, _cookie = drafts.begin()
    good = shown.stamp(draft)
    stamps = [good[:-1] + ("A" if good[-1] != "A" else "B"), "", ":", "x", "\ud800", shown.stamp(other), f"1{good}"]
    stamps += [stamp_made(draft, ago=timedelta(days=1, minutes=1)), "9" * 5000]
    return [{}, *({shown.FIELD: stamp} for stamp in stamps)]


def test_stamp_missing_forged_or_too_old_asks_to_press_once_more(client: Client) -> None:
    fill(client, promise="We listen.")
    draft = Draft.objects.get()

    for sent in bad_stamps(draft):
        body = b"&".join(name.encode() + b"=" + quoted(stamp) for name, stamp in sent.items())
        response: Any = client.post(f"{SIGN}check/", body, content_type="application/x-www-form-urlencoded")
        assert response.status_code == 200, sent
        assert "Please press Sign once more" in words(response), sent
        assert "We listen." in words(response)

    assert not Signature.objects.exists()
    assert answer(client, "check").url == SENT


def test_stamp_missing_in_easy_read_asks_to_press_once_more(client: Client) -> None:
    walk(client)

    response = client.post(f"{SIGN}check/easy-read/")

    assert "Please press Sign once more." in text_of(response)
    assert faults(response) == []
    assert not Signature.objects.exists()
    assert sign_now(client)["Location"] == f"{SENT}easy-read/"


@pytest.mark.parametrize(("seconds", "waits"), [(0, True), (1, True), (5, False), (3600 * 23, False)])
def test_form_sent_too_quickly_signs_and_its_letter_waits_a_minute(
    client: Client, settings: Settings, seconds: int, waits: bool
) -> None:
    settings.SIGNING_LEAST_SECONDS = 3
    fill(client)
    stamp = stamp_made(Draft.objects.get(), ago=timedelta(seconds=seconds))

    response: Any = client.post(f"{SIGN}check/", {shown.FIELD: stamp})

    assert response.url == SENT
    letter = Outbox.objects.get()
    assert (letter.not_before > timezone.now() + timedelta(seconds=30)) is waits
    assert letter.not_before <= timezone.now() + shown.TOO_QUICK_WAITS < timezone.now() + LONGEST_WAIT


def test_stamp_says_nothing_but_when(client: Client) -> None:
    fill(client)
    draft = Draft.objects.get()

    stamp = shown.stamp(draft)

    assert str(draft.pk) not in stamp
    when = shown.shown_at(draft, stamp)
    assert when
    assert abs(timezone.now() - when) < timedelta(seconds=2)


# The same thing sent again


def test_replay_of_the_whole_post_signs_once_and_says_the_same(client: Client) -> None:
    crowd = Crowd(kind=Kind.PARENT_CARER, name="Ada Lark", email="ada@example.org")
    device, draft = crowd.device()
    cookie, sent = device.cookies[drafts.COOKIE].value, {shown.FIELD: shown.stamp(draft)}
    answers = []
    for _ in range(4):
        device.cookies[drafts.COOKIE] = cookie
        answers.append(device.post(f"{SIGN}check/", sent))

    assert {(one.status_code, one["Location"], one.content) for one in answers} == {(303, SENT, b"")}
    assert Signature.objects.count() == Outbox.objects.count() == 1


@slow
def test_replay_of_a_confirm_link_mails_once(client: Client) -> None:
    signature = make_signature(state=State.UNCONFIRMED, agreed=[Purpose.NEWS])
    post_now()
    address = confirm_address(signature)

    answers = {client.post(address)["Location"] for _ in range(4)}

    assert answers == {address}
    assert len(post_now()) == 1


@slow
def test_signing_again_and_again_after_signing_mails_the_link_once(client: Client) -> None:
    signed_before("ada@example.org", State.APPROVED)
    post_now()
    Token.objects.filter(scope="own").delete()
    crowd = Crowd(kind=Kind.PARENT_CARER, name="Ada Lark", email="ada@example.org")

    told = {crowd.press()["Location"] for _ in range(3)}

    assert told == {SENT}
    assert [letter.subject for letter in post_now()] == ["You have already signed"]
