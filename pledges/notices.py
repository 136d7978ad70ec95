"""The letters that pledges sends. Built when the worker sends them, so links are made at the last moment."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from post import letters, links
from post.actions import queue_letter
from post.letters import CONFIRMATION, UNASKED, Builder, Letter, NothingToSend
from post.models import Outbox

from .kinds import Purpose, Reason, State, choice_name
from .mailboxes import first_of_each_address, has_fresh_link, sharing, waits
from .models import ConsentEntry, PublicEntry, Signature
from .models.signatures import UNCONFIRMED_FOR
from .notice_parts import OWN_LIFETIME, link_to, own_page_link, person_of, with_receipt
from .notices_easy import EASY, reads_easy
from .notices_going import ended, ending, hand_over, hand_over_asked, handed_over, left, took_over
from .notices_news import new_versions
from .terms import current_terms

UNCONFIRMED = """
    SELECT person.name, pledge.title FROM pledges_person person
    JOIN pledges_signature signature ON signature.subject_id = person.subject_id
    JOIN pledges_pledge pledge ON pledge.id = signature.pledge_id
    WHERE person.subject_id = %(subject)s AND signature.state = %(state)s
"""


def confirm(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """Please press the button: until then nothing is signed."""
    with connection.cursor() as cursor:  # in plain SQL: on a busy day nearly all letters are this one
        cursor.execute(UNCONFIRMED, {"subject": about_id, "state": State.UNCONFIRMED})
        found = cursor.fetchone()
    if found is None:
        raise NothingToSend
    name, title = found
    return Letter(
        subject=_("Please confirm that you sign: %(title)s") % {"title": title},
        context={
            "name": name,
            "title": title,
            "link": link_to("pledges:confirm", about_id, "confirm", UNCONFIRMED_FOR),
            "days": UNCONFIRMED_FOR.days,
        },
    )


def reminder(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """The button was not pressed for three days. The link lives no longer than the answers do."""
    person = person_of(about_id)
    signature: Signature = person.subject.signature
    left_over = signature.created_at + UNCONFIRMED_FOR - timezone.now()
    if signature.state != State.UNCONFIRMED or left_over <= timedelta(0):
        raise NothingToSend
    return Letter(
        subject=_("You have not signed yet"),
        context={
            "name": person.name,
            "title": signature.pledge.title,
            "link": link_to("pledges:confirm", about_id, "confirm", left_over),
            "until": timezone.localdate(signature.created_at + UNCONFIRMED_FOR),
        },
    )


def already(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """Somebody filled in the form again: here is the page they already have. Not while one has just gone."""
    person = person_of(about_id)
    if has_fresh_link(about_id):
        raise NothingToSend
    return Letter(
        subject=_("You have already signed"),
        context={"name": person.name, "title": person.subject.signature.pledge.title, "link": own_page_link(about_id)},
    )


def confirmed(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """Thank you, what happens next, and the signatory's own page."""
    person = person_of(about_id)
    letter = Letter(
        subject=_("Thank you for signing"),
        context={
            "name": person.name,
            "title": person.subject.signature.pledge.title,
            "reference": person.subject.reference,
            "link": own_page_link(about_id),
        },
    )
    return with_receipt(letter, about_id)


