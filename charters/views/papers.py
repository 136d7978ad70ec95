"""A version on paper: its PDFs, as they were made when it was published."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from charters import papers, published
from charters.published import NotPublic, Withdrawn
from config.lib.public_pages import CACHE_CONTROL
from config.lib.responses import SeeOther


@require_safe
def paper(request: HttpRequest, slug: str, n: int, name: str) -> HttpResponseBase:
    """Not for ever, unlike charter.json: the owner of a picture may take it back. So caches ask whether it stands."""
    wanted = papers.named(name)
    sha256 = papers.shelf.find(slug, n, *wanted) if wanted else None
    if sha256 is None:
        return _not_there(slug, n)
    found = get_conditional_response(request, etag=f'"{sha256}"')
    if found is None:
        content = papers.shelf.content(sha256)
        if content is None:
            raise Http404
        found = papers.response(content, f"{slug}-version-{n}-{name}.pdf")
    found["Cache-Control"] = CACHE_CONTROL
    found["ETag"] = f'"{sha256}"'
    return found


def _not_there(slug: str, n: int) -> HttpResponseBase:
    """Of a version that was taken back, its page says why."""
    try:
        published.shelf(slug).version(n)
    except Withdrawn:
        return SeeOther(reverse("charters:version", args=[slug, n]))
    except NotPublic:
        pass
    raise Http404
