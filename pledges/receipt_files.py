"""A receipt as files to keep: a PDF in each form, one for machines, and what goes with a letter."""

import logging
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from charters import pictures
from config.lib.pdf import pdf
from post.letters import Attachment

from . import easy_receipt, kantara, receipt_words
from .receipt_words import Quoted
from .receipts import NothingAgreed, Receipt

logger = logging.getLogger("pledges")

# Easy read, FACTS part 4: nothing smaller than this. So many letters of its usual size fill a line.
SMALLEST_PT, LONGEST_AT_20_PT = 14, 30
PDF_NAME, JSON_NAME = "receipt.pdf", "receipt.json"
KINDS = ("pdf", "easy_pdf", "json")


def attached(subject_id: UUID, *, easy: bool) -> list[Attachment]:
    """The files that go with a letter: the PDF in the form they read, and the one for machines.

    A PDF that cannot be made holds up no letter. The other file has every word of it, and the letter says so.
    """
    try:
        receipt = Receipt.of(subject_id)
    except NothingAgreed:
        return []
    for_machines = file(receipt, "json")
    try:
        return [file(receipt, "easy_pdf" if easy else "pdf"), for_machines]
    except Exception as error:  # whatever a template, a typeface or a picture comes up with
        # Its text could quote the receipt.
        logger.error("a receipt could not be made into a PDF: %s", type(error).__name__)
        return [for_machines]


def file(receipt: Receipt, kind: str) -> Attachment:
    """One of KINDS. Raises NotPrintable."""
    if kind == "json":
        return Attachment(JSON_NAME, kantara.written(receipt).encode(), "application/json")
    return Attachment(PDF_NAME, in_easy_read(receipt) if kind == "easy_pdf" else in_full(receipt), "application/pdf")


def response(receipt: Receipt, kind: str) -> HttpResponse:
    """The same to download; no cache may keep it."""
    made = file(receipt, kind)
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"', "Cache-Control": "no-store"}
    return HttpResponse(made.content, content_type=made.kind, headers=headers)


def in_full(receipt: Receipt) -> bytes:
    """All the words. Raises NotPrintable."""
    data = _shared() | {
        "heading": _("Your receipt"),
        "lead": _("This shows what you were told, what you said to it, and when."),
        "about": receipt_words.about(receipt),
        "now": _now(receipt),
        "words": {
            "heading": _("The exact words"),
            "lead": _("These are the words you read when you agreed."),
            "stands_on": _("It stands on"),
            "parts": [_part(quoted) for quoted in (*receipt_words.pledges(receipt), *receipt_words.words(receipt))],
        },
        "notices": receipt_words.notices(receipt),
        "record": _record(receipt),
        "help": _help(receipt),
    }
    return pdf("receipt", data, made=receipt.until, title=_title(receipt))


def in_easy_read(receipt: Receipt) -> bytes:
    """Pictures left, words right. Raises NotPrintable."""
    parts = easy_receipt.parts(receipt)
    named = {line.picture for part in parts for line in part.lines if pictures.known(line.picture)}
    data = _shared() | {
        "heading": easy_receipt.heading(),
        "smallest": SMALLEST_PT,
        "longest": LONGEST_AT_20_PT,
        "parts": [{"heading": part.heading, "lines": [_line(line) for line in part.lines]} for part in parts],
    }
    drawings = {name: pictures.drawing(name) for name in sorted(named)}
    return pdf("receipt_easy", data, made=receipt.until, title=_title(receipt), drawings=drawings)


def _shared() -> dict[str, Any]:
    return {
        "author": _("Equal Partners in %(name)s") % {"name": settings.AREA["name"]},
        "box_words": _("stands for a sign that we cannot print. It is right in our record."),
    }


def _title(receipt: Receipt) -> str:
    return _("Your receipt: %(title)s") % {"title": receipt.signature.pledge.title}


def _now(receipt: Receipt) -> dict[str, Any]:
    nothing = "" if receipt.in_force else _("Nothing. You have left, and all you agreed to has ended.")
    return {
        "heading": _("What you agree to now"),
        "none": nothing,
        "choices": [
            {
                "heading": f"{choice.what}: {choice.answer}",
                "since": choice.since_words,
                "why": choice.why,
            }
            for choice in receipt_words.now(receipt)
        ],
        "rest": _("You agreed to nothing else.") if receipt.in_force else "",
    }


def _part(quoted: Quoted) -> dict[str, Any]:
    return {
        "title": quoted.title,
        "read_in": quoted.read_in,
        "blocks": [{"kind": block.kind, "text": block.text, "items": block.items} for block in quoted.blocks],
        "stands_on": quoted.stands_on,
    }


def _record(receipt: Receipt) -> dict[str, Any]:
    return {
        "heading": _("Each step"),
        "lead": receipt_words.about_fingerprints(),
        "events": [
            {
                "what": told.what,
                "sentences": told.sentences,
                "fingerprint": _("Fingerprint: %(fingerprint)s") % {"fingerprint": told.fingerprint_in_groups},
            }
            for told in receipt_words.events(receipt)
        ],
    }


def _help(receipt: Receipt) -> dict[str, Any]:
    return {
        "heading": _("Questions and changes"),
        "sentences": receipt_words.help_sentences(receipt),
        "contacts": receipt_words.contacts(),
    }


def _line(line: easy_receipt.Line) -> dict[str, str]:
    """Every picture says what it shows: on paper nobody sees which words are the same."""
    alt = line.alt or (pictures.picture(line.picture).shows if pictures.known(line.picture) else "")
    return {"picture": line.picture, "text": line.text, "own": line.own, "alt": alt}
