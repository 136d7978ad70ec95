"""The rules of easy read that a program can check, for words of ours."""

HARD_SIGNS = set(";()/&%")
CONTRACTIONS = ("n't", "'re", "'ll", "'ve", "'m")
LONGEST_SENTENCE = 15


def broken(text: str) -> list[str]:
    """Which of the rules this line does not keep."""
    sentences = [part.split() for part in text.replace("?", ".").split(".")]
    found = {
        "no end": not text.endswith((".", "?")),
        "long": max(len(words) for words in sentences) > LONGEST_SENTENCE,
        "hard signs": bool(HARD_SIGNS & set(text)),
        "contraction": any(contraction in text for contraction in CONTRACTIONS),
        "capitals": any(word.isupper() and len(word) > 1 for word in text.split()),
    }
    return [rule for rule, is_broken in found.items() if is_broken]
