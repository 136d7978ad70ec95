"""The letters that pledges sends. Built when the worker sends them, so links are made at the last moment."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from post import letters, links
from post.actions import queue_letter
from post.letters import CONFIRMATION, UNASKED, Builder, Letter, NothingToSend
from post.models import Outbox

from .kinds import Reason, State
from .mailboxes import first_of_each_address, has_fresh_link, sharing, waits
from .models import ConsentEntry, Person, PublicEntry, Signature
from .models.signatures import UNCONFIRMED_FOR
from .notices_easy import EASY, reads_easy
from .terms import current_terms

OWN_LIFETIME = timedelta(days=30)


def _person(about_id: UUID) -> Person:
    """Whom the letter is about; a letter to somebody who has gone is not sent."""
    person = Person.objects.select_related("subject__signature__pledge").filter(subject_id=about_id).first()
    if person is None:
        raise NothingToSend
    return person


def _link(viewname: str, about_id: UUID, scope: str, lifetime: timedelta) -> str:
    """A new private link, to the form of the page that they read."""
    token = links.issue(about_app="pledges", about_id=about_id, scope=scope, lifetime=lifetime)
    return links.absolute(f"{viewname}_easy" if reads_easy(about_id) else viewname, token)


def _own_link(about_id: UUID) -> str:
    return _link("pledges:yours", about_id, "own", OWN_LIFETIME)


def confirm(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """Please press the button: until then nothing is signed."""
    person = _person(about_id)
    signature: Signature = person.subject.signature
    if signature.state != State.UNCONFIRMED:
        raise NothingToSend
    return Letter(
        subject=_("Please confirm that you sign: %(title)s") % {"title": signature.pledge.title},
        context={
            "name": person.name,
            "title": signature.pledge.title,
            "link": _link("pledges:confirm", about_id, "confirm", UNCONFIRMED_FOR),
            "days": UNCONFIRMED_FOR.days,
        },
    )


def reminder(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """The button was not pressed for three days. The link lives no longer than the answers do."""
    person = _person(about_id)
    signature: Signature = person.subject.signature
    left_over = signature.created_at + UNCONFIRMED_FOR - timezone.now()
    if signature.state != State.UNCONFIRMED or left_over <= timedelta(0):
        raise NothingToSend
    return Letter(
        subject=_("You have not signed yet"),
        context={
            "name": person.name,
            "title": signature.pledge.title,
            "link": _link("pledges:confirm", about_id, "confirm", left_over),
            "until": timezone.localdate(signature.created_at + UNCONFIRMED_FOR),
        },
    )


def already(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """Somebody filled in the form again: here is the page they already have. Not while one has just gone."""
    person = _person(about_id)
    if has_fresh_link(about_id):
        raise NothingToSend
    return Letter(
        subject=_("You have already signed"),
        context={"name": person.name, "title": person.subject.signature.pledge.title, "link": _own_link(about_id)},
    )


def confirmed(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """Thank you, what happens next, and the signatory's own page."""
    person = _person(about_id)
    return Letter(
        subject=_("Thank you for signing"),
        context={
            "name": person.name,
            "title": person.subject.signature.pledge.title,
            "reference": person.subject.reference,
            "link": _own_link(about_id),
        },
    )


def approved(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """It was checked, and this is what the public list shows."""
    person = _person(about_id)
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
            "link": _own_link(about_id),
        },
    )


def rejected(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """It was turned down, why, and what the signatory can do."""
    person = _person(about_id)
    if person.subject.signature.state != State.REJECTED:
        raise NothingToSend
    return Letter(
        subject=_("We could not put your signature on the list"),
        context={
            "name": person.name,
            "title": person.subject.signature.pledge.title,
            "reason": Reason(ids["reason"]).label,
            "sign_link": links.absolute("pledges:sign"),
            "link": _own_link(about_id),
        },
    )


def changes_asked(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """Something has to be changed before the list can show it; here is where."""
    person = _person(about_id)
    return Letter(
        subject=_("Please change something"),
        context={
            "name": person.name,
            "title": person.subject.signature.pledge.title,
            "reason": Reason(ids["reason"]).label,
            "link": _link("pledges:edit", about_id, "own", OWN_LIFETIME),
        },
    )


def edit_approved(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """The new words stand on the list."""
    return replace(approved(about_id, ids), subject=_("Your changes are on the list"))


def edit_refused(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """The new words were turned down, and the old ones stay."""
    person = _person(about_id)
    return Letter(
        subject=_("We did not use your changes"),
        context={
            "name": person.name,
            "title": person.subject.signature.pledge.title,
            "reason": Reason(ids["reason"]).label,
            "link": _own_link(about_id),
        },
    )


def new_words(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """The pledge has moved on since they signed: do they stand by it still?"""
    person = _person(about_id)
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
            "link": _own_link(about_id),
        },
    )


def left(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """The receipt for leaving. Nothing personal is left, so it speaks from the ledger alone."""
    signature = Signature.objects.select_related("pledge", "subject").get(subject_id=about_id)
    taken_back = ConsentEntry.objects.filter(subject_id=about_id, act="withdraw").order_by("seq")
    return Letter(
        subject=_("You have left: your receipt"),
        context={
            "title": signature.pledge.title,
            "reference": signature.subject.reference,
            "left_at": signature.left_at,
            "entries": [{"what": entry.get_purpose_display(), "at": entry.at} for entry in taken_back],
            "sign_link": links.absolute("pledges:sign"),
        },
        is_last=True,
    )


def own_link(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """A new link to the signatory's own page, because the old one ran out."""
    person = _person(about_id)
    return Letter(
        subject=_("Your new link"),
        context={"name": person.name, "title": person.subject.signature.pledge.title, "link": _own_link(about_id)},
    )


def lost_link(about_id: UUID, ids: dict[str, Any]) -> None:
    """Nobody's letter: somebody typed an address, and now we look who signed with it. They get `own_links`."""
    typed = Outbox.objects.about("pledges", about_id).values_list("recipient", flat=True).get()
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
            "link": _own_link(other.pk),
        }
        for other in sharing(_person(about_id))
    ]
    return Letter(subject=_("The link to your own page"), context={"pages": pages, **pages[0]})


# Letters that do not answer anything their reader did, or that ask whether it was them.
STOPPED_BY = {"confirm": CONFIRMATION, "reminder": UNASKED, "new_words": UNASKED}


def register() -> None:
    """Called once, when the app is ready."""
    builders = (
        *(confirm, reminder, already, confirmed, own_link, own_links, new_words, left),
        *(approved, rejected, changes_asked, edit_approved, edit_refused),
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
