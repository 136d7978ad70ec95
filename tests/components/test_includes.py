"""A part that is included with its inputs and nothing else gets no token for its forms, unless it is handed one.

Django's test client does not look for the token; a browser's press ends on a page of refusal.
"""

import re

from django.conf import settings

INCLUDE = re.compile(r'{%\s*include\s+"([^"]+)"([^%]*)%}')
FOLDER = settings.BASE_DIR / "templates"


def parts(text: str) -> list[tuple[str, str]]:
    return INCLUDE.findall(text)


def has_forms(name: str, texts: dict[str, str]) -> bool:
    """Whether this part, or one below it, asks for a token. Parts may hold themselves."""
    seen, still = set(), [name]
    while still:
        one = still.pop()
        if one not in seen:
            seen.add(one)
            still += [below for below, _inputs in parts(texts.get(one, ""))]
    return any("{% csrf_token %}" in texts.get(one, "") for one in seen)


def test_every_form_in_a_part_is_handed_its_token() -> None:
    texts = {str(path.relative_to(FOLDER)): path.read_text() for path in FOLDER.rglob("*.html")}
    without = [
        (name, part)
        for name, text in texts.items()
        for part, inputs in parts(text)
        if " only" in inputs and "csrf_token=" not in inputs and has_forms(part, texts)
    ]

    assert len(texts) > 200
    assert without == []
