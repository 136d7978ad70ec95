"""A part that is included with its inputs and nothing else gets no token for its forms, unless it is handed one.

Django's test client does not look for the token; a browser's press ends on a page of refusal.
"""

import re
from collections.abc import Iterator

from django.conf import settings

INCLUDE = re.compile(r'{%\s*include\s+"([^"]+)"([^%]*)%}')
FOLDER = settings.BASE_DIR / "templates"


def parts(text: str) -> list[tuple[str, str]]:
    return INCLUDE.findall(text)


def with_forms(name: str, texts: dict[str, str]) -> Iterator[str]:
    """The parts below this one, itself among them, that ask for a token."""
    text = texts.get(name, "")
    if "{% csrf_token %}" in text:
        yield name
    for below, _inputs in parts(text):
        yield from with_forms(below, texts)


def test_every_form_in_a_part_is_handed_its_token() -> None:
    texts = {str(path.relative_to(FOLDER)): path.read_text() for path in FOLDER.rglob("*.html")}
    without = [
        (name, part)
        for name, text in texts.items()
        for part, inputs in parts(text)
        if " only" in inputs and "csrf_token=" not in inputs and any(with_forms(part, texts))
    ]

    assert len(texts) > 200
    assert without == []
