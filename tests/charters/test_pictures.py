"""The index of pictures: whole, each code once, and every name that a page uses is in it."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from charters import pictures
from charters.pictures import INDEX, Picture, UnknownPicture

BASE = Path(settings.BASE_DIR)
ENTRIES = json.loads(INDEX.read_text(encoding="utf-8"))
SOURCES = BASE / "node_modules/openmoji/color/svg"
# A picture is named as an input of a component: `picture="book"`, or `name="book"` of picture.html itself.
NAMED = re.compile(r'picture(?:\.html" with name)?="([^"]*)"')


def test_every_entry_has_code_shows_and_words() -> None:
    for name, entry in ENTRIES.items():
        assert list(entry) == ["code", "shows", "words"], name
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name), name
        assert entry["shows"], name
        assert entry["words"], name
        assert len(set(entry["words"])) == len(entry["words"]), name
        assert name not in entry["words"], name


def test_no_name_stands_twice_in_the_file() -> None:
    written = re.findall(r'^  "([^"]+)": \{$', INDEX.read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert written == list(ENTRIES)


def test_no_code_is_used_twice() -> None:
    codes = [entry["code"] for entry in ENTRIES.values()]

    assert sorted(set(codes)) == sorted(codes)


def test_no_picture_says_what_another_one_says() -> None:
    shown = [entry["shows"] for entry in ENTRIES.values()]

    assert len(set(shown)) == len(shown)


def test_every_code_is_a_file_of_openmoji_and_is_built() -> None:
    missing = [name for name, entry in ENTRIES.items() if not (SOURCES / f"{entry['code']}.svg").is_file()]
    unbuilt = [name for name in ENTRIES if not (BASE / f"static_built/pictures/{name}.svg").is_file()]

    assert (missing, unbuilt) == ([], [])


def test_every_picture_that_a_template_names_is_known() -> None:
    named = {name for page in (BASE / "templates").rglob("*.html") for name in NAMED.findall(page.read_text())}

    assert len(named) > 5
    assert [name for name in named if not pictures.known(name)] == []


def test_picture_tells_what_it_shows() -> None:
    found = pictures.picture("cake")

    assert found == Picture("cake", "A birthday cake: how old you are", ("age", "birthday", "old", "years"))


def test_picture_unknown_says_so_with_the_nearest_name() -> None:
    with pytest.raises(UnknownPicture, match=r"no picture 'thumbup'.*Did you mean thumb-up"):
        pictures.picture("thumbup")


def test_known_is_true_for_names_only() -> None:
    assert all(pictures.known(name) for name in pictures.names())
    assert not pictures.known("")
    assert not pictures.known("1F4D6")
