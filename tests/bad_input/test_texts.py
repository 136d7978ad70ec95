"""Cleaning and comparing what people type, for any text there is."""

import json
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import example, given
from hypothesis import strategies as st

from charters import pictures
from charters.easy_lines import EasyLines
from config.lib.texts import clean_line, clean_text, has_letters
from pledges.addresses import canonical_address, normal_name
from tests.bad_input import strange


@given(strange.text)
@strange.steady(150)
def test_clean_line_cleans_once_and_for_all(typed: str) -> None:
    kept = clean_line(typed)

    assert clean_line(kept) == kept
    assert kept == " ".join(kept.split())


@given(strange.text)
@strange.steady(100)
def test_clean_text_cleans_once_and_for_all(typed: str) -> None:
    kept = clean_text(typed)

    assert clean_text(kept) == kept
    assert "\n\n\n" not in kept
    assert all(clean_line(line) == line for line in kept.split("\n"))


@given(strange.text)
@example("\u3164")
@example("\u200d")
@example("Ada\u200cLark")
@example("Ada \ufe0f")
@strange.steady(150)
def test_nothing_invisible_is_left_but_what_joins_the_visible(typed: str) -> None:
    kept = clean_text(typed)

    for word in kept.split():
        assert strange.can_be_seen(word[0])
        hidden = [character for character in word if not strange.can_be_seen(character)]
        # Only in writing that needs it, and in emoji.
        assert not (hidden and word.isascii())
        assert all(character in "\u200c\u200d" or "VARIATION" in _name(character) for character in hidden)


@given(strange.text)
@example("\u3164\u115f\uffa0")
@strange.steady(100)
def test_a_name_that_can_be_read_out_can_be_seen(typed: str) -> None:
    name = clean_line(typed)

    assert not has_letters(name) or any(strange.can_be_seen(character) for character in name)


@pytest.mark.parametrize("name", [strange.PERSIAN, "ക്\u200d", "👩\u200d👧", "❤\ufe0f", "葛\U000e0100城", "क्\u200d"])
def test_writing_that_needs_joiners_keeps_them(name: str) -> None:
    assert clean_line(name) == name


@given(strange.text, strange.text)
@strange.steady(100)
def test_comparing_never_fails_and_compares_what_was_compared(name: str, email: str) -> None:
    plain, address = normal_name(clean_line(name)), canonical_address(clean_line(email))

    assert normal_name(plain) == plain
    assert canonical_address(address) == address
    assert bool(plain) == bool(clean_line(name))


mailboxes = st.from_regex(r"[a-z]{1,3}([.+]?[A-Z0-9]){0,3}@(gmail|googlemail|example)\.com", fullmatch=True)


@given(mailboxes)
@strange.steady(50)
def test_one_mailbox_is_one_address_however_it_is_written(email: str) -> None:
    local, _at, domain = email.rpartition("@")
    usual = canonical_address(email)

    assert canonical_address(f" {local}@{domain.upper()} ") == usual
    assert canonical_address(f"{local.split('+')[0] or local}+news@{domain}") == usual


@pytest.mark.django_db
@given(strange.text, strange.text)
@strange.steady(60)
def test_what_is_cleaned_is_kept_by_the_database_as_it_is(line: str, lines: str) -> None:
    kept = [clean_line(line), clean_text(lines), normal_name(clean_line(line)), canonical_address(clean_line(line))]

    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text[], %s::jsonb::text", [kept, json.dumps(kept)])
        texts, answers = cursor.fetchone()

    assert texts == json.loads(answers) == kept


easy_line = st.builds(
    lambda *parts: "|".join(parts), st.sampled_from(sorted(pictures.names())), strange.text, strange.text
)
easy = st.lists(easy_line | easy_line | strange.text, max_size=3)


@pytest.mark.django_db
@given(easy.map("\n".join))
@example("pen | We ask you\x00 first. | a hand")
@strange.steady(100)
def test_easy_lines_are_refused_or_kept_by_the_database_as_they_are(typed: str) -> None:
    field = EasyLines(required=False)

    try:
        lines = field.clean(typed)
    except ValidationError:
        return

    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::jsonb::text", [json.dumps(lines)])
        assert json.loads(cursor.fetchone()[0]) == lines
    assert field.clean(field.prepare_value(lines)) == lines
    assert all(line["text"] for line in lines)
    assert not field.has_changed(lines, field.prepare_value(lines))


def _name(character: str) -> str:
    return unicodedata.name(character, "")
