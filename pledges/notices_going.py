"""The letters about going: leaving, handing over to a colleague, and the end of a pledge."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from post import links
from post.letters import Letter, NothingToSend

from .models import ConsentEntry, HandOver, Signature
from .notice_parts import own_page_link, person_of, with_receipt


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
    return with_receipt(letter, about_id)


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
    person = person_of(about_id)
    asked = HandOver.objects.open().filter(signature_id=about_id).first()
    if asked is None:
        raise NothingToSend
    return Letter(
        subject=_("We were asked to hand your signature over"),
        context={
            "name": person.name,
            "title": person.subject.signature.pledge.title,
            "link": own_page_link(about_id),
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
    person = person_of(about_id)
    details = person.subject.signature.live_details
    letter = Letter(
        subject=_("You have taken over"),
        context={
            "name": person.name,
            "title": person.subject.signature.pledge.title,
            "organisation": details.organisation_typed if details else "",
            "reference": person.subject.reference,
            "link": own_page_link(about_id),
        },
    )
    return with_receipt(letter, about_id)


def ending(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """The pledge has closed, and this is the day on which their details go. Not sent once it is open again."""
    person = person_of(about_id)
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
            "link": own_page_link(about_id),
        },
    )


def ended(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """The last letter: the pledge had ended, and everything personal went. It speaks from the ledger alone."""
    receipt = left(about_id, ids)
    context = receipt.context | {"link": links.absolute("home_easy")}
    return replace(receipt, subject=_("The pledge is over: we deleted your details"), context=context)
