"""Page, drawing, CSV, JSON, PDF and easy read carry the same numbers."""

import csv
import io
import re

import pytest
from django.test import Client
from lxml import html

from participation.models.kinds import Dimension
from tests.config.reading_pdfs import figures, structure, tagged
from tests.pledges.easy_pages import text_of

from .result_pages import NOW, two_years

pytestmark = pytest.mark.django_db

YEAR = f"/participation/audits/{NOW}/"
WHO = {"Services": "services", "Young people": "young_people", "Parent carers": "parent_carers"}
LEVELS = {"Not yet": "1", "Starting": "2", "Doing": "3", "Shared": "4"}
OTHERS = {"Does not apply": "none", "Do not know": "none"}
# By question, group and level; what is 0 is left out, because a drawing does not show it.
Counts = dict[tuple[str, str, str], int]


def content(name: str = "") -> bytes:
    response = Client().get(YEAR + name)
    assert response.status_code == 200
    return response.content


def in_json() -> Counts:
    found: Counts = {}
    document = Client().get(f"{YEAR}results.json").json()
    for one in document["questions"]:
        for who, counts in {"services": one["services"], **one["panels"]}.items():
            for level, count in counts.items():
                found[one["key"], who, level if level.isdigit() else "none"] = count
    return some(found)


def some(found: Counts) -> Counts:
    return {key: count for key, count in found.items() if count}


def in_csv() -> Counts:
    rows = csv.DictReader(io.StringIO(content("results.csv").decode("utf-8-sig")))
    return some(
        {
            (row["question_key"], row["who"], row["level"] if row["level"].isdigit() else "none"): int(row["count"])
            for row in rows
        }
    )


def in_tables() -> Counts:
    found: Counts = {}
    for asked in html.document_fromstring(content().decode()).cssselect(".asked"):
        heads = [str(cell.text_content()) for cell in asked.cssselect("thead th")[1:]]
        for row in asked.cssselect("tbody tr"):
            level = (LEVELS | OTHERS)[" ".join(row[0].text_content().split())]
            for who, cell in zip(heads, row[1:], strict=True):
                if cell.text_content().strip().isdigit():
                    found[str(asked.get("id")), WHO[who], level] = int(cell.text_content())
    return some(found)


def in_drawings() -> Counts:
    return {
        (str(asked.get("id")), str(bar.get("data-who")), str(piece.get("data-level"))): int(
            str(piece.get("data-count"))
        )
        for asked in html.document_fromstring(content().decode()).cssselect(".asked")
        for bar in asked.cssselect("svg.bar")
        for piece in bar.cssselect("rect[data-level]")
    }


def in_words() -> list[str]:
    """What a screen reader says of each drawing."""
    page = html.document_fromstring(content().decode())
    return [f"{bar.cssselect('title')[0].text}: {bar.cssselect('desc')[0].text}" for bar in page.cssselect("svg.bar")]


def in_pdf(document: dict[str, list[dict[str, str]]]) -> Counts:
    """Its tables, cell after cell, in the order of questions."""
    keys = {one["text"]: one["key"] for one in document["questions"]}
    found: Counts = {}
    key = ""
    heads: list[str] = []
    cells: list[str] = []
    for role, text in [*structure(content("results.pdf")), ("H3", "")]:
        if role == "H3":
            for n, cell in enumerate(cells):
                if cell in LEVELS | OTHERS:
                    for who, count in zip(heads, cells[n + 1 : n + 1 + len(heads)], strict=True):
                        found[key, WHO[who], (LEVELS | OTHERS)[cell]] = int(count or 0)
            key, heads, cells = keys.get(text, ""), [], []
        elif text in WHO and not cells:
            heads.append(text)
        elif text in LEVELS | OTHERS or text.isdigit():
            cells.append(text)
    return some(found)


def test_page_drawing_csv_json_and_pdf_carry_the_same_numbers() -> None:
    _services, _then, snapshot = two_years()

    frozen = in_json()

    assert len(frozen) > 6
    assert in_csv() == frozen
    assert in_tables() == frozen
    assert in_drawings() == frozen
    assert in_pdf(snapshot.document) == frozen


def test_words_of_drawings_are_the_same_on_page_and_paper() -> None:
    two_years()

    said = in_words()

    assert said == figures(content("results.pdf"))
    assert "2 services: 0 not yet, 1 starting, 1 doing, 0 shared" in said


def test_json_is_the_frozen_document_and_nothing_else() -> None:
    _services, _then, snapshot = two_years()

    assert Client().get(f"{YEAR}results.json").json() == snapshot.document
    assert Client().get(f"{YEAR}published/1/results.json").json() == snapshot.document


def test_csv_begins_with_the_mark_and_holds_no_formula() -> None:
    _services, _then, snapshot = two_years()

    text = content("results.csv").decode()

    assert text.startswith("\ufeffyear,part,question_key,question,who,who_in_words,level,level_in_words,count\r\n")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == len(snapshot.document["questions"]) * 3 * 5
    assert {row["part"] for row in rows} <= set(map(str, Dimension.labels))


def test_sentences_are_the_same_on_page_paper_and_start() -> None:
    two_years()
    page, start = text_of(Client().get(YEAR)), text_of(Client().get("/participation/"))
    paper = [text for _role, text in structure(content("results.pdf"))]

    for said in (
        "2 of 3 services answered.",
        "Most services say “doing” or “shared” on 0 of 3 questions.",
        "Young people say so on 0 of the 2 questions that they were asked.",
    ):
        assert said in page
        assert said in start
        assert said in paper


def test_easy_read_counts_alike() -> None:
    two_years()

    text = text_of(Client().get(f"{YEAR}easy-read/all/"))

    assert "2 of 3 services answered." in text
    assert (
        re.search(r"Do we ask about joining\? 1 of 2 services does? this\.", text) or "1 of 2 services do this." in text
    )
    assert "Young people said: A bit." in text


def test_paper_is_tagged() -> None:
    two_years()

    assert tagged(content("results.pdf"))
