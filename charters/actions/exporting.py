"""A version as JSON that imports again, here or anywhere, to the same hash.

Only `document` is hashed, as the database writes it: the envelope around it says where it came from, and carries the
files that the document names by their hash.
"""

import base64
import hashlib
import json
from typing import Any

from charters.importing.exported import FORMAT
from charters.models import EasyReadLine, File, Version

from .freezing import document_of


def export(version: Version) -> dict[str, Any]:
    """Everything of a version that a reader sees, drafts too; who agreed and when stays here."""
    content = document_of(version)
    document = json.loads(content)
    return {
        "format": FORMAT,
        "charter": {"slug": version.charter.slug, "title": version.charter.title, "kind": version.charter.kind},
        "version": {"n": version.n, "state": version.state},
        "hash": hashlib.sha256(content).hexdigest(),
        "stale": _stale(version),
        "credits": list(version.credits.order_by("position").values_list("text", flat=True)),
        "files": _files(document),
        "document": document,
    }


def _stale(version: Version) -> dict[str, str]:
    """By clause key, the MD5 of the words that its easy read was written for, where these are others now."""
    stale = EasyReadLine.objects.stale().filter(clause__version=version)
    return dict(stale.order_by("-position").values_list("clause__key__key", "for_md5"))


def _files(document: dict[str, Any]) -> list[dict[str, str]]:
    logos = [one["logo"]["sha256"] for one in document["partners"] if one["logo"]]
    named = [*logos, *(one["sha256"] for one in document["attachments"])]
    files = File.objects.filter(pk__in=[bytes.fromhex(sha256) for sha256 in named])
    return [
        {"sha256": file.hex, "type": file.type, "content": base64.b64encode(file.content).decode()} for file in files
    ]
