"""The results of a year for programs, for office programs and for print: they follow from what is frozen."""

import json
from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from config.lib.public_pages import KEPT_SECONDS, public_file
from participation import published
from participation import results_csv as rows_csv
from participation.models import Snapshot
from participation.published import NotPublished
from participation.results_paper import report
from pledges.views.listing import harmless
from pledges.views.open_data import BYTE_ORDER_MARK, CSV, JSON, csv_lines


@require_safe
def results_csv(request: HttpRequest, year: int, n: int | None = None) -> HttpResponseBase:
    """For office programs."""

    def make(one: Snapshot) -> bytes:
        rows = ((harmless(str(cell)) for cell in row) for row in rows_csv.rows(one.document))
        return (BYTE_ORDER_MARK + csv_lines([rows_csv.FIELDS]) + csv_lines(rows)).encode()

    headers = {"Content-Type": CSV, "Content-Disposition": f'attachment; filename="results-{year}.csv"'}
    return _file(request, year, n, make, headers)


@require_safe
def results_json(request: HttpRequest, year: int, n: int | None = None) -> HttpResponseBase:
    """The frozen document and nothing else, always in the same order."""

    def make(one: Snapshot) -> bytes:
        return json.dumps(one.document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    return _file(request, year, n, make, {"Content-Type": JSON})


@require_safe
def results_pdf(request: HttpRequest, year: int, n: int | None = None) -> HttpResponseBase:
    """To print: it also says what changed since the year before."""
    earlier = published.before(year)

    def make(one: Snapshot) -> bytes:
        return report(one, earlier)

    headers = {"Content-Type": "application/pdf", "Content-Disposition": f'inline; filename="results-{year}.pdf"'}
    return _file(request, year, n, make, headers, earlier.pk if earlier else 0)


def _file(
    request: HttpRequest,
    year: int,
    n: int | None,
    make: Callable[[Snapshot], bytes],
    headers: dict[str, str],
    *more: object,
) -> HttpResponseBase:
    try:
        one = published.named(year, n)
    except NotPublished:
        raise Http404 from None
    key = ("results", one.pk, one.published_at.isoformat(), *more)
    return public_file(request, key=key, make=lambda: make(one), headers=headers, kept_seconds=KEPT_SECONDS)
