"""Which network a request comes from: enough to slow down one place, too little to name a person."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def network_of(request: HttpRequest) -> str:
    """The network a request comes from: /24 or /64, behind as many proxies as the settings trust."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        # Each proxy adds the address it heard from at the end; what stands further left can be made up.
        address = hops[-min(settings.TRUSTED_PROXIES, len(hops))].strip() or address
    try:
        version = ipaddress.ip_address(address).version
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network(f"{address}/{24 if version == 4 else 64}", strict=False))
