"""What was understood, in short, so that a test can say it as a list."""

from charters.importing.reading import understand
from charters.importing.understood import Section, Understood


def read(text: str | bytes, name: str = "charter.txt", partners: tuple[str, ...] = ()) -> Understood:
    return understand(text if isinstance(text, bytes) else text.encode(), name, partners=partners)


def outline(understood: Understood) -> list[str]:
    """A line for each section and clause, set in by its level: "# 1. Heading", "> intro", "- clause"."""
    return [line for section in understood.sections for line in _lines(section, "")]


def _lines(section: Section, indent: str) -> list[str]:
    heading = f"{section.label} {section.heading}".strip()
    found = [f"{indent}# {heading}".rstrip()]
    found += [f"{indent}> {section.intro}"] if section.intro else []
    found += [f"{indent}- {clause.text}" for clause in section.clauses]
    return found + [line for below in section.sections for line in _lines(below, indent + "  ")]


def kinds(understood: Understood) -> list[str]:
    """Of each clause its kind, and who acts."""
    return [
        " ".join(filter(None, (clause.kind, clause.partner or clause.actor, clause.target_date)))
        for clause, _heading in understood.every_clause()
    ]


def counted(understood: Understood) -> tuple[int, int, int, int, int]:
    """heading, intro, clause, unplaced, total."""
    counts = understood.counts
    return counts.heading, counts.intro, counts.clause, counts.unplaced, counts.total
