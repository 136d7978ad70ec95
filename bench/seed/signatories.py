"""Signatories one by one, oldest first: who they are, how far they came, what they agreed to and when."""

import base64
import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any, NamedTuple
from uuid import UUID

from bench.seed.names import Drawn, Names, zipf
from bench.seed.pieces import PATTERNS
from pledges.addresses import canonical_address, normal_name
from pledges.kinds import ORGANISATION_KINDS, PERSON_KINDS, State
from pledges.slugs import RESERVED, hash_of, slug_of
from post.keyed import keyed

# Days that the list is old, and how far back the last week reaches in it.
DAYS = 88
# On these days the news mentioned it; the wave takes a week to go down.
NEWS_DAYS = {24: 14.0, 51: 22.0, 70: 9.0}
WAITING_DAYS, UNCONFIRMED_DAYS = 3, 6
DOMAINS = ["mail.example", "post.example", "inbox.example", "letters.example", "home.example"]


class Signatory(NamedTuple):
    """One line of the staging table; the names are its columns."""

    n: int
    subject: str
    draft: str
    public_id: str
    kind: str
    state: str
    listed: bool
    publish: bool
    ask: bool
    news: bool
    news_back: bool
    organisation: str
    organisation_id: int | None
    name: str
    role: str
    promise: str
    people: int | None
    email: str
    canonical: str
    name_norm: str
    age_band: str
    slot: int | None
    shown_in: str
    created_at: datetime
    confirmed_at: datetime | None
    decided_at: datetime | None
    left_at: datetime | None
    new_promise: str | None
    stop_hash: str


@dataclass
class Organisations:
    """Every organisation that stands behind the pledge, under its name and kind."""

    found: dict[tuple[str, str], int] = field(default_factory=dict)
    rows: list[tuple[int, str, str, str, str, str]] = field(default_factory=list)
    taken: dict[str, int] = field(default_factory=dict)

    def number(self, name: str, name_norm: str, kind: str) -> int:
        key = (name_norm, kind)
        if key not in self.found:
            self.found[key] = number = len(self.rows) + 1
            slug = self._free(slug_of(name))
            self.rows.append((number, slug, "\\x" + hash_of(slug).hex(), name, name_norm, kind))
        return self.found[key]

    def _free(self, slug: str) -> str:
        """As pledges.slugs.free_slug numbers them, without asking the database for each."""
        n = self.taken[slug] = self.taken.get(slug, 1 if slug in RESERVED else 0) + 1
        return slug if n == 1 else self._free(f"{slug[:53].strip('-')}-{n}")


