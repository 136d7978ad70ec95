"""What nobody should type and somebody will: one strategy for every place that takes text."""

import unicodedata
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

# The same examples on every machine and in every run, and nothing kept between runs.
STEADY: dict[str, Any] = {
    "deadline": None,
    "derandomize": True,
    "database": None,
    # Examples are small as they are; making one smaller can take minutes.
    "phases": (Phase.explicit, Phase.generate),
    "suppress_health_check": [
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
    ],
}


def steady(examples: int) -> settings:
    return settings(max_examples=examples, **STEADY)


PERSIAN = "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627"
BITS = [
    "\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\t", "\r\n", "\n\n\n", "\u2028", "\u2029", "\xa0", "\u3000",
    "\ud800", "\udfff", "\ufeff", "\u200b", "\u200c", "\u200d", "\u200e", "\u202e", "\u2066", "\u2069", "\xad",
    "\u034f", "\u115f", "\u3164", "\uffa0", "\u2800", "\u17b4", "\ufe0f", "\U000e0100", "\U000e0041", "\uffff",
    "\ue000", "\U0010ffff", "e\u0301", "\u0301", "\u0345", "\u1e9e", "\u0130", "\u0149", "\ufb01", "\uff21",
    "\U0001d56c", "👩\u200d👩\u200d👧", "👍🏽", "🇬🇧", "1\ufe0f\u20e3", "क्\u200d", PERSIAN, "שָׁלוֹם", "王", "Ada", "Lark",
    " ", ".", "-", "|", "@", "+", "%", "%00", "%ff", "'", '"', "<b>", "{{ 7 }}", "{% x %}", "=1+1", "&amp;", "\\",
    "../", "//", "; --", "on", "0", "-1", "1e999", "NaN", "null", "true",
]  # fmt: skip
LONG = st.sampled_from(["x" * 101, "x" * 501, "ab " * 4000, "🎈" * 3000, "\u0301" * 1000, "\u200b" * 5000, "\n" * 4000])
bits = st.lists(st.sampled_from(BITS) | st.text(st.characters(), max_size=6), max_size=8).map("".join)
text = st.one_of(bits, bits, bits, LONG, st.just(""))
# As a form can bring it: Django reads bytes as UTF-8 and puts a mark where they are none.
sent_text = text.map(lambda typed: typed.encode("utf-8", "replace").decode())

# Default_Ignorable_Code_Point of the Unicode Character Database: what a page shows as nothing.
IGNORABLE = [
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
]  # fmt: skip
BRAILLE_BLANK = "\u2800"


def is_ignorable(character: str) -> bool:
    return any(low <= ord(character) <= high for low, high in IGNORABLE)


def can_be_seen(character: str) -> bool:
    """Whether it puts ink on a page by itself."""
    return not (
        is_ignorable(character)
        or character.isspace()
        or character == BRAILLE_BLANK
        or unicodedata.category(character) in ("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp")
    )
