"""Everything we hold about one signatory as JSON, for them to keep or to take elsewhere.

The names of the keys are promises to those who read it with a program: add, never rename. What is left out, and why:
who of our staff decided or wrote (that is about them), and the secrets of links (we do not have them, only a hash).
"""

import json
from typing import Any

from django.conf import settings
from django.utils import timezone

from .holdings import Held
from .models import HandOver, Organisation, PledgeWording, Revision
from .models.wordings import Wording
from .organisation_page import address_of
from .stands_on import versions_of

FORMAT = 1
# What each part of the file is. The file itself carries this list.
PARTS = {
    "made": "When this file was made. Times are in the international form (ISO 8601).",
    "number": "Your number with us. It is random.",
    "pledge": "What you signed, the version and the words of it, and the versions of charters that it stands on.",
    "notice": "The privacy notice you were shown when you signed.",
    "stands_by": "The version of the pledge that you stand by now.",
    "person": "Who you are. The plain spellings are how we notice that somebody has signed before.",
    "signature": "Where your signature stands.",
    "details": "What you told us, newest first. An old set is kept for a few minutes, while a decision can be undone.",
    "public": "What everybody can see on the list, or null.",
    "choices": "What you said yes or no to, how it stands, and the words.",
    "unconfirmed_choices": "Boxes you ticked that do not count before you confirm your e-mail address.",
    "consents": "The record of each time you said yes or took it back, with the exact words. It has no name in it. "
    "What you took back also stands on a list beside our backups, by your number, so that it stays taken back.",
    "ledger": "How many entries that record has, and the fingerprint of the last one.",
    "affirmations": "Newer versions of the pledge that you said you stand by.",
    "handing_over": "The colleague who is asked to take your signature over, or null.",
    "decisions": "What our staff decided about your signature. It shows here a few minutes after it was made.",
    "notes": "What our staff wrote down about your signature.",
    "letters": "E-mails that wait to be sent to you. What is in them is written when they go.",
    "links": "Private links that we made for you. We keep no link itself, only a fingerprint of it.",
    "stopped": "Whether somebody with your e-mail address told us to stop letters, why and since when, or null.",
    "counted": "How many e-mails others could cause to your address in the last day: nobody may fill your mailbox.",
    "history": "When your signature changed its state. It shows here a few minutes after it happened.",
}


def written(held: Held) -> str:
    """The file."""
    return json.dumps(document(held), ensure_ascii=False, indent=2, default=str)


def document(held: Held) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "area": settings.AREA["name"],
        "parts": PARTS,
        "made": timezone.now().isoformat(),
        "number": str(held.person.subject_id),
        **_signed(held),
        **_agreed(held),
        **_recorded(held),
    }


def _signed(held: Held) -> dict[str, Any]:
    """Who they are, what they signed and what they said."""
    public = held.public
    return {
        "pledge": {"title": held.signature.pledge.title, **_wording(held.signature.wording)},
        "notice": _wording(held.signature.notice),
        "stands_by": held.stands_by.n,
        "person": _person(held),
        "signature": _signature(held),
        "details": [_details(words.revision, words.stage) for words in held.details],
        "public": public
        and {
            "number": str(public.public_id),
            "since": _time(public.since),
            **{
                name: getattr(public, name)
                for name in ("kind", "organisation", "name", "role", "promise", "people", "page")
            },
            "version": public.version,
        },
    }


def _person(held: Held) -> dict[str, Any]:
    person, (name, plain) = held.person, held.called
    return {
        "pledge": person.pledge.title if person.pledge else None,
        "name": name,
        "email": person.email,
        "age": person.age_band,
        "plain_address": person.canonical,
        "plain_name": plain,
        "place_among_those_of_this_address": person.slot,
    }


def _signature(held: Held) -> dict[str, Any]:
    signature = held.signature
    return {
        "kind": signature.kind,
        "people": signature.people,
        "state": held.state,
        "state_in_words": held.state_words,
        "reason": held.reason,
        "form": str(signature.draft_id),
        "sent": _time(signature.created_at),
        "signed": _time(signature.confirmed_at),
        "first_signed_by_a_colleague": _time(signature.first_signed_at),
        "waiting_since": _time(held.waiting_since),
        "decided": _time(held.decided_at),
        "left": _time(signature.left_at),
        "reminded": _time(signature.reminded_at),
        "told_that_details_go_on": _time(signature.ends_at),
        "told_of_version": signature.told_of and signature.told_of.n,
        "organisation": _organisation(held.organisation),
        "organisation_before": _organisation(held.organisation_before),
    }


