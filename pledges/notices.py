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

from . import receipt_files
from .kinds import Purpose, Reason, State, choice_name
from .mailboxes import first_of_each_address, has_fresh_link, sharing, waits
from .models import ConsentEntry, HandOver, Person, PublicEntry, Signature
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


def _with_receipt(letter: Letter, about_id: UUID) -> Letter:
    """The same letter with the receipt of this moment, and what it says about it."""
    files = receipt_files.attached(about_id, easy=reads_easy(about_id))
    has_pdf = any(file.name == receipt_files.PDF_NAME for file in files)
    here = _(
        "Your receipt comes with this e-mail. It has the words you read and what you said to them. Please keep it."
    )
    failed = _(
        "We could not make your receipt into a PDF. The file with this e-mail has it all, for a computer to read."
    )
    more = {"has_pdf": has_pdf, "receipt_line": here if has_pdf else failed}
    return replace(letter, attachments=files, context={**letter.context, **more})


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
    letter = Letter(
        subject=_("Thank you for signing"),
        context={
            "name": person.name,
            "title": person.subject.signature.pledge.title,
            "reference": person.subject.reference,
            "link": _own_link(about_id),
        },
    )
    return _with_receipt(letter, about_id)


def receipt(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """They changed a choice, or stood by new words: how everything stands now."""
    person = _person(about_id)
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
            "link": _own_link(about_id),
        },
    )
    return _with_receipt(letter, about_id)


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
    letter = Letter(
        subject=_("You have left: your receipt"),
        context={
            "title": signature.pledge.title,
            "reference": signature.subject.reference,
            "left_at": signature.left_at,
            "entries": [{"what": entry.get_purpose_display(), "at": entry.at} for entry in taken_back],
            "sign_link": links.absolute("pledges:sign"),
            "link": links.absolute("pledges:sign_easy"),
        },
        is_last=True,
    )
    return _with_receipt(letter, about_id)


def hand_over(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """To a colleague: would you go on with the organisation's signature? `about_id` is the invitation's."""
    asked = HandOver.objects.open().select_related("signature__pledge").filter(pk=about_id).first()
    details = asked.signature.live_details if asked else None
    if asked is None or details is None or not asked.signature.can_be_handed_over:
        raise NothingToSend
    lifetime = asked.expires_at - timezone.now()
    token = links.issue(about_app="pledges", about_id=about_id, scope="hand_over", lifetime=lifetime)
    return Letter(
        subject=_("Please take over: %(organisation)s") % {"organisation": details.organisation_typed},
        context={
            "title": asked.signature.pledge.title,
            "organisation": details.organisation_typed,
            "link": links.absolute("pledges:hand_over", token),
            # Nobody knows yet in which form they read.
            "easy_link": links.absolute("pledges:hand_over_easy", token),
            "until": timezone.localdate(asked.expires_at),
        },
    )


def hand_over_asked(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """To who signed, where our staff were told that a colleague takes over: they can say that it is wrong."""
    person = _person(about_id)
    asked = HandOver.objects.open().filter(signature_id=about_id).first()
    if asked is None:
        raise NothingToSend
    return Letter(
        subject=_("We were asked to hand your signature over"),
        context={
            "name": person.name,
            "title": person.subject.signature.pledge.title,
            "link": _own_link(about_id),
            "until": timezone.localdate(asked.expires_at),
        },
    )


def handed_over(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """The receipt for handing over. As after leaving, it speaks from the ledger alone."""
    receipt = left(about_id, ids)
    context = receipt.context | {"link": links.absolute("home_easy")}
    return replace(receipt, subject=_("A colleague has taken over: your receipt"), context=context)


def took_over(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """Thank you for going on, what is shown, and the colleague's own page."""
    person = _person(about_id)
    details = person.subject.signature.live_details
    letter = Letter(
        subject=_("You have taken over"),
        context={
            "name": person.name,
            "title": person.subject.signature.pledge.title,
            "organisation": details.organisation_typed if details else "",
            "reference": person.subject.reference,
            "link": _own_link(about_id),
        },
    )
    return _with_receipt(letter, about_id)


def ending(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """The pledge has closed, and this is the day on which their details go. Not sent once it is open again."""
    person = _person(about_id)
    signature: Signature = person.subject.signature
    if signature.pledge.closed_at is None or signature.ends_at is None:
        raise NothingToSend
    return Letter(
        subject=_("The pledge has closed"),
        context={
            "name": person.name,
            "title": signature.pledge.title,
            "closed_on": timezone.localdate(signature.pledge.closed_at),
            "ends_on": timezone.localdate(signature.ends_at),
            "link": _own_link(about_id),
        },
    )


def ended(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """The last letter: the pledge had ended, and everything personal went. It speaks from the ledger alone."""
    receipt = left(about_id, ids)
    context = receipt.context | {"link": links.absolute("home_easy")}
    return replace(receipt, subject=_("The pledge is over: we deleted your details"), context=context)


def own_link(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """A new link to the signatory's own page, because the old one ran out."""
    person = _person(about_id)
    return Letter(
        subject=_("Your new link"),
        context={"name": person.name, "title": person.subject.signature.pledge.title, "link": _own_link(about_id)},
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
            "link": _own_link(other.pk),
        }
        for other in sharing(_person(about_id))
    ]
    return Letter(subject=_("The link to your own page"), context={"pages": pages, **pages[0]})


# Letters that do not answer anything their reader did, or that ask whether it was them.
STOPPED_BY = {"confirm": CONFIRMATION, "reminder": UNASKED, "new_words": UNASKED, "hand_over": UNASKED}


def register() -> None:
    """Called once, when the app is ready."""
    builders = (
        *(confirm, reminder, already, confirmed, own_link, own_links, new_words, receipt, ending, left, ended),
        *(approved, rejected, changes_asked, edit_approved, edit_refused),
        *(hand_over, hand_over_asked, handed_over, took_over),
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
