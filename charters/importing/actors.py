"""Who a promise says will act: we, a named partner, families, young people, or both sides."""

import re
from collections.abc import Sequence

I = re.IGNORECASE  # noqa: E741
OURS = re.compile(
    r"\b(?:we|our|us|council|authority|nhs|health|trust|board|services?|practitioners?|professionals?|schools?|settings?|"
    r"staff|teams?|officers?|providers?|commissioners?|colleges?|leaders?)\b",
    I,
)
FAMILIES = re.compile(r"\b(?:famil(?:y|ies)|parents?|carers?|parent[ /-]carers?|forum)\b", I)
YOUNG = re.compile(r"\b(?:young people|young person|children|child|pupils|young adults)\b", I)
BOTH = re.compile(
    r"^(?:both\b|together,? we\b|we (?:will )?all\b|all of us\b|everyone\b|everybody\b|all partners\b)", I
)
# One side of an agreement, before the list of what it promises.
SIDE = re.compile(
    r"(?:both(?: sides)?|together|(?:the |our )?(?:[\w-]+ ){0,3}"
    r"(?:council|authority|forum|trust|board|services?|schools?|partners|families|parents|carers|people|professionals|practitioners|staff|you|we|nhs)):$",
    I,
)
VERB = re.compile(r"\b(?:will|shall|agrees?|promises?|(?:is|are) committed|commits?)\b|:", I)
# After "will", what is done to people or comes to them: somebody else does it.
RECEIVES = re.compile(
    r"^(?:also |always |all |not |only |continue to |stay |remain )*"
    r"(?:be (?!(?:open|honest|clear|kind|there|ready|on time)\b)|"
    r"know|have|get|receive|feel|understand|see|hear|benefit|thrive|find|not (?:have|need|wait))\b",
    I,
)


NEAREST_WE = re.compile(r"\bwe(?: \w+)?$", I)
TOLD_OF_THEM = re.compile(r"\b(?:working|for|with|who|that|which|of|as|in|from|about|on|at)\b", I)


def actor_of(text: str, lead: str, partners: Sequence[str]) -> tuple[str, str]:
    """The actor and, for a partner, its name as the portal knows it. Those who only receive something do not act."""
    found = _named(text, partners)
    if found != ("", ""):
        return found
    if lead and (found := _named(lead, partners)) != ("", ""):
        return found
    return "we", ""


def _named(text: str, partners: Sequence[str]) -> tuple[str, str]:
    verb = VERB.search(text)
    if verb is None:
        return "", ""
    subject, rest = text[: verb.start()].strip(), text[verb.end() :].strip()
    if BOTH.match(text):
        return "both", ""
    if RECEIVES.match(rest) or NEAREST_WE.search(subject):
        return ("we", "") if subject else ("", "")
    for partner in sorted(partners, key=len, reverse=True):
        if partner.casefold() in subject.casefold():
            return "partner", partner
    # "All services that work with children" are services: who acts stands before what is said of them.
    return _kind(TOLD_OF_THEM.split(subject, maxsplit=1)[0]) or _kind(subject) or "", ""


def _kind(subject: str) -> str:
    ours, families, young = (bool(pattern.search(subject)) for pattern in (OURS, FAMILIES, YOUNG))
    if families and "forum" in subject.casefold() and not _more_than_forum(subject):
        return "families"
    if ours:
        return "both" if families or young else "we"
    if families:
        return "families"
    return "young_people" if young else ""


def _more_than_forum(subject: str) -> bool:
    """Whether somebody else acts beside the forum: "the council and the forum"."""
    return bool(re.search(r"\b(?:and|with)\b", subject, I))