def _organisation(organisation: Organisation | None) -> dict[str, Any] | None:
    """The organisation as staff said, where it is one, and the address of its page."""
    if organisation is None:
        return None
    return {
        "name": organisation.name,
        "plain_name": organisation.name_norm,
        "kind": organisation.kind,
        "since": _time(organisation.made_at),
        "page": address_of(organisation.slug),
    }


def _details(revision: Revision, stage: str) -> dict[str, Any]:
    return {
        "stage": stage,
        "name": revision.name_shown,
        "role": revision.role,
        "organisation": revision.organisation_typed,
        "promise": revision.promise,
        "written": _time(revision.created_at),
    }


def _agreed(held: Held) -> dict[str, Any]:
    """What they said yes and no to, in the exact words."""
    return {
        "choices": [
            {"purpose": c.wording.purpose, "on": c.is_on, "since": _time(c.entry.given_at) if c.entry else None}
            | _wording(c.wording)
            for c in (held.taking_part, *held.choices)
            if c is not None
        ],
        "unconfirmed_choices": [
            {"purpose": box.wording.purpose, "given": _time(box.given_at), "given_by": box.given_by}
            | {"shown_in": box.shown_in}
            | _wording(box.wording)
            for box in held.unconfirmed
        ],
        "consents": [_consent(entry) for entry in held.ledger],
        "ledger": {"entries": held.person.subject.ledger_n, "head": bytes(held.person.subject.ledger_head).hex()},
        "affirmations": [
            {"version": said.wording.n, "shown_in": said.shown_in, "at": _time(said.at)} | _wording(said.wording)
            for said in held.affirmations
        ],
    }


def _consent(entry: Any) -> dict[str, Any]:
    return {
        "number": entry.seq,
        "purpose": entry.purpose,
        "act": entry.act,
        "channel": entry.channel,
        "given_by": entry.given_by,
        "shown_in": entry.shown_in,
        "given": _time(entry.given_at),
        "recorded": _time(entry.at),
        **_wording(entry.wording),
        "notice": _wording(entry.notice),
        "follows": bytes(entry.prev).hex(),
        "seal": bytes(entry.hash).hex(),
    }


def _recorded(held: Held) -> dict[str, Any]:
    """What we wrote down, and what waits to be sent."""
    return {
        "handing_over": held.hand_over and _handing_over(held.hand_over),
        "decisions": [
            {"decision": d.decision.act, "reason": d.decision.reason, "at": _time(d.decision.at)}
            | {"taken_back": d.taken_back}
            for d in held.decisions
        ],
        "notes": [{"text": note.text, "at": _time(note.at)} for note in held.notes],
        "letters": [
            {"letter": letter.template, "to": letter.recipient, "queued": _time(letter.created_at)}
            | {"not_before": _time(letter.not_before), "state": letter.state, "attempts": letter.attempts}
            | {"needs": letter.ids, "message_id": letter.message_id}
            for letter in held.letters
        ],
        "links": [
            {"opens": link.scope, "made": _time(link.created_at), "runs_out": _time(link.expires_at)}
            | {"used": _time(link.used_at)}
            for link in held.links
        ],
        "stopped": held.stopped and {"reason": held.stopped.reason, "since": _time(held.stopped.at)},
        "counted": [{"since": _time(tally.since), "letters": tally.n} for tally in held.counted],
        "history": [
            {"state": event.state, "signed": _time(event.confirmed_at), "decided": _time(event.decided_at)}
            | {"left": _time(event.left_at), "recorded": _time(event.pgh_created_at)}
            for event in held.history
        ],
    }


def _handing_over(asked: HandOver) -> dict[str, Any]:
    return {
        "email": asked.email,
        "told": asked.channel,
        "by_staff": asked.by_id is not None,
        "asked": _time(asked.created_at),
        "runs_out": _time(asked.expires_at),
    }


def _wording(wording: Wording) -> dict[str, Any]:
    plain = {
        "version": wording.n,
        "language": wording.language,
        "words": wording.standard,
        "easy_read": wording.easy,
        "published": _time(wording.published_at),
    }
    if not isinstance(wording, PledgeWording):
        return plain
    return plain | {
        "stands_on": [
            {"charter": on.title, "version": on.n, "address": on.address, "sha256": on.hash}
            for on in versions_of(wording)
        ]
    }


def _time(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