class Signatories:
    """Draws them, until so many stand on the public list."""

    def __init__(self, listed: int, now: datetime, seed: int = 1) -> None:
        self.wanted, self.now = listed, now
        self.names, self.chance = Names(seed), random.Random(seed + 1)  # noqa: S311 - nothing secret
        self.organisations = Organisations()
        kinds = list(PATTERNS)
        self.kind = Drawn(kinds, [PATTERNS[kind][0] for kind in kinds], self.chance)
        self.pools = {str(kind): self._pool(kind) for kind in ORGANISATION_KINDS}
        self.norms: dict[str, str] = {}
        self.days = self._days()
        # The mailbox of whoever signed just before, and their name as it is compared.
        self.before = ("", "")

    def _pool(self, kind: str) -> Drawn:
        """Organisations of a kind: of most one person signs, of some dozens do."""
        count = max(3, self.wanted * PATTERNS[kind][0] // 2500)
        names = list(dict.fromkeys(self.names.organisation(kind) for _ in range(count)))
        return Drawn(names, zipf(len(names), count / 3), self.chance)

    def _days(self) -> list[float]:
        """The share of all signatures up to the end of each day."""
        waves = [
            1 + sum(height * 0.6 ** (day - news) for news, height in NEWS_DAYS.items() if 0 <= day - news < 8)
            for day in range(DAYS)
        ]
        return [so_far / sum(waves) for so_far in accumulate(waves)]

    def __iter__(self) -> Iterator[Signatory]:
        """About seven in a hundred more than are listed: some are counted only, left, wait or never confirmed."""
        listed, n, about = 0, 0, self.wanted * 1.07
        day, start = 0, 0.0
        while listed < self.wanted:
            share = min((n + self.chance.random()) / about, 0.999999)
            while share >= self.days[day]:
                start, day = self.days[day], day + 1
            within = (share - start) / (self.days[day] - start)
            ago = DAYS - (day + (7 + 15 * within) / 24)
            one = self._signatory(n, ago)
            listed += one.listed
            n += 1
            yield one

    def _state(self, ago: float) -> str:
        drawn = self.chance.random()
        if ago < WAITING_DAYS and drawn < 0.25:
            return State.AWAITING if drawn < 0.245 else State.HELD
        if ago < UNCONFIRMED_DAYS and drawn < 0.29:
            return State.UNCONFIRMED
        if drawn > 0.975:
            return State.WITHDRAWN if drawn < 0.994 else State.REJECTED if drawn < 0.9995 else State.CHANGES_ASKED
        return State.APPROVED

    def _signatory(self, n: int, ago: float) -> Signatory:
        kind, state = self.kind(), self._state(ago)
        who = self._who(kind)
        is_organisation = kind in ORGANISATION_KINDS
        publish = who["age_band"] != "age_13_15" and self.chance.random() < (0.85 if is_organisation else 0.96)
        listed = state == State.APPROVED and (publish or is_organisation)
        norm = self._norm(who["name"] if kind in PERSON_KINDS else who["organisation"])
        number = self.organisations.number(who["organisation"], norm, kind) if is_organisation and listed else None
        email, slot = self._mailbox(who["name"], norm, n)
        subject = self._number()
        times = self._times(state, ago)
        return Signatory(
            n=n,
            subject=str(subject),
            draft=str(self._number()),
            public_id=str(self._number()),
            kind=kind,
            state=state,
            listed=listed,
            publish=publish,
            **who,
            **self._said(kind, who["age_band"], listed=listed),
            organisation_id=number,
            email=email,
            canonical=canonical_address(email),
            name_norm=norm,
            slot=None if state in (State.HELD, State.UNCONFIRMED) else slot,
            **times,
            stop_hash="\\x" + _stop_hash(subject),
        )

    def _who(self, kind: str) -> dict[str, Any]:
        """Who signs: the columns about the signatory as they are."""
        names, chance = self.names, self.chance
        age = chance.choice(["age_13_15", "age_16_17", "adult", "adult"]) if kind == "young_person" else "adult"
        organisation = names.organisation(kind) if kind == "group" else ""
        if kind in ORGANISATION_KINDS:
            organisation = self.pools[kind]()
        name = names.first().split()[0].replace("\u00a0", "") if age != "adult" else names.person()
        people = chance.randint(2, 60) if kind == "group" else None
        return {"age_band": age, "organisation": organisation, "name": name, "people": people}

    def _said(self, kind: str, age: str, *, listed: bool) -> dict[str, Any]:
        """What they chose and wrote: the columns about that."""
        names, chance = self.names, self.chance
        has_no_role = kind in ("young_person", "parent_carer", "group")
        return {
            "ask": chance.random() < 0.62,
            "news": chance.random() < 0.48,
            "news_back": chance.random() < 0.02,
            "role": "" if has_no_role else names.role(kind),
            "promise": names.promise() if age == "adult" and chance.random() < 0.4 else "",
            "shown_in": "easy" if chance.random() < 0.06 else "standard",
            "new_promise": names.promise() if listed and age == "adult" and chance.random() < 0.001 else None,
        }

    def _number(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def _norm(self, name: str) -> str:
        if name not in self.norms:
            if len(self.norms) > 400_000:
                self.norms.clear()
            self.norms[name] = normal_name(name)
        return self.norms[name]

    def _mailbox(self, name: str, norm: str, n: int) -> tuple[str, int]:
        """Most have their own; a few share one with whoever signed just before, as families do. Nobody signs twice."""
        shared, whose = self.before
        if shared and self.chance.random() < 0.03 and norm != whose:
            self.before = ("", "")
            return shared, 2
        local = ".".join(part.lower() for part in name.split() if part.isascii()) or "family"
        local = "".join(c for c in local if c.isalnum() or c in ".-")
        self.before = (f"{local}{n}@{self.chance.choice(DOMAINS)}", norm)
        return self.before[0], 1

    def _times(self, state: str, ago: float) -> dict[str, Any]:
        """When they sent it, signed, were decided about and left: each a while after the one before."""
        signed = self.now - timedelta(days=ago)
        sent = signed - timedelta(minutes=2 + self.chance.expovariate(1 / 40))
        decided = left = None
        if state not in (State.UNCONFIRMED, State.AWAITING, State.HELD):
            later = signed + timedelta(hours=1 + self.chance.expovariate(1 / 20))
            decided = min(later, self.now - timedelta(minutes=30))
        if state == State.WITHDRAWN and decided:
            left = decided + (self.now - timedelta(minutes=20) - decided) * self.chance.random()
        confirmed = None if state == State.UNCONFIRMED else signed
        return {"created_at": sent, "confirmed_at": confirmed, "decided_at": decided, "left_at": left}


def _stop_hash(subject: UUID) -> str:
    """Under which the link that stops letters is kept (post.links.lasting): everybody was sent one."""
    secret = base64.urlsafe_b64encode(keyed("link", "stop", "pledges", str(subject))).decode().rstrip("=")
    return hashlib.sha256(secret.encode()).hexdigest()
