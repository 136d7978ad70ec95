"""An attempt against every constraint about what the public list is found by and says of itself."""

from tests.guards.breaking import DENIED, Break

BREAKS = [
    Break("pledges_word_is_used", "INSERT INTO pledges_word (word, n) VALUES ('wren', 0)", DENIED),
    Break("pledges_word_is_used", "INSERT INTO pledges_word (word, n) VALUES ('wren', 0)", as_owner=True),
    Break("pledges_signaturecount_kind", "INSERT INTO pledges_signaturecount VALUES ('bird', 1, 1)"),
    Break("pledges_signaturecount_people", "INSERT INTO pledges_signaturecount VALUES ('school', 2, 1)"),
]  # fmt: skip

# Triggers that act and refuse nothing (tests/pledges/test_search.py, test_listing.py).
ACTING = {
    *("pledges_publicentry_words_1", "pledges_publicentry_words_2", "pledges_publicentry_words_3"),
    *("pledges_publicentry_about", "pledges_signature_tells_entry"),
    *("pledges_signaturecount_said", "pledges_pledgewording_said", "pledges_pledge_said"),
}
