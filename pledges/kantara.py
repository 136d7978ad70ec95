"""A receipt for machines: Kantara Consent Receipt 1.1, with what ISO/IEC TS 27560 adds, and the ledger's own proof.

Nothing in it is personal: it speaks of a random number, and says the same before and after somebody has left.

* A public task is not called consent: `consentType` says what it is.
* Once nothing is in force, the service is still named and has no purposes: a program that reads only Kantara's part
  must not find a purpose that nobody may rely on any more. `events` still tells of what was agreed and taken back.
* `sensitive` is always true: to be on this list can tell that somebody is disabled or cares for a disabled child.

The names of the keys are promises. pledges/schemas/consent-receipt.json says what each holds, and is served beside the
site, so that somebody who finds a receipt in years can check it.
"""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.conf import settings

from post import links

from .kinds import Act, Basis, Channel, Purpose
from .models import ConsentEntry
from .models.wordings import Wording
from .receipt_words import notice_address
from .receipts import Receipt, Seen, moment
from .stands_on import StandsOn

VERSION = "KI-CR-v1.1.0"
RECORD_VERSION = "ISO/IEC TS 27560:2023"
COUNTRY = "GB"
# Words for other programs and for lawyers, in English like the names of the keys; not translated.
TYPES = {Basis.CONSENT: "EXPLICIT", Basis.PUBLIC_TASK: "NOT CONSENT: public task"}
BASES = {
    Basis.CONSENT: "UK GDPR, Article 6(1)(a): consent",
    Basis.PUBLIC_TASK: "UK GDPR, Article 6(1)(e): public task",
}
CATEGORIES: dict[str, tuple[list[str], list[str]]] = {
    Purpose.TAKE_PART: (["Core function"], ["Biographical", "Contact", "Membership"]),
    Purpose.PUBLISH: (["Publication"], ["Biographical", "Membership"]),
    Purpose.ASK: (["Contact requested"], ["Contact"]),
    Purpose.NEWS: (["Contact requested"], ["Contact"]),
}
SENSITIVE = ["Health"]
READERS = "Everybody who reads the public list"
ENDS_BY_LEAVING = "When they leave the pledge, at once: their name, address and answers are deleted."
ENDS_BY_SWITCH = "When they turn this choice off on their own page, or leave the pledge: at once."
RETENTION = (
    "Name, address and answers: until they leave the pledge, then deleted at once. "
    "The record of consents: kept for good; it holds a random number and no name."
)
WITHDRAWAL = (
    "The link to their own page, which stands in every letter, or a call or letter to the controller. "
    "No password and no reason is asked. It works at once."
)
COLLECTED = {
    Channel.WEB: "Web form",
    Channel.EMAIL: "E-mail",
    Channel.TELEPHONE: "Telephone",
    Channel.PAPER: "Paper form",
}


def written(receipt: Receipt) -> str:
    """The file."""
    return json.dumps(document(receipt), ensure_ascii=False, indent=2) + "\n"


def document(receipt: Receipt) -> dict[str, Any]:
    return {**_kantara(receipt), **_iso(receipt), **_proof(receipt)}


def _kantara(receipt: Receipt) -> dict[str, Any]:
    """Kantara's own keys, and no others."""
    return {
        "version": VERSION,
        "jurisdiction": COUNTRY,
        "consentTimestamp": int(receipt.entries[-1].given_at.timestamp()),
        "collectionMethod": _collected(receipt),
        "consentReceiptID": str(receipt.id),
        "language": _language(receipt.notice),
        "piiPrincipalId": str(receipt.subject.id),
        "piiControllers": [_controller()],
        "policyUrl": notice_address(receipt.notice.n),
        "services": [
            {
                "service": receipt.signature.pledge.title,
                "purposes": [_purpose(entry) for entry in receipt.in_force],
            }
        ],
        "sensitive": True,
        "spiCat": SENSITIVE,
    }


def _controller() -> dict[str, Any]:
    area = settings.AREA
    return {
        "piiController": area["council"],
        "piiControllerUrl": settings.SITE_URL,
        "onBehalf": False,
        "contact": "Data protection officer",
        "address": {"streetAddress": area["address"], "addressCountry": COUNTRY},
        "email": area["dpo_email"],
        "phone": area["phone"],
    }


