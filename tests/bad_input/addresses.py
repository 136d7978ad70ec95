"""Every address of the site as a minimal OpenAPI description, read from the URL patterns: new ones come along."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import schemathesis
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter

from tests.bad_input import strange
from tests.bad_input.test_forms import journey_forms

# Lone surrogates have no bytes that this tool could send; test_bodies.py sends some by hand.
schemathesis.openapi.format("strange", strange.sent_text)
# What a browser would still send: longer ones are refused by every server before they come to us.
schemathesis.openapi.format("strange-cookie", strange.sent_text.map(lambda typed: typed[:300]))
STRANGE = {"type": "string", "format": "strange"}
COOKIES = ("signing", "reading", "csrftoken", "messages")
# Asked for by what stands in a template or a view rather than in a form.
FIELDS = {
    *("List-Unsubscribe", "_shown_at"),
    *("act", "what", "next", "stay", "agreed", "organisation", "other", "address"),
    *("at", "go", "answer", "replaced", "take_part", "publish", "ask", "news"),
    *("content", "reason", "kept"),
    # A service's return.
    *("seen", "level", "not_applicable", "note", "changed", "then", "remove", "looked_at"),
    *("text", "url", "file", "how", "submission", "reply-joining", "seen-joining", "due_on"),
}
QUERY = ("q", "p", "kind", "after", "before", "next", "sign", "of", "from")
NAMED = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)|<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Address:
    """One URL pattern: its template, such as /pledge/yours/{token}/, and what is behind it."""

    template: str
    pattern: URLPattern
    numbers: frozenset[str]

    @property
    def is_private(self) -> bool:
        return getattr(self.pattern.callback, "is_private", False)

    @property
    def is_desk(self) -> bool:
        return self.template.startswith("/admin/")

    @property
    def names(self) -> list[str]:
        return re.findall(r"\{(\w+)\}", self.template)


def addresses() -> list[Address]:
    found = {address.template: address for address in _walk(get_resolver().url_patterns, "/", frozenset())}
    return list(found.values())


def _walk(patterns: list[Any], before: str, numbers: frozenset[str]) -> Iterator[Address]:
    for pattern in patterns:
        route = NAMED.sub(lambda found: "{" + (found[1] or found[2]) + "}", str(pattern.pattern))
        template = before + re.sub(r"[\^$?]|\\Z", "", route).replace("\\", "")
        converters = getattr(pattern.pattern, "converters", {})
        ints = numbers | {name for name, converter in converters.items() if isinstance(converter, IntConverter)}
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, template, ints)
        else:
            yield Address(template, pattern, ints)


def described(chosen: list[Address], real: dict[str, list[str]]) -> dict[str, Any]:
    """These addresses, each for GET and POST. `real` holds values that lead somewhere, by parameter."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Every address", "version": "1"},
        "paths": {address.template: _operations(address, real) for address in chosen},
    }


def _operations(address: Address, real: dict[str, list[str]]) -> dict[str, Any]:
    path = [
        {"name": name, "in": "path", "required": True, "schema": _parameter(name, address, real)}
        for name in address.names
    ]
    fields = _fields()
    query = [{"name": name, "in": "query", "schema": STRANGE} for name in QUERY]
    cookies = [{"name": name, "in": "cookie", "schema": STRANGE | {"format": "strange-cookie"}} for name in COOKIES]
    content = {
        "application/x-www-form-urlencoded": {"schema": fields},
        "multipart/form-data": {"schema": fields},
        "application/json": {"schema": {"anyOf": [STRANGE, fields, {"type": "array", "items": STRANGE}]}},
    }
    operation = {
        "parameters": path + query + cookies,
        "responses": {"default": {"description": "Anything but our own mistake."}},
    }
    return {"get": operation, "post": operation | {"requestBody": {"required": True, "content": content}}}


def _parameter(name: str, address: Address, real: dict[str, list[str]]) -> dict[str, Any]:
    if name in address.numbers:
        return {"type": "integer", "minimum": 0}
    return {"anyOf": [STRANGE, {"enum": real[name]}]} if name in real else STRANGE


def _fields() -> dict[str, Any]:
    names = FIELDS.union(*(form.base_fields for form in journey_forms()))
    return {"type": "object", "properties": dict.fromkeys(sorted(names), STRANGE), "additionalProperties": False}
