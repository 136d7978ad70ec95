"""Charters to read and to compare, made by the acts that make them in life."""

import random
from dataclasses import replace

from charters import document as doc
from charters.actions import check_by_readers, consult, publish, start_version
from charters.models import Agreement, Charter, Version
from charters.models.kinds import KEY_LETTERS, PartnerKind

READ, COMPARED, DRAFT = "bench-read", "bench-compared", "bench-draft"
CLAUSES, COMPARED_CLAUSES, DRAFT_CLAUSES, A_SECTION = 40, 500, 500, 8
# Of each hundred clauses between two versions; the others stay as they are.
REWORDED, MOVED, REPLACED = 50, 5, 5
TEXT = (
    "we will ask children young people and families before we plan a change and tell them in plain words what came of "
    "it each time they meet us so that nobody has to say the same thing twice"
)
PARTNERS = (("Bench Council", PartnerKind.COUNCIL), ("Bench Parent Carers", PartnerKind.PARENT_CARERS))


def seed_one(draw: random.Random | None = None) -> Version:
    """A charter of 40 clauses, in force."""
    draw = draw or random.Random(6)  # noqa: S311  the same words each time
    _publish(READ, document(draw, [_clause(draw, n) for n in range(CLAUSES)]))
    return Version.objects.get(charter__slug=READ)


def seed() -> None:
    """One charter of 40 clauses, and one of 500 in two versions. Raises nothing that the portal would not."""
    draw = random.Random(6)  # noqa: S311  the same words each time
    seed_one(draw)
    old = [_clause(draw, n) for n in range(COMPARED_CLAUSES)]
    _publish(COMPARED, document(draw, old))
    _publish(COMPARED, document(draw, _changed(draw, old)))


def draft() -> Version:
    """A version of 500 clauses, each with two lines of easy read, that is being written."""
    draw = random.Random(8)  # noqa: S311  the same words each time
    charter = Charter.objects.create(slug=DRAFT, title="Bench")
    return start_version(charter=charter, document=document(draw, [_clause(draw, n) for n in range(DRAFT_CLAUSES)]))


def text(draw: random.Random) -> str:
    return "We will " + " ".join(draw.choice(TEXT.split()) for _ in range(draw.randint(8, 30))) + "."


def _clause(draw: random.Random, n: int) -> doc.Clause:
    key = "".join(KEY_LETTERS[n // len(KEY_LETTERS) ** place % len(KEY_LETTERS)] for place in range(6))
    line = doc.EasyLine("hand-up", "We ask you first.", "A raised hand", "We ask.")
    return doc.Clause(key, "commitment", "we", "", text(draw), None, (line, replace(line, text="We tell you why.")))


def _changed(draw: random.Random, old: list[doc.Clause]) -> list[doc.Clause]:
    """Half of them with three other words, some in another place, some gone and others in their stead."""
    new = []
    for n, clause in enumerate(old):
        drawn = draw.randrange(100)
        if drawn < REWORDED:
            words = clause.text.split()
            for _ in range(3):
                words[draw.randrange(2, len(words))] = draw.choice(TEXT.split())
            new.append(replace(clause, text=" ".join(words)))
        else:
            new.append(_clause(draw, len(old) + n) if drawn < REWORDED + REPLACED else clause)
    for _ in range(len(old) * MOVED // 100):
        new.insert(draw.randrange(len(new)), new.pop(draw.randrange(len(new))))
    return new


def document(draw: random.Random, clauses: list[doc.Clause]) -> doc.Document:
    parts = [clauses[start : start + A_SECTION] for start in range(0, len(clauses), A_SECTION)]
    sections = (
        doc.Section(0, 1, f"{n}.", f"Part {n}", text(draw), (), tuple(part), ())
        for n, part in enumerate(parts, start=1)
    )
    note = (doc.EasyLine("book", "Some words are new.", "A book"),)
    partners = tuple(doc.Partner(name, kind, True, None) for name, kind in PARTNERS)
    return doc.Document(
        *("Bench", "en-gb", text(draw), (), None, "We changed some words.", note),
        *(tuple(sections), None, (), partners, (), ()),
    )


def _publish(slug: str, document: doc.Document) -> None:
    charter, _made = Charter.objects.get_or_create(slug=slug, defaults={"title": "Bench"})
    version = start_version(charter=charter, document=document)
    check_by_readers(version_id=version.pk, group="Bench readers", count=3)
    version = consult(version_id=version.pk)
    for one in version.partners.all():
        Agreement.objects.create(version=version, partner_id=one.partner_id, hash=version.hash, act="agree")
    publish(version_id=version.pk)
