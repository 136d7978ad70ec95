"""A version on paper: its PDFs, as they were made when it was published."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from charters import papers, published
from charters.published import NotPublic, Withdrawn
from config.lib.responses import SeeOther


@require_safe
def paper(request: HttpRequest, slug: str, n: int, paper: str) -> HttpResponseBase:
    """One file. What was asked for a moment ago does not come here: charters/middleware.py."""
    wanted = papers.named(paper)
    sha256 = papers.shelf.find(slug, n, *wanted) if wanted else None
    if sha256 is None:
        return _not_there(slug, n)
    content = papers.shelf.content(sha256)
    if content is None:
        raise Http404
    return papers.answer(request, papers.file_name(slug, n, paper), sha256, content)


def _not_there(slug: str, n: int) -> HttpResponseBase:
    """Of a version that was taken back, its page says why."""
    try:
        published.shelf(slug).version(n)
    except Withdrawn:
        return SeeOther(reverse("charters:version", args=[slug, n]))
    except NotPublic:
        pass
    raise Http404
