"""What a page says of itself to search engines, in the words of schema.org, as JSON-LD.

It is data in a block of its own, which browsers never run and our policy for scripts does not touch; in the markup it
would have to stand in every component that shows a word of a charter.
"""

import json
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from charters.body import promise_addresses
from charters.document import Document
from charters.published import PublicCharter, PublicVersion, Shelf
from post.links import in_full

# As in django.utils.html.json_script: nothing in it can end the block it stands in.
ESCAPED = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def of_version(shelf: Shelf, version: PublicVersion, document: Document, agreed: list[str]) -> SafeString:
    """A version: what it is called, which one it is, since when, and by whom."""
    slug = shelf.charter.slug
    address = in_full(reverse("charters:version", args=[slug, version.n]))
    before, promise = shelf.before(version), promise_addresses(slug)
    return _block(
        {
            "@type": "DigitalDocument",
            "@id": address,
            "url": address,
            "name": document.title,
            "version": str(version.n),
            "inLanguage": document.language,
            "datePublished": version.published_at,
            "expires": version.superseded_at,
            "creativeWorkStatus": "Published" if version.superseded_at is None else "Superseded",
            "author": [{"@type": "Organization", "name": name} for name in agreed],
            "publisher": {"@type": "GovernmentOrganization", "name": settings.AREA["council"]},
            "isBasedOn": in_full(reverse("charters:version", args=[slug, before.n])) if before else None,
            "hasPart": [in_full(promise(placed.clause.key)) for placed in document.promises],
            "encoding": {
                "@type": "MediaObject",
                "contentUrl": in_full(reverse("charters:version_json", args=[slug, version.n])),
                "encodingFormat": "application/json",
                "sha256": version.hex,
            },
        }
    )


def of_promise(charter: PublicCharter, key: str, text: str, charter_title: str) -> SafeString:
    """One promise, and the charter that it is part of."""
    address = in_full(promise_addresses(charter.slug)(key))
    return _block(
        {
            "@type": "CreativeWork",
            "@id": address,
            "url": address,
            "text": text,
            "isPartOf": {
                "@type": "DigitalDocument",
                "name": charter_title,
                "url": in_full(reverse("charters:charter", args=[charter.slug])),
            },
        }
    )


def _block(said: dict[str, Any]) -> SafeString:
    kept = {"@context": "https://schema.org", **{key: value for key, value in said.items() if value}}
    written = json.dumps(kept, ensure_ascii=False, default=lambda moment: moment.isoformat())
    return mark_safe(written.translate(ESCAPED))  # noqa: S308  escaped on this line
