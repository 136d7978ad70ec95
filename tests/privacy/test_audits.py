"""The canary of audits: whoever leads a service, helps, supports a panel, looks after an action, or wrote evidence.

Their words stand only where they must, and are gone when the service leaves or the round is long over. Who wrote a file
stands nowhere at all.
"""

import io
import zipfile
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from config.lib.retention import carry_out
from desk.roles import Role
from participation.models import EvidenceFile, Holder, Panel, PanelService, Return, Round, Service
from participation.private_links import OPEN_AFTER
from post.worker import work_once
from tests.conftest import Cursor, empty_database, owner_connection
from tests.participation import factories
from tests.participation.files import PERSON, docx, jpeg_of_a_camera, odt, pdf, png_of_a_program

from .columns import OF_AUDITS
from .planting import Canary, _signed_in, make_due
from .searching import found_in, places
from .test_canary import everything_in, log_in_earnest

LEAD, NEXT, PEER, GROUP, LOST, OWNER = (Canary(who) for who in ("lead", "next", "peer", "group", "lostlead", "owner"))
EVERYBODY = {needle for canary in (LEAD, NEXT, PEER, GROUP, LOST, OWNER) for needle in canary.needles}
AUTHOR = {word.casefold() for word in PERSON.split()}
FILES = {
    "minutes.docx": docx,
    "plan.odt": odt,
    "letter.pdf": pdf,
    "room.jpg": jpeg_of_a_camera,
    "plan.png": png_of_a_program,
}
# Letters wait with their address, until they have gone.
WAITING = {"post_outbox.recipient"}


@dataclass
class Story:
    """What was found, and where, as the story went on."""

    before: set[str] = field(default_factory=set)
    of_authors: set[str] = field(default_factory=set)
    downloads: dict[str, set[str]] = field(default_factory=dict)
    after_leaving: set[str] = field(default_factory=set)
    in_the_end: set[str] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)
    log: str = ""


