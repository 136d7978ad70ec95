"""A page of ours in a frame of another page of ours, which everywhere else is forbidden."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from csp.constants import NONE, SELF
from csp.decorators import csp_replace, csp_update
from django.http import HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin

View = TypeVar("View", bound=Callable[..., HttpResponse])

# No program runs in it and it sends nothing: words and pictures are all it is for.
FRAMED = {"frame-ancestors": [SELF], "script-src": [NONE], "connect-src": [NONE], "form-action": [NONE]}
FRAMING = {"frame-src": [SELF]}


def may_be_framed(view: View) -> View:
    """For the view of a page that our own pages may show in a frame."""
    opened: Any = csp_replace(FRAMED)(cast(Any, view))
    return cast(View, xframe_options_sameorigin(opened))


def frames_ours(view: View) -> View:
    """For the view of a page that shows such a page in a frame."""
    return cast(View, csp_update(FRAMING)(cast(Any, view)))
