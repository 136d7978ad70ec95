"""Files for programs and office programs: streamed, so that a long one needs no more memory than a short one."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from config.lib.public_pages import etag_for, marked, not_modified

JSON, CSV = "application/json", "text/csv; charset=utf-8"
# The mark at the start tells office programs that a file is UTF-8.
BYTE_ORDER_MARK = "\ufeff"


def streamed(
    request: HttpRequest,
    *,
    key: tuple[object, ...],
    write: Callable[[], Iterator[str]],
    content_type: str,
    name: str = "",
) -> HttpResponseBase:
    """The file whose content depends on this key alone; one with a name is saved rather than shown."""
    etag = etag_for(*key)
    unchanged = not_modified(request, etag)
    if unchanged is not None:
        return unchanged
    headers = {"Content-Disposition": f'attachment; filename="{name}"'} if name else {}
    content = (text.encode() for text in write())
    return marked(StreamingHttpResponse(content, content_type=content_type, headers=headers), etag)


def csv_lines(lines: Iterable[Iterable[object]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(lines)
    return buffer.getvalue()