def _purpose(entry: ConsentEntry) -> dict[str, Any]:
    """One purpose in force. The first line of the words is what stood beside the box."""
    purposes, personal = CATEGORIES[entry.purpose]
    is_public = entry.purpose == Purpose.PUBLISH
    basis = Basis(entry.wording.basis)
    return {
        "purpose": entry.wording.choice,
        "consentType": TYPES[basis],
        "purposeCategory": purposes,
        "piiCategory": personal,
        "primaryPurpose": entry.purpose == Purpose.TAKE_PART,
        "termination": ENDS_BY_LEAVING if entry.purpose == Purpose.TAKE_PART else ENDS_BY_SWITCH,
        "thirdPartyDisclosure": is_public,
        **({"thirdPartyName": READERS} if is_public else {}),
        # Ours.
        "purposeId": entry.purpose,
        "lawfulBasis": BASES[basis],
        "event": entry.seq,
    }


def _collected(receipt: Receipt) -> str:
    """By which ways their answers came. That a pledge had ended was nobody's answer."""
    answered = (Channel(entry.channel) for entry in receipt.entries)
    ways = dict.fromkeys(COLLECTED[channel] for channel in answered if channel != Channel.ENDED)
    return ", ".join(ways)


def _iso(receipt: Receipt) -> dict[str, Any]:
    """What ISO/IEC TS 27560 asks for beyond Kantara. `recipients` are those of what is in force."""
    area, is_public = settings.AREA, any(entry.purpose == Purpose.PUBLISH for entry in receipt.in_force)
    return {
        "record": {
            "schemaVersion": RECORD_VERSION,
            "schema": links.absolute("pledges:receipt_schema"),
            "recordId": str(receipt.id),
            "state": "in force" if receipt.in_force else "withdrawn",
            "upTo": _time(receipt.until),
        },
        "piiProcessing": {
            "noticeVersion": receipt.notice.n,
            "language": _language(receipt.notice),
            "storageLocation": f"The database of {settings.SITE_URL}, kept for {area['council']}",
            "retention": RETENTION,
            "recipients": [f"A few people at {area['council']}", *([READERS] if is_public else [])],
            "withdrawalMethod": WITHDRAWAL,
        },
    }


def _proof(receipt: Receipt) -> dict[str, Any]:
    """What they agreed to, word by word, and every entry of the ledger."""
    return {
        "pledge": {
            "title": receipt.signature.pledge.title,
            "signed": _time(moment(receipt.signature.confirmed_at)),
            "left": _time(receipt.signature.left_at) if receipt.signature.left_at else None,
            "versions": [
                {"agreed": _time(stood.at), **_words(stood.seen), "standsOn": [_charter(on) for on in stood.stands_on]}
                for stood in receipt.stood_by
            ],
        },
        "notices": [
            {"version": notice.n, "language": _language(notice), "url": notice_address(notice.n)}
            | {"words": notice.standard, "easyRead": [line["text"] for line in notice.easy]}
            for notice in receipt.notices
        ],
        "events": [_event(entry, receipt) for entry in receipt.entries],
        "ledger": {"entries": len(receipt.entries), "head": receipt.head},
    }


def _event(entry: ConsentEntry, receipt: Receipt) -> dict[str, Any]:
    """One entry. It is valid until another takes its place; taking something back is valid until it is given again."""
    end = receipt.ended_by(entry)
    return {
        "number": entry.seq,
        "purposeId": entry.purpose,
        "state": "given" if entry.act == Act.GIVE else "withdrawn",
        "lawfulBasis": BASES[Basis(entry.wording.basis)],
        "time": _time(entry.given_at),
        "recorded": _time(moment(entry.at)),
        "validUntil": _time(moment(end.at)) if end else None,
        "channel": entry.channel,
        "givenBy": entry.given_by,
        "noticeVersion": entry.notice.n,
        **_words(receipt.seen(entry)),
        "follows": bytes(entry.prev).hex(),
        "hash": bytes(entry.hash).hex(),
    }


def _words(seen: Seen) -> dict[str, Any]:
    """The exact words in the form they were read, with a fingerprint to find them by."""
    return {
        "wordingVersion": seen.wording.n,
        "language": _language(seen.wording),
        "shownIn": seen.shown_in,
        "words": seen.text,
        "wordsSha256": hashlib.sha256(seen.text.encode()).hexdigest(),
    }


def _charter(version: StandsOn) -> dict[str, Any]:
    """One version of a charter that the pledge stands on. The hash is of everything in it."""
    return {"title": version.title, "version": version.n, "url": version.address, "sha256": version.hash}


def _language(wording: Wording) -> str:
    """As BCP 47 writes it: en-GB."""
    language, _sign, region = wording.language.partition("-")
    return f"{language}-{region.upper()}" if region else language


def _time(when: datetime) -> str:
    return when.isoformat()
