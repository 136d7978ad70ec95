"""What a document says twice: by mistake, or because a page was copied twice."""

from .alike import Texts, plain
from .understood import Section, Understood

NEARLY = 0.9


def mark_repeats(understood: Understood) -> None:
    """Marks each clause that says the same, or nearly, as an earlier one, and each section that stands twice."""
    clauses = [clause for clause, _heading in understood.every_clause()]
    texts = Texts([clause.text for clause in clauses])
    first: dict[str, int] = {}
    for place, clause in enumerate(clauses):
        same = first.setdefault(plain(clause.text), clause.n)
        if same != clause.n:
            clause.repeats = same
            continue
        near = [other for _alike, other in texts.like(clause.text, least=NEARLY) if other < place]
        clause.repeats = clauses[near[0]].n if near else None
    _mark_sections(understood)


def _mark_sections(understood: Understood) -> None:
    seen: set[tuple[str, ...]] = set()
    for section, _above in understood.every_section():
        if not section.heading:
            continue
        said = (plain(section.heading), *(plain(text) for text in _texts(section)))
        section.repeats = said in seen
        seen.add(said)


def _texts(section: Section) -> list[str]:
    return [
        *(clause.text for clause in section.clauses),
        *(text for below in section.sections for text in [below.heading, *_texts(below)]),
    ]
