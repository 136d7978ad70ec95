"""What a clause is proposed to be: a promise or not, who acts, by when. Rules of thumb, each with its reason in words.

Wrong proposals cost a click and a missed promise costs more, so what is unsure is taken for a promise only where the
words around say that promises follow.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import actors, dates
from .sentences import sentences
from .understood import Clause, Part

I = re.IGNORECASE  # noqa: E741
WILL = re.compile(r"\b(?:will|shall)\b|\w['\u2019]ll\b|\bwon['\u2019]t\b|\bwe (?:promise|pledge|undertake|commit)\b", I)
COMMITTED = re.compile(r"\b(?:we|is|are) (?:\w+ )?committed\b|\bwe agree to\b", I)
# "If you call you will ...", "how we will work together": said by the way.
BY_THE_WAY = re.compile(r"\b(?:you|how \w+|what \w+|who) (?:will|shall)\b|\b(?:you|how we|what we)['\u2019]ll\b", I)
GUIDANCE = re.compile(
    r"^(?:please|find (?:out|an?|the|more)|read (?:the|our|more|about)|download|see (?:the|our|also|page)|"
    r"visit (?:us|our|the)|contact (?:us|the|your|our)|click|e-?mail|call (?:us|the|\d)|telephone|sign up|"
    r"follow (?:us|the link|this)|go to|to subscribe|for (?:more|further)|you can|you may|if you|when you|to stay|"
    r"we are asking)\b|"
    r"\bplease (?:visit|contact|read|see|click|send|e-?mail|call|go|get)\b|\bclick here\b|\bsign up to\b|"
    r"\byou can (?:also )?(?:contact|find|read|download|call|sign|get|ask)\b|\bfor more information\b",
    I,
)
FACT = re.compile(
    r"\b(?:means|refers? to|is (?:all )?about|is (?:a|an|the)|has the right|have the right|was|were|has been|"
    r"have been|has given|have committed|co-?produced (?:with|by)|thank you|the law|is responsible|are responsible|"
    r"recently|"
    r"we (?:are|have been) working|there (?:is|are|has|have))\b",
    I,
)
OUTCOMES_HEADING = re.compile(
    r"\bhow (?:we|you|they)(?:['\u2019]ll| will)? (?:will )?(?:know|tell)\b|\boutcomes?\b|"
    r"\bwhat (?:success|good|better) |"
    r"\bwhat will be different\b|\bsigns of\b|\bmeasur|\bour (?:vision|aims?|goals?)\b|^vision$|^aims?$",
    I,
)
OUTCOME = re.compile(
    r"\b(?:famil(?:y|ies)|children|young people|parents?|carers|everyone|people|everybody)\b[^.]{0,60}"
    r"\b(?:feels?|are able|knows?|trusts?|understands?|expects?|thrive|enjoy)\b|\bour vision is\b",
    I,
)
PROMISING = re.compile(
    r"\b(?:will|shall|agree|promise|pledge|commit\w*|charter|principles?|values|standards?|"
    r"messages?|expect(?:ations)?|agreement)\b",
    I,
)
# "breaks down barriers", "can lead to": what something does, not what somebody promises.
DOES = re.compile(r"^(?!always|as |this|focus)(?:can|may|[a-z]+(?<!s)s)\b")
TELLS = re.compile(r"^(?:that|which|who|because)\b", I)


WILL_DO = gettext_lazy("It says that somebody will do something.")
FOLLOWS = gettext_lazy("It follows “%(lead)s”")
TELLS_READERS = gettext_lazy("It tells readers where to look or what to do.")
HEADING_SAYS = gettext_lazy("The heading says that it is about how things will be.")
HOW_THINGS_ARE = gettext_lazy("It says how things are for people when it works.")
LISTED = gettext_lazy("It stands in a list of promises.")
NOBODY_ACTS = gettext_lazy("It does not say that anybody will do anything.")


@dataclass(frozen=True)
class Around:
    """What stands around a clause: the headings above it, the line before its list, and whether it is in a list."""

    headings: str = ""
    lead: str = ""
    in_list: bool = False

    @property
    def promises(self) -> bool:
        return bool(WILL.search(self.lead) or re.search(r"\bagree\b", self.lead, I) or actors.SIDE.match(self.lead))


def promises(text: str) -> bool:
    """Whether any sentence of it says that somebody will do something."""
    return any(_promises(sentence) for sentence in sentences(text))


def _promises(sentence: str) -> bool:
    if GUIDANCE.search(sentence) and not re.match(r"we (?:will|shall)\b", sentence, I):
        return False
    return bool(WILL.search(BY_THE_WAY.sub("", sentence)) or COMMITTED.search(sentence))


def kind_of(sentence: str, around: Around) -> tuple[str, str]:
    """commitment, outcome, fact or guidance, and why: the first rule that holds."""
    rules = (
        (_promises(sentence), "commitment", WILL_DO),
        (around.promises, "commitment", FOLLOWS),
        (GUIDANCE.search(sentence), "guidance", TELLS_READERS),
        (GUIDANCE.search(around.lead), "guidance", FOLLOWS),
        (_is_hoped_for(sentence, around), "outcome", HEADING_SAYS),
        (OUTCOME.search(sentence), "outcome", HOW_THINGS_ARE),
        (_is_listed_promise(sentence, around), "commitment", LISTED),
    )
    kind, reason = next(((kind, reason) for holds, kind, reason in rules if holds), ("fact", NOBODY_ACTS))
    return kind, str(reason) % {"lead": around.lead[-60:]}


def _is_hoped_for(sentence: str, around: Around) -> bool:
    return bool(OUTCOMES_HEADING.search(around.headings)) and not FACT.search(sentence)


def _is_listed_promise(sentence: str, around: Around) -> bool:
    """Points such as "Be honest." or "The child is central." in a charter: short for "we will be honest"."""
    if not around.in_list or DOES.match(sentence) or TELLS.match(sentence) or len(sentence.split()) < 2:
        return False
    if re.search(r"\bneed to\b|\bmust be tackled\b|\bhas been\b|\bhave been\b|\bwas\b|\bwere\b", sentence, I):
        return False
    return bool(PROMISING.search(f"{around.headings} {around.lead}"))


def propose(clause: Clause, around: Around, partners: Sequence[str]) -> None:
    """Fills in what is proposed for one clause, and the pieces that a paragraph of several promises could become."""
    parts = [_part(sentence, around, partners, n) for n, sentence in enumerate(sentences(clause.text))]
    clause.kind, clause.reason = kind_of(parts[0].text, around)
    if clause.kind in ("fact", "outcome") and any(part.kind == "commitment" for part in parts):
        clause.kind, clause.reason = "commitment", _("One sentence in it says that somebody will do something.")
    if clause.kind == "commitment":
        first = next((part.text for part in parts if part.kind == "commitment"), clause.text)
        clause.actor, clause.partner = actors.actor_of(first, around.lead, partners)
        clause.target_date = dates.target_date(clause.text)
    clause.parts = _offered(parts)


def _part(sentence: str, around: Around, partners: Sequence[str], n: int) -> Part:
    """A sentence by itself. Only the first goes on what the lead-in began."""
    kind, _reason = kind_of(sentence, around if n == 0 else Around(around.headings, "", in_list=False))
    if kind != "commitment":
        return Part(sentence, kind)
    actor, partner = actors.actor_of(sentence, around.lead, partners)
    return Part(sentence, kind, actor, partner, dates.target_date(sentence))


def _offered(parts: list[Part]) -> list[Part]:
    """Pieces worth offering: more than one promise, or a promise among other things. Others of a kind stay together."""
    joined: list[Part] = []
    for part in parts:
        if joined and joined[-1].kind == part.kind != "commitment":
            joined[-1].text += f" {part.text}"
        else:
            joined.append(part)
    return joined if len(joined) > 1 and any(part.kind == "commitment" for part in joined) else []