def receipt(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """They changed a choice, or stood by new words: how everything stands now."""
    person = person_of(about_id)
    signature: Signature = person.subject.signature
    entries = ConsentEntry.objects.filter(subject_id=about_id)
    last = entries.order_by("seq").last()
    affirmed = last is not None and last.purpose == Purpose.TAKE_PART
    letter = Letter(
        subject=_("You stand by the new words: your receipt") if affirmed else _("You changed a choice: your receipt"),
        context={
            "name": person.name,
            "title": signature.pledge.title,
            "agreed": [choice_name(purpose, signature.kind) for purpose in entries.in_force(about_id)],
            "link": own_page_link(about_id),
        },
    )
    return with_receipt(letter, about_id)


def approved(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """It was checked, and this is what the public list shows."""
    person = person_of(about_id)
    signature: Signature = person.subject.signature
    if signature.state != State.APPROVED:
        raise NothingToSend
    return Letter(
        subject=_("Your signature was checked and counts"),
        context={
            "name": person.name,
            "title": signature.pledge.title,
            "entry": PublicEntry.objects.filter(signature=signature).first(),
            "list_link": links.absolute("pledges:signatories"),
            "link": own_page_link(about_id),
        },
    )


def rejected(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """It was turned down, why, and what the signatory can do."""
    person = person_of(about_id)
    if person.subject.signature.state != State.REJECTED:
        raise NothingToSend
    return Letter(
        subject=_("We could not put your signature on the list"),
        context={
            "name": person.name,
            "title": person.subject.signature.pledge.title,
            "reason": Reason(ids["reason"]).label,
            "sign_link": links.absolute("pledges:sign"),
            "link": own_page_link(about_id),
        },
    )


def changes_asked(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """Something has to be changed before the list can show it; here is where."""
    person = person_of(about_id)
    return Letter(
        subject=_("Please change something"),
        context={
            "name": person.name,
            "title": person.subject.signature.pledge.title,
            "reason": Reason(ids["reason"]).label,
            "link": link_to("pledges:edit", about_id, "own", OWN_LIFETIME),
        },
    )


def edit_approved(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """The new words stand on the list."""
    return replace(approved(about_id, ids), subject=_("Your changes are on the list"))


def edit_refused(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """The new words were turned down, and the old ones stay."""
    person = person_of(about_id)
    return Letter(
        subject=_("We did not use your changes"),
        context={
            "name": person.name,
            "title": person.subject.signature.pledge.title,
            "reason": Reason(ids["reason"]).label,
            "link": own_page_link(about_id),
        },
    )


def new_words(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """The pledge has moved on since they signed: do they stand by it still?"""
    person = person_of(about_id)
    signature: Signature = person.subject.signature
    terms = current_terms()
    if terms is None or terms.wording.pledge_id != signature.pledge_id or signature.stands_by.n >= terms.wording.n:
        raise NothingToSend
    return Letter(
        subject=_("The pledge has new words"),
        context={
            "name": person.name,
            "title": signature.pledge.title,
            "signed": signature.stands_by.n,
            "current": terms.wording.n,
            "link": own_page_link(about_id),
        },
    )


def own_link(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """A new link to the signatory's own page, because the old one ran out."""
    person = person_of(about_id)
    return Letter(
        subject=_("Your new link"),
        context={"name": person.name, "title": person.subject.signature.pledge.title, "link": own_page_link(about_id)},
    )


def lost_link(about_id: UUID, ids: dict[str, Any]) -> None:
    """Nobody's letter: somebody typed an address, and now we look who signed with it. They get `own_links`."""
    asked = Outbox.objects.about("pledges", about_id).filter(template="pledges/lost_link")
    typed = asked.values_list("recipient", flat=True).get()
    for person in first_of_each_address(typed):
        if not waits(person.pk, "pledges/own_links"):
            # About the first of them, so that it goes when they leave; to the address that we hold.
            queue_letter(recipient=person.email, about_app="pledges", about_id=person.pk, template="pledges/own_links")


def own_links(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """The links to the own pages of all who signed with this address, because somebody asked for a lost one."""
    pages = [
        {
            "name": other.name,
            "title": other.subject.signature.pledge.title,
            "link": own_page_link(other.pk),
        }
        for other in sharing(person_of(about_id))
    ]
    return Letter(subject=_("The link to your own page"), context={"pages": pages, **pages[0]})


# Letters that do not answer anything their reader did, or that ask whether it was them.
STOPPED_BY = {
    "confirm": CONFIRMATION,
    **dict.fromkeys(("reminder", "new_words", "new_versions", "hand_over"), UNASKED),
}


def register() -> None:
    """Called once, when the app is ready."""
    builders = (
        *(confirm, reminder, already, confirmed, own_link, own_links, new_words, receipt, ending, left, ended),
        *(approved, rejected, changes_asked, edit_approved, edit_refused),
        *(hand_over, hand_over_asked, handed_over, took_over, new_versions),
    )
    letters.stop_page("pledges", "pledges:stop")
    letters.register("pledges/lost_link", lost_link)
    for builder in builders:
        name = builder.__name__
        letters.register(f"pledges/{name}", _in_their_form(builder), STOPPED_BY.get(name, letters.ANSWER))


def _in_their_form(builder: Callable[[UUID, dict[str, Any]], Letter]) -> Builder:
    """The letter in short lines, where they signed in easy read and it has them."""
    lines = EASY.get(builder.__name__)

    def build(about_id: UUID, ids: dict[str, Any]) -> Letter:
        letter = builder(about_id, ids)
        if lines is None or not reads_easy(about_id):
            return letter
        context = {**letter.context, **lines(letter.context)}
        return replace(letter, template="emails/easy", stop_page="pledges:stop_easy", context=context)

    return build
