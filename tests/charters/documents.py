"""Documents written by hand, for what only reads them. In life the database makes them (charters_document())."""

import json
from typing import Any

from charters.document import Document


def easy_line(text: str, picture: str = "hand-up", meaning: str = "") -> dict[str, str]:
    return {"picture": picture, "text": text, "alt": "", **({"meaning": meaning} if meaning else {})}


def clause(key: str, text: str = "", **fields: Any) -> dict[str, Any]:
    """A commitment of ours unless told otherwise."""
    return {
        "key": key,
        "kind": "commitment",
        "actor": "we",
        "partner": "",
        "text": text or f"We will keep {key}.",
        "target_date": None,
        "easy": [easy_line(f"We keep {key}.", meaning="keeping")],
        **fields,
    }


def section(heading: str, *inside: dict[str, Any] | str, **fields: Any) -> dict[str, Any]:
    """A section with clauses and sections in it; a clause may be given by its key alone."""
    parts = [clause(one) if isinstance(one, str) else one for one in inside]
    return {
        "label": "",
        "heading": heading,
        "intro": "",
        "easy": [],
        "clauses": [part for part in parts if "key" in part],
        "sections": [part for part in parts if "key" not in part],
        **fields,
    }


def content(*sections: dict[str, Any], **fields: Any) -> bytes:
    """The bytes of a document."""
    given = {
        "format": "charter-1",
        "title": "Five Ways We Work",
        "language": "en-gb",
        "intro": "",
        "easy_intro": [],
        "review_by": None,
        "note": "",
        "easy_note": [],
        "sections": list(sections),
        "meeting_rules": None,
        "glossary": [],
        "partners": [],
        "references": [],
        "attachments": [],
        **fields,
    }
    return json.dumps(given, ensure_ascii=False).encode()


def document(*sections: dict[str, Any], **fields: Any) -> Document:
    return Document.parse(content(*sections, **fields))
