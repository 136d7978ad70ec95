"""Receipts: behind somebody's own link as a page, as screens and as files; and what a receipt's keys mean."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from pledges import easy_receipt, receipt_files, receipt_words
from pledges.receipts import NothingAgreed, Receipt

from .own_visit import READ, Visit, own_page

SCHEMA = Path(__file__).resolve().parent.parent / "schemas/consent-receipt.json"
DAY = 86_400


@own_page(*READ)
def receipt(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """All of it on one page."""
    found = _receipt_of(visit)
    if found is None:
        return visit.go("yours")
    context = {
        "about": [{"key": {"text": label}, "value": {"text": answer}} for label, answer in receipt_words.about(found)],
        "now": receipt_words.now(found),
        "quoted": [*receipt_words.pledges(found), *receipt_words.words(found)],
        "notices": receipt_words.notices(found),
        "events": receipt_words.events(found),
        "about_fingerprints": receipt_words.about_fingerprints(),
        "token": visit.token,
        "easy_url": Visit(visit.token, visit.subject_id, easy=True).address("receipt"),
    }
    return render(request, "pledges/own/receipt.html", context)


@own_page(*READ)
def as_file(request: HttpRequest, visit: Visit, kind: str) -> HttpResponseBase:
    """To print and keep, or for machines."""
    found = _receipt_of(visit)
    return receipt_files.response(found, kind) if found else visit.go("yours")


@own_page(*READ, easy=True)
def easy(request: HttpRequest, visit: Visit, n: int = 1) -> HttpResponseBase:
    """A few lines a screen."""
    found = _receipt_of(visit)
    if found is None:
        return visit.go("yours")
    screens = easy_receipt.screens(found)
    if not 1 <= n <= len(screens):
        return visit.go("receipt")
    heading, lines = screens[n - 1]
    context = {
        "heading": heading,
        "lines": [{"picture": line.picture, "text": line.html, "alt": line.alt} for line in lines],
        "now": n,
        "of": len(screens),
        "next": visit.address("receipt_part", n + 1) if n < len(screens) else "",
        "back": visit.address("receipt_part", n - 1) if n > 1 else visit.address("yours"),
        "print": visit.address("receipt_pdf") if n == 1 else "",
        "menu": visit.address("yours"),
        "plain_url": Visit(visit.token, visit.subject_id, easy=False).address("receipt"),
    }
    return render(request, "pledges/own/easy/receipt.html", context)


@require_safe
@cache_control(public=True, max_age=DAY)
def schema(request: HttpRequest) -> HttpResponse:
    """What each key of a receipt holds, for whoever finds one in years: the receipt names this address."""
    return HttpResponse(SCHEMA.read_bytes(), content_type="application/schema+json")


def _receipt_of(visit: Visit) -> Receipt | None:
    """None before anything was agreed to. Raises Signature.DoesNotExist."""
    try:
        return Receipt.of(visit.subject_id)
    except NothingAgreed:
        return None
