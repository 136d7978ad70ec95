"""The context of a partner's page: who is asked, what has changed, all the words, and what was answered."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from . import body, changes, words
from .document import Attachment, Document
from .models import Agreement, VersionPartner
from .models.kinds import Answer
from .since import Since, changes_for


def page(one: VersionPartner, token: str, *, last: Agreement | None, opened_with: bytes = b"") -> dict[str, Any]:
    """The whole version, with what has changed first."""
    version = one.version
    assert version.document is not None  # noqa: S101  partners are asked about what is frozen
    document = Document.parse(version.document)
    since = changes_for(one, version, opened_with=opened_with)
    return {
        "name": one.partner.name,
        "charter": version.charter,
        "version": version,
        "title": document.title,
        "hash": version.hex[:12],
        "last": said(last) if last else None,
        "is_first": version.n == 1 and not since,
        "since": [_since(each) for each in since],
        "note": words.paragraphs(document.note),
        **whole(document, token),
    }


def whole(document: Document, token: str) -> dict[str, Any]:
    """All that stands in the document, for the parts of templates/charters/. Nothing leads to pages not yet there."""
    return {
        **body.context("", document),
        "partners": [{"name": one.name, "required": one.required} for one in document.partners],
        "attachments": [_attachment(one, token) for one in document.attachments],
        "review_by": words.day(document.review_by) if document.review_by else "",
    }


def _attachment(given: Attachment, token: str) -> dict[str, str]:
    href = reverse("charters:agree_file", args=[token, given.sha256, given.name])
    return {"title": given.title, "what": words.file_words(given), "href": href}


def _since(since: Since) -> dict[str, Any]:
    return {
        "heading": _heading(since),
        "reason": words.paragraphs(since.answer.reason) if since.answer else [],
        "changes": changes.page(since.comparison),
    }


def _heading(since: Since) -> str:
    if since.opened:
        return _("What has changed since you opened this page")
    if since.answer is None:
        assert since.in_force is not None  # noqa: S101  it is since one of the three
        return _("What has changed from version %(n)s, which is in force") % {"n": since.in_force.n}
    when = {"day": words.day(since.answer.at), "n": since.answer.version.n}
    if since.answer.act == Answer.AGREE:
        return _("What has changed since you agreed on %(day)s (version %(n)s)") % when
    return _("What has changed since you said no on %(day)s (version %(n)s)") % when


def said(answer: Agreement) -> dict[str, Any]:
    """One answer, for people."""
    at = timezone.localtime(answer.at)
    return {
        "agrees": answer.act == Answer.AGREE,
        "day": words.day(at),
        "hour": f"{at:%H:%M}",
        "reason": words.paragraphs(answer.reason),
    }


def receipt(one: VersionPartner, last: Agreement) -> dict[str, Any]:
    """What was answered, when, and to which words."""
    return {
        "name": one.partner.name,
        "charter": one.version.charter,
        "version": one.version,
        "title": one.version.title,
        "hash": bytes(last.hash).hex()[:12],
        "answer": said(last),
        "is_required": one.required,
    }
