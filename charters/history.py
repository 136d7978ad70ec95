"""The versions of a charter, and one promise through all of them."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from charters import published, words
from charters.comparing import Words
from charters.document import Clause, Document, Placed
from charters.published import NotPublic, PublicVersion, Shelf, Withdrawn


def versions_page(shelf: Shelf) -> dict[str, Any]:
    """The context of the history: every version that was ever public, newest first, each with its change note."""
    documents = published.documents(shelf.readable)
    return {
        "charter": shelf.charter,
        "feed_url": reverse("charters:charter_feed", args=[shelf.charter.slug]),
        "title": shelf.versions[-1].title,
        "versions": [_version(shelf, version, documents.get(version.n)) for version in reversed(shelf.versions)],
    }


def _version(shelf: Shelf, version: PublicVersion, document: Document | None) -> dict[str, Any]:
    slug, before = shelf.charter.slug, shelf.before(version) if version.is_public else None
    return {
        "n": version.n,
        "state": version.state,
        "when": times(version),
        "note": words.paragraphs(document.note) if document else [],
        "reason": words.paragraphs(version.withdrawn_reason),
        "href": reverse("charters:version", args=[slug, version.n]) if version.is_public else "",
        "before": before.n if before else None,
        "changes_url": reverse("charters:compare", args=[slug, before.n, version.n]) if before else "",
    }


def times(version: PublicVersion) -> str:
    """From when to when a version was, or is, in force."""
    since = words.day_of(version)
    ended = version.superseded_at or version.withdrawn_at
    if ended is None:
        return _("In force since %(since)s.") % {"since": since}
    return _("In force from %(since)s to %(until)s.") % {"since": since, "until": words.day(ended)}


@dataclass(frozen=True)
class Step:
    """A version in which something about the promise was new. `said` are sentences; `words` marks what changed."""

    version: PublicVersion
    said: list[str]
    words: Words | None = None
    text: str = ""

    @property
    def since(self) -> str:
        return words.day_of(self.version)

    @property
    def paragraphs(self) -> list[str]:
        return words.paragraphs(self.text)


@dataclass(frozen=True)
class Promise:
    """A promise as it stands, or as it stood last, and how it came to be so: `steps`, newest first.

    `last` is the newest version that has it; `ended` the one without it that came next, if any.
    """

    shelf: Shelf
    placed: Placed
    document: Document
    last: PublicVersion
    first: PublicVersion
    ended: PublicVersion | None
    steps: list[Step]

    @property
    def stands(self) -> bool:
        return self.last is self.shelf.in_force


def promise(shelf: Shelf, key: str) -> Promise:
    """The promise with this key. Raises NotPublic, or Withdrawn where it stood only in what was taken back."""
    documents = published.documents(shelf.versions)
    stood = [
        (version, placed) for version in shelf.versions if (placed := _promised(documents[version.n], key)) is not None
    ]
    readable = [(version, placed) for version, placed in stood if version.is_public]
    if not readable:
        if stood:
            raise Withdrawn(stood[-1][0])
        raise NotPublic
    last, placed = readable[-1]
    return Promise(
        shelf=shelf,
        placed=placed,
        document=documents[last.n],
        last=last,
        first=readable[0][0],
        ended=next((version for version in shelf.readable if version.n > last.n), None),
        steps=list(reversed(_steps(shelf, documents, key))),
    )


def _promised(document: Document, key: str) -> Placed | None:
    placed = document.find(key)
    return placed if placed is not None and placed.clause.is_promise else None


def _steps(shelf: Shelf, documents: dict[int, Document], key: str) -> list[Step]:
    """What became of the promise from version to version, oldest first; versions that left it alone are left out."""
    found: list[Step] = []
    before: Placed | None = None
    was_here = False
    for version in shelf.readable:
        now = _promised(documents[version.n], key)
        if now is None:
            if before is not None:
                found.append(Step(version, [_("It is not a promise in this version.")]))
        elif before is None:
            said = _("It is a promise again.") if was_here else _("It is new in this version.")
            found.append(Step(version, [said], text=now.clause.text))
        elif said_so := _changes(before, now):
            changed = Words(before.clause.text, now.clause.text)
            found.append(Step(version, said_so, words=changed if changed.changed else None))
        before, was_here = now, was_here or now is not None
    return found


def _changes(before: Placed, now: Placed) -> list[str]:
    old, new = before.clause, now.clause
    said = []
    if old.text != new.text:
        said.append(_("We changed the words."))
    if before.section.heading != now.section.heading and now.section.heading:
        said.append(_("It stands in “%(section)s” now.") % {"section": now.section.heading})
    if (old.actor, old.partner) != (new.actor, new.partner):
        said.append(_("Who keeps it now: %(who)s.") % {"who": words.who_keeps(new)})
    if old.target_date != new.target_date:
        said.append(_by_when(old, new))
    if old.easy != new.easy:
        said.append(_("We changed its easy read."))
    return said


def _by_when(old: Clause, new: Clause) -> str:
    if new.target_date is None:
        assert old.target_date is not None  # noqa: S101  they differ
        return _("It has no date any more. It was %(day)s.") % {"day": words.day(old.target_date)}
    if old.target_date is None:
        return _("It has a date now: %(day)s.") % {"day": words.day(new.target_date)}
    days = {"new": words.day(new.target_date), "old": words.day(old.target_date)}
    return _("Its date is %(new)s now. It was %(old)s.") % days
