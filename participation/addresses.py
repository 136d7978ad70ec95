"""Links that people give as evidence: only such as lead somewhere on the public web.

We never open one. Staff and, later, anybody may press it: it must not lead into the network of whoever does, nor carry
a password.
"""

import ipaddress
import re
import socket
import unicodedata
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext as _

from .models.kinds import LONGEST_ADDRESS

# Names that only mean something inside a network.
INSIDE = {"local", "localhost", "localdomain", "internal", "intranet", "private", "corp", "home", "lan", "arpa", "test"}
LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
# The last part of a number written as an address: browsers read 0x7f.1 and 2130706433 as 127.0.0.1.
NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotAllowed(ValueError):
    """It cannot be taken. The message says why, for whoever typed it."""


def public_address(typed: str) -> str:
    """The address in one spelling, with https:// where that was left out. Raises NotAllowed."""
    whole = typed.strip() if re.match(r"[a-z][a-z0-9+.-]*:(?!\d)", typed.strip(), re.I) else f"https://{typed.strip()}"
    if not whole.isprintable() or any(sign.isspace() or sign in '\\<>"' for sign in whole):
        raise NotAllowed(
            _("A link has no spaces and no special signs. Copy it from the line at the top of your browser")
        )
    try:
        parts = urlsplit(whole)
        port = parts.port
    except ValueError:
        raise _no_address() from None
    if parts.scheme.lower() not in ("http", "https"):
        raise NotAllowed(_("A link must begin with https:// or http://"))
    if "@" in parts.netloc:
        raise NotAllowed(_("This link holds a name or a password before an @. Take that out"))
    address = _spelled(parts, _host(parts.hostname or ""), port)
    if len(address) > LONGEST_ADDRESS:
        raise NotAllowed(_("A link has 2,000 letters at most"))
    return address


def _spelled(parts: SplitResult, host: str, port: int | None) -> str:
    rest = parts._replace(scheme="", netloc="").geturl()
    slash = "" if not rest or rest.startswith("/") else "/"
    return f"{parts.scheme.lower()}://{host}{f':{port}' if port is not None else ''}{slash}{rest}"


def _host(given: str) -> str:
    """The name as browsers look it up. Raises NotAllowed where that is no place on the public web."""
    host = unicodedata.normalize("NFKC", given).lower().rstrip(".")
    if ":" in host:
        return f"[{_checked(_ip6(host))}]"
    try:
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        raise _no_address() from None
    labels = host.split(".")
    if not host or not all(LABEL.fullmatch(label) for label in labels) or len(host) > 253:
        raise _no_address()
    if NUMBER.fullmatch(labels[-1]):
        return str(_checked(_ip4(host)))
    if len(labels) == 1 or labels[-1] in INSIDE:
        raise _inside()
    return host


def _ip4(host: str) -> Address:
    try:
        # Reads every odd spelling that browsers do, and asks nobody.
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, ValueError):
        raise _no_address() from None


def _ip6(host: str) -> Address:
    try:
        return ipaddress.IPv6Address(host)
    except ValueError:
        raise _no_address() from None


def _checked(address: Address) -> Address:
    """Also what an IPv6 address leads to inside: ::ffff:127.0.0.1, and others that hold an IPv4 address."""
    held: list[Address | None] = [address]
    if isinstance(address, ipaddress.IPv6Address):
        held += [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in NAT64 or int(address) >> 32 == 0:
            held.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    if not all(one.is_global and not one.is_multicast for one in held if one is not None):
        raise _inside()
    return address


NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def _no_address() -> NotAllowed:
    return NotAllowed(_("This is not a link that we can read. Copy it from the line at the top of your browser"))


def _inside() -> NotAllowed:
    return NotAllowed(
        _("This link works only inside your own network. Give a link that everybody can open, or add it as a file")
    )