@pytest.fixture(scope="module")
def story(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Lived through once for all tests here, and gone before the first of them."""
    with django_db_blocker.unblock(), everything_in(tmp_path_factory.mktemp("kept")):
        owner = owner_connection(connection.settings_dict["NAME"])
        try:
            with owner.cursor() as cursor, log_in_earnest() as log:
                told = live(cursor)
            told.log = log.getvalue()
        finally:
            owner.close()
            empty_database()
    return told


def live(owner: Cursor) -> Story:
    told = Story()
    desk = _signed_in(Role.AUDIT_LEAD)[0]

    def look() -> None:
        told.before |= places(owner, EVERYBODY)
        told.of_authors |= places(owner, AUTHOR)

    the_round = factories.make_round()
    add_service(desk)
    desk.post(reverse("admin:participation_invite", args=[the_round.pk]))
    work_once()
    look()
    answer_with_files(told)
    ask_for_others(desk, told)
    look()
    look_after_an_action(desk)
    panel = ask_a_panel(desk, the_round)
    get_everything_wrong()
    look()
    read_pages(desk, told, panel)
    everybody_leaves(told, owner, the_round)
    return told


def add_service(desk: Client) -> None:
    """Staff write who leads it, twice: the lead changes."""
    boxes = {"name": "Thistlewick", "kind": "school", "size": "large", "organisation": "", "asked_on": ""}
    desk.post(
        reverse("admin:participation_service_add"),
        boxes | {"lead_name": NEXT.word("name"), "lead_email": NEXT.email},
    )
    change = reverse("admin:participation_service_change", args=[Service.objects.get().pk])
    desk.post(change, boxes | {"lead_name": LEAD.word("name"), "lead_email": LEAD.email})


def link_to(canary: Canary, page: str) -> str:
    bodies = [str(one.body) for one in mail.outbox if one.to == [canary.email]]
    found = [word for body in bodies for word in body.split() if f"/participation/{page}/" in word]
    return found[-1].removeprefix("http://127.0.0.1:8000").rstrip(".")


def answer_with_files(told: Story) -> None:
    """A file of each kind, with its author written all over it."""
    lead, link = Client(), link_to(LEAD, "return")
    key = factories.asked(Return.objects.get())[2].key
    lead.get(link)
    lead.post(f"{link}questions/{key}/", {"level": "3", "note": "We ask.", "seen": "0", "then": "evidence"})
    for name, made in FILES.items():
        file = SimpleUploadedFile(name, made())
        said = lead.post(f"{link}questions/{key}/evidence/", {"kind": "file", "text": "Minutes.", "file": file})
        assert said.status_code == 303, (name, said.content.decode()[-3000:])
    for one in EvidenceFile.objects.all():
        content = lead.get(f"{link}evidence/{one.pk}/file").content
        told.downloads[one.name] = found_in(inside(content), AUTHOR)


def ask_for_others(desk: Client, told: Story) -> None:
    """A colleague by the lead, another address by staff; reminders, and one who says stop."""
    link = link_to(LEAD, "return")
    Client().post(f"{link}colleague/", {"email": PEER.email, "how": "both"})
    the_return = Return.objects.get()
    send = reverse("admin:participation_return_link", args=[the_return.pk])
    desk.post(send, {"email": NEXT.email, "name": NEXT.word("name")})
    work_once()
    Client().get(link_to(PEER, "return"))
    stop = link_to(PEER, "stop")
    Client().get(stop)
    Client().post(stop, {"List-Unsubscribe": "One-Click"})
    assert not Holder.objects.get(email__iexact=PEER.email).is_reminded


def look_after_an_action(desk: Client) -> None:
    """Staff send a link to whoever looks after it, who says something."""
    action = factories.make_action(Service.objects.get())
    desk.post(reverse("admin:participation_action_link", args=[action.pk]), {"email": OWNER.email})
    work_once()
    link = link_to(OWNER, "action")
    assert Client().get(link).status_code == 200
    Client().post(f"{link}note/", {"text": "Two of four letters are written."})
    desk.get(reverse("admin:participation_action_change", args=[action.pk]))
    desk.get(reverse("admin:participation_action_changelist"))


def ask_a_panel(desk: Client, the_round: Round) -> Panel:
    add = reverse("admin:participation_panel_add")
    desk.post(
        add,
        {"round": the_round.pk, "name": "Kite", "kind": "young_people", "count": "6", "email": GROUP.email},
    )
    panel = Panel.objects.get()
    PanelService.objects.create(panel=panel, service=Service.objects.get(), position=1)
    desk.post(reverse("admin:participation_panel_link", args=[panel.pk]), {"email": GROUP.email})
    make_due()
    work_once()
    Client().get(link_to(GROUP, "panel"))
    return panel


def get_everything_wrong() -> None:
    """Their words in addresses and bodies that lead nowhere, and files that are refused."""
    lost, word = Client(raise_request_exception=False), LOST.word("name")
    link = link_to(LEAD, "return")
    for path in (f"/participation/return/{word}/", f"/participation/panel/{word}/", f"/participation/stop/{word}/",
                 f"{link}questions/{LOST.needle('name')}/"):  # fmt: skip
        lost.get(path, {"q": LOST.email})
        lost.post(path, {"email": LOST.email, "note": word})
    lost.post(f"{link}colleague/", {"email": f"{LOST.email} {word}", "how": word})
    file = SimpleUploadedFile(f"{word}.pdf", f"<html>{LOST.email}</html>".encode())
    key = factories.asked(Return.objects.get())[2].key
    lost.post(f"{link}questions/{key}/evidence/", {"kind": "file", "text": "A", "file": file})


def read_pages(desk: Client, told: Story, panel: Panel) -> None:
    """What one holder reads of another, and what staff read; what a panel reads of nobody."""
    the_return = Return.objects.get()
    for address in (link_to(NEXT, "return"), link_to(GROUP, "panel")):
        page = Client().get(address).content.decode()
        # By name, or by the first letter of the address and where it is: enough to know a colleague.
        if found_in(page, {f"ze{canary.who}local" for canary in (PEER, LEAD)}):
            told.pages.add(address.split("/")[2])
    desk.get(reverse("admin:participation_return_change", args=[the_return.pk]))
    desk.get(reverse("admin:participation_panel_change", args=[panel.pk]))
    desk.get(reverse("admin:participation_board", args=[the_return.round_id]))
    desk.get(reverse("admin:participation_service_changelist"))


def everybody_leaves(told: Story, owner: Cursor, the_round: Round) -> None:
    """The service leaves the register; the round closes, and its time goes by."""
    service = Service.objects.get()
    _signed_in(Role.AUDIT_LEAD)[0].post(reverse("admin:participation_service_leave", args=[service.pk]))
    told.after_leaving = places(owner, EVERYBODY - GROUP.needles)
    long_ago = timezone.localdate() - OPEN_AFTER - timedelta(days=1)
    days: dict[str, Any] = dict.fromkeys(("opens_on", "due_on", "closes_on"), long_ago)
    Round.objects.filter(pk=the_round.pk).update(**days)
    carry_out("participation.holders", on=timezone.now())
    make_due()
    work_once()
    told.in_the_end = places(owner, EVERYBODY)


def test_canary_stood_in_every_column_that_can_hold_whom_we_write_to(story: Story) -> None:
    assert set(OF_AUDITS) - story.before == set()


def test_canary_stood_nowhere_else(story: Story) -> None:
    assert story.before - set(OF_AUDITS) - WAITING == set()


def test_who_wrote_a_file_of_evidence_stands_nowhere(story: Story) -> None:
    assert len(story.downloads) == len(FILES)
    assert not any(story.downloads.values())
    assert story.of_authors == set()


def test_holders_do_not_read_each_others_addresses(story: Story) -> None:
    assert story.pages == set()


def test_service_that_leaves_takes_everybody_along(story: Story) -> None:
    assert story.after_leaving == set()


def test_long_after_the_round_nothing_is_left(story: Story) -> None:
    assert story.in_the_end == set()


def test_log_names_nobody(story: Story) -> None:
    named = {line for line in story.log.splitlines() if found_in(line, EVERYBODY | AUTHOR)}

    assert named == set()
    for said in ("participation:return_question 303", "participation:return_colleague 303", "participation:stop"):
        assert said in story.log


@pytest.mark.parametrize("name", FILES)
def test_file_said_who_wrote_it_before(name: str) -> None:
    """Else the test above would find nothing anyway."""
    assert found_in(inside(FILES[name]()), AUTHOR) == AUTHOR


def inside(content: bytes) -> str:
    """A file as text, and each part of one that is packed."""
    parts = [content]
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts += [packed.read(one) for one in packed.namelist()]
    return "\n".join(part.decode("latin-1") for part in parts)
