"""The links to stop letters and to find a lost page, as tests open them."""

from pledges.models import Signature
from post import links

LOST, STOPPED, NOT_ME = "/pledge/lost-link/", "/pledge/stopped/", "/pledge/not-me/"
# What a mail program sends for its reader (RFC 8058), and nothing else: no cookies, no token.
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def stop_address(signature: Signature) -> str:
    secret = links.lasting(about_app="pledges", about_id=signature.subject_id, scope="stop")
    return f"/pledge/stop/{secret}/"
