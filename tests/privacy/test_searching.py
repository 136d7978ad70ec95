"""Whatever shape somebody's words have taken, they are found."""

import base64
import gzip
import hashlib
import html
import json
import pickle
import quopri
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.core import signing

from .planting import Canary
from .searching import files, found_in

WREN = Canary("a")
SAID = f"{WREN.word('name')} & family, {WREN.email}"
SHAPES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "capitals": str.upper,
    "HTML": html.escape,
    "HTML in numbers": lambda text: text.encode("ascii", "xmlcharrefreplace").decode(),
    "JSON": json.dumps,
    "JSON in JSON": lambda text: json.dumps(json.dumps(text)),
    "address": quote,
    "query": lambda text: urlencode({"q": text}),
    "hex": lambda text: "\\x" + text.encode().hex(),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 in an address": lambda text: f"/more/{base64.urlsafe_b64encode(text.encode()).decode().rstrip('=')}/",
    "mail": lambda text: quopri.encodestring(text.encode()).decode(),
    "cache": lambda text: base64.b64encode(pickle.dumps((f"<p>{html.escape(text)}</p>", {}))).decode(),
    "packed": lambda text: base64.b64encode(zlib.compress(text.encode())).decode(),
    "packed otherwise": lambda text: "\\x" + gzip.compress(text.encode()).hex(),
    "session": lambda text: signing.dumps({"said": text * 9}, key="k", compress=True),
    "Python": ascii,
    "Python's bytes": lambda text: repr(text.encode()),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_words_are_found_in_every_shape(shape: str) -> None:
    wrapped = SHAPES[shape](SAID)

    assert WREN.needle("name") in found_in(f"before {wrapped} after", WREN.needles)


@pytest.mark.parametrize("kind", [hashlib.md5, hashlib.sha1, hashlib.sha256])
def test_hash_without_a_key_of_an_address_is_found(kind: Callable[[bytes], "hashlib._Hash"]) -> None:
    assert found_in(f"\\x{kind(WREN.email.lower().encode()).hexdigest()}", WREN.needles)


def test_other_words_are_not_found() -> None:
    assert found_in(SHAPES["JSON"](SAID), Canary("other").needles) == set()


def test_words_are_found_in_files_and_their_names(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "one").write_text(SAID)
    (tmp_path / f"{WREN.word('name')}.txt").write_text("")
    (tmp_path / "packed").write_bytes(gzip.compress(SAID.encode()))
    (tmp_path / "none").write_text("nothing")

    found = {Path(path).name for path in files(tmp_path, WREN.needles)}

    assert found == {"one", "packed", f"{WREN.word('name')}.txt"}
