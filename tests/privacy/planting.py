"""Leaving words of somebody's in every place that can hold them, by the acts that do it in life."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.contrib.auth.models import Group
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from desk.models import StaffMember
from desk.roles import Role, make_roles
from pledges import urls
from pledges.actions import Details, approve, ask, choose, edit, note, reject, renew_own_link
from pledges.addresses import canonical_address
from pledges.kinds import AgeBand, Kind, Purpose, Reason, State
from pledges.models import HandOver, Organisation, Person, PurposeWording, Signature
from pledges.receipt_files import KINDS
from post import links
from post.models import Outbox
from post.models.outbox import PAUSES
from post.worker import work_once
from tests.conftest import Cursor
from tests.desk.conftest import seen
from tests.factories import StaffMemberFactory, make_signature
from tests.pledges.signing_pages import SIGN, answer, fill

from .searching import digests

Look = Callable[[], None]
PUBLIC_PAGES = (
    *("/", "/easy-read/", "/pledge/", "/pledge/signatories/", "/pledge/signatories.csv", "/pledge/signatories.json"),
    *("/pledge/seals/", "/pledge/seals.json", "/pledge/lost-link/"),
    *(f"/pledge/signatories/?kind={kind}" for kind in (Kind.SCHOOL, Kind.PARENT_CARER, Kind.YOUNG_PERSON, Kind.GROUP)),
)
PRIVATE = re.compile(r"http://127\.0\.0\.1:8000(/pledge/(?:confirm|yours|hand-over|stop)/[^/\s]+/)")
# Each of these raises an error of the database, whose text quotes the whole row.
BREAKING_PERSON = "ALTER TABLE pledges_person ADD CONSTRAINT for_a_test CHECK (name = '') NOT VALID"
BREAKING_OUTBOX = "ALTER TABLE post_outbox ADD CONSTRAINT for_a_test CHECK (attempts = 0) NOT VALID"
MENDING = "ALTER TABLE {} DROP CONSTRAINT for_a_test"


@dataclass(frozen=True)
class Canary:
    """Somebody whose every word is one that stands nowhere else, with an accent and capitals in it."""

    who: str

    def word(self, of: str) -> str:
        return f"Zé{of.capitalize()}{self.who.capitalize()}wren"

    def needle(self, of: str) -> str:
        return f"ze{of}{self.who}wren"

    @property
    def email(self) -> str:
        return f"Ze.Mail.Ze{self.who}local+Pledge@Zehost{self.who}wren.example"

    @property
    def needles(self) -> set[str]:
        """What gives them away: each of their words by itself, and hashes that anybody could make of their address."""
        words = {self.needle(of) for of in ("name", "role", "place", "promise", "note")}
        addresses = self.email, self.email.lower(), canonical_address(self.email)
        return words | {f"ze{self.who}local", f"zehost{self.who}wren"} | digests(*addresses)

    def details(self, n: int) -> dict[str, Any]:
        """What they say of themselves, the nth time."""
        return {
            "name": f"{self.word('name')} {n}",
            "role": f"{self.word('role')} {n}",
            "organisation": f"{self.word('place')} {n}",
            "promise": f"{self.word('promise')} {n}: <ask> & “listen”.",
        }


class PartlyRefusing(EmailBackend):
    """A mail server that takes letters for others, but refuses addresses of `refused`, and quotes them."""

    refused = ""

    def send_messages(self, messages: Any) -> int:
        to = messages[0].to[0]
        if self.refused and self.refused.casefold() in to.casefold():
            raise SMTPRecipientsRefused({to: (550, f"{to} is unknown here".encode())})
        return super().send_messages(messages)


@contextmanager
def refusing(part_of_address: str) -> Iterator[None]:
    PartlyRefusing.refused = part_of_address
    try:
        yield
    finally:
        PartlyRefusing.refused = ""


@contextmanager
def broken(owner: Cursor, table: str, breaking: str) -> Iterator[None]:
    """Whatever is written to this table now is an error that nobody foresaw."""
    owner.execute(breaking)
    try:
        yield
    finally:
        owner.execute(MENDING.format(table))


def let_time_pass(**columns: timedelta) -> None:
    """Moves moments into the past: `post_cache__expires=timedelta(minutes=1)`. Every periodic job is due after it."""
    moves = {"post_heartbeat__last_success": timedelta(days=2)} | columns
    with connection.cursor() as cursor:
        for place, by in moves.items():
            table, column = place.split("__")
            cursor.execute(f"UPDATE {table} SET {column} = {column} - make_interval(secs => %s)", [by.total_seconds()])


def make_due() -> None:
    """Every letter and every task that waits for its time."""
    two_days = timedelta(days=2)
    let_time_pass(post_outbox__not_before=two_days, django_tasks_database_dbtaskresult__run_after=two_days)


def fail_for_good(part_of_address: str) -> None:
    """The last attempt to send what waits for this address."""
    Outbox.objects.filter(recipient__icontains=part_of_address).update(attempts=len(PAUSES))
    make_due()
    with refusing(part_of_address):
        work_once()


def link_in_mail(to: str, page: str) -> str:
    """The newest private link to a page that was mailed to somebody."""
    mailed = [str(message.body) for message in mail.outbox if message.to == [to]]
    found = [link for body in mailed for link in PRIVATE.findall(body) if page in link]
    return str(found[-1])


def moderator() -> tuple[Client, StaffMember]:
    return _signed_in(Role.MODERATOR)


def officer() -> Client:
    """Who answers for data protection."""
    return _signed_in(Role.DATA_PROTECTION_OFFICER)[0]


def _signed_in(role: Role) -> tuple[Client, StaffMember]:
    make_roles()
    staff = StaffMemberFactory.create()
    staff.groups.set(Group.objects.filter(name=str(role)))
    client = Client(raise_request_exception=False)
    client.force_login(staff)
    return client, staff


def begin_and_stop(canary: Canary) -> None:
    """A form that was filled in on some device, and never sent."""
    fill(Client(), kind=Kind.SCHOOL, **_typed(canary))


def sign_a_school(canary: Canary, look: Look) -> Signature:
    """All of it in the browser: the questions, the letter, the button in it, a second try to sign."""
    signer = Client()
    agreed = (Purpose.PUBLISH, Purpose.ASK, Purpose.NEWS)
    fill(signer, kind=Kind.SCHOOL, agreed=agreed, **_typed(canary))
    look()
    answer(signer, "check")
    look()
    work_once()
    link = link_in_mail(canary.email, "confirm")
    signer.get(link)
    signer.post(link)
    work_once()
    look()
    lose_the_link_and_stop(canary, look)
    return Signature.objects.get(subject__person__email=canary.email)


def lose_the_link_and_stop(canary: Canary, look: Look) -> None:
    """Asks for the lost link, in two spellings, and says stop in both ways: on a page and by a mail program."""
    reader = Client()
    for typed in (canary.email, canary.email.lower().replace("+pledge", "+lost")):
        reader.post("/pledge/lost-link/", {"email": typed})
        reader.post("/pledge/lost-link/easy-read/", {"email": typed})
    look()
    work_once()
    link = link_in_mail(canary.email, "stop")
    for address in (link, f"{link}easy-read/", f"{link}leave/"):
        reader.get(address)
    reader.post(link, {"act": "stop"})
    reader.post(link, {"List-Unsubscribe": "One-Click"})
    look()


def _typed(canary: Canary) -> dict[str, Any]:
    return canary.details(1) | {"email": canary.email}


def live_through_everything(canary: Canary, signature: Signature, look: Look) -> None:
    """A signature with all that may hang on it: changes live, replaced, refused and waiting, notes, letters."""
    subject_id = signature.subject_id
    desk, staff = moderator()
    desk.get("/admin/")
    approving = reverse("admin:pledges_signature_approve", args=[subject_id])
    desk.post(approving, {"seen": seen(signature), "organisation": "new"}, follow=True)
    note(subject_id=subject_id, by=staff, text=f"{canary.word('note')} rang about {canary.email}.")
    read_public_pages()
    read_private_pages(desk, signature)
    # A receipt goes at once, and another waits when they leave.
    change_a_choice(signature, yes=False)
    make_due()
    work_once()
    change_a_choice(signature, yes=True)
    look()
    edit(subject_id=subject_id, details=Details(**canary.details(2)))
    approve(subject_id=subject_id, by=staff)
    fail_for_good(f"Ze{canary.who}local")
    edit(subject_id=subject_id, details=Details(**canary.details(3)))
    reject(subject_id=subject_id, by=staff, reason=Reason.UNSUITABLE_WORDS)
    edit(subject_id=subject_id, details=Details(**canary.details(4)))
    ask(subject_id=subject_id, by=staff, reason=Reason.PERSONAL_DETAILS)
    edit(subject_id=subject_id, details=Details(**canary.details(5)))
    renew_own_link(subject_id=subject_id)
    Client().post(f"{own_page(signature)}hand-over/", {"email": f"Zeother.{canary.email}"})
    desk.post(reverse("admin:pledges_signature_undo", args=[subject_id]), follow=True)
    read_private_pages(desk, signature)
    look()


def hand_over(canary: Canary, to: Canary, *, not_to: Canary) -> None:
    """A school whose SENCO leaves: one colleague does not want to, another takes over, and is looked at.

    All have words of their own.
    """
    signature = make_signature(email=canary.email, **canary.details(1))
    ask_by_telephone(signature, not_to)
    Client().post(f"{own_page(signature)}hand-over/", {"email": to.email})
    work_once()
    colleague, link = Client(), link_in_mail(to.email, "hand-over")
    shown = colleague.get(link).context["terms"].key
    typed = {"name": to.word("name"), "role": to.word("role"), "shown": shown, "agreed": ["publish"]}
    colleague.post(link, typed | {"shown": to.word("name")})
    assert colleague.post(link, typed).status_code == 303
    colleague.get(link)
    work_once()
    assert any(message.to == [to.email] and message.attachments for message in mail.outbox), "no receipt has gone"
    desk, staff = moderator()
    new = approve(subject_id=Signature.objects.get(succeeds=signature).pk, by=staff)
    make_one_of_two(desk, new)
    read_private_pages(desk, new)


def ask_by_telephone(signature: Signature, colleague: Canary) -> None:
    """Our staff were told whom to ask; whoever it is says stop, on the page and by a mail program."""
    desk, _staff = moderator()
    asking = reverse("admin:pledges_signature_hand_over", args=[signature.pk])
    desk.post(asking, {"email": f"{colleague.email} ", "channel": colleague.word("name")})
    desk.post(asking, {"email": colleague.email, "channel": "telephone"})
    desk.get(reverse("admin:pledges_signature_change", args=[signature.pk]))
    work_once()
    reader, link = Client(), link_in_mail(colleague.email, "stop")
    reader.get(link)
    reader.post(link, {"List-Unsubscribe": "One-Click"})
    assert not HandOver.objects.filter(signature=signature).exists()
    reader.get(link_in_mail(colleague.email, "hand-over"))


def make_one_of_two(desk: Client, signature: Signature) -> None:
    """A moderator finds that a school is here twice, under another spelling of its name."""
    school = Organisation.objects.get(signatures=signature)
    twin = make_signature(organisation=f"{school.name} twin", email=f"twin.{Person.objects.get(pk=signature.pk).email}")
    merging = reverse("admin:pledges_organisation_merge", args=[Signature.objects.get(pk=twin.pk).organisation_id])
    assert desk.post(merging, {"address": school.slug}).status_code == 303
    read_public_pages()


def change_a_choice(signature: Signature, *, yes: bool) -> None:
    news = PurposeWording.objects.filter(purpose=Purpose.NEWS).current()
    assert news is not None
    choose(subject_id=signature.subject_id, wording=news, yes=yes)


def own_page(signature: Signature) -> str:
    lifetime = timedelta(days=1)
    secret = links.issue(about_app="pledges", about_id=signature.subject_id, scope="own", lifetime=lifetime)
    return f"/pledge/yours/{secret}/"


def public_pages() -> tuple[str, ...]:
    """Those that are always there, and what there is of each organisation."""
    names = ("organisation", "organisation_easy", "certificate", "badge")
    slugs = Organisation.objects.values_list("slug", flat=True)
    return (*PUBLIC_PAGES, *(reverse(f"pledges:{name}", args=[slug]) for slug in slugs for name in names))


def read_public_pages() -> None:
    """As a reader does; they are kept in the cache from then on."""
    for address in public_pages():
        read(Client(), address)


def read_private_pages(desk: Client, signature: Signature) -> None:
    """Every page of somebody's own, and the desk's pages about them."""
    token = own_page(signature).split("/")[3]
    for pattern in urls.urlpatterns:
        route = str(pattern.pattern)
        if route.startswith("yours/<token>/") and "<" not in route.removeprefix("yours/<token>/"):
            desk.get(f"/pledge/{route.replace('<token>', token)}")
    for name in ("signature", "consententry"):
        desk.get(reverse(f"admin:pledges_{name}_changelist"), {"q": signature.subject.reference})
    desk.get(reverse("admin:pledges_signature_change", args=[signature.pk]))
    desk.get(reverse("admin:pledges_organisation_changelist"))
    for organisation in Organisation.objects.all():
        address = reverse("admin:pledges_organisation_change", args=[organisation.pk])
        desk.get(address)
        desk.post(address, {"name": organisation.name, "kind": organisation.kind})
    for kind in KINDS:
        officer().get(reverse(f"admin:pledges_receipt_{kind}", args=[signature.pk]))


def read(reader: Client, address: str) -> str:
    response = reader.get(address)
    content: bytes = b"".join(response) if response.streaming else response.content
    return content.decode(errors="replace")  # a PDF is no text


def sign_as_everybody_else(who: str) -> list[Canary]:
    """Each kind of person, and each state that can be left."""
    kinds: list[dict[str, Any]] = [
        {"kind": Kind.PARENT_CARER},
        {"kind": Kind.YOUNG_PERSON},
        {"kind": Kind.YOUNG_PERSON, "age_band": AgeBand.AGE_13_15, "publish": False},
        {"kind": Kind.GROUP},
        *({"state": state} for state in (State.AWAITING, State.HELD, State.CHANGES_ASKED, State.REJECTED)),
    ]
    canaries = [Canary(f"{who}{chr(ord('a') + n)}") for n in range(len(kinds))]
    for canary, kind in zip(canaries, kinds, strict=True):
        make_signature(**{"email": canary.email} | _fields(canary, str(kind.get("kind", Kind.SCHOOL))) | kind)
    return canaries


def _fields(canary: Canary, kind: str) -> dict[str, str]:
    """What somebody of this kind is asked."""
    details = canary.details(1)
    if kind == Kind.YOUNG_PERSON:
        return {"name": canary.word("name")}
    if kind == Kind.PARENT_CARER:
        return {name: details[name] for name in ("name", "promise")}
    return details


def get_everything_wrong(canary: Canary) -> None:
    """Their words in addresses, cookies and bodies that lead nowhere."""
    lost = Client(raise_request_exception=False)
    lost.cookies["signing"] = lost.cookies["reading"] = canary.email
    word = canary.word("name")
    for path in (
        f"/{word}/",
        f"/pledge/yours/{word}/",
        f"/pledge/confirm/{word}/",
        f"/pledge/stop/{word}/",
        f"/pledge/stop/{word}/leave/",
        f"/admin/{word}/",
        f"/files/{word}",
        f"/pledge/organisations/{canary.needle('name')}/",
    ):
        lost.get(path, {"q": canary.email, "before": word})
        lost.post(path, {"q": canary.email})
    for path in (
        "/",
        "/pledge/lost-link/",
        "/pledge/signatories/",
        SIGN,
        f"{SIGN}you/",
        f"{SIGN}check/",
        "/admin/login/",
    ):
        lost.get(f"{path}?before={canary.email}&q=%00{word}")
        lost.get(path, {"kind": word, "before": canary.email, "next": f"/{word}"})
        lost.post(path, {"username": canary.email, "password": word, "email": word, "name": canary.email})
        lost.generic("POST", path, f"q={word}".encode(), content_type="text/html; charset=hex")
        lost.put(path, {"q": canary.email}, content_type="application/json")
        Client(enforce_csrf_checks=True).post(path, {"email": canary.email})
    too_much = word * 20_000
    lost.post(f"{SIGN}you/", f"name={too_much}", content_type="application/x-www-form-urlencoded")
    lost.post(f"{SIGN}you/", {"name": SimpleUploadedFile(f"{word}.txt", canary.email.encode() * 100_000)})


def sign_while_the_site_is_broken(canary: Canary, owner: Cursor) -> None:
    """An error that nobody foresaw: its text quotes all that was typed."""
    signer = Client(raise_request_exception=False)
    fill(signer, kind=Kind.SCHOOL, **_typed(canary))
    with broken(owner, "pledges_person", BREAKING_PERSON):
        failed = answer(signer, "check")
    assert failed.status_code == 500, "nothing went wrong that nobody foresaw"


def break_the_post(canary: Canary, owner: Cursor) -> None:
    """A letter that is refused, and then even that cannot be noted down: the queue keeps what it makes of it."""
    assert Outbox.objects.filter(recipient=canary.email).exists()
    make_due()
    with refusing(canary.email), broken(owner, "post_outbox", BREAKING_OUTBOX):
        work_once()
    assert DBTaskResult.objects.failed().exists(), "the queue has kept no failure"
