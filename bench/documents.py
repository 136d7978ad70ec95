"""A Word document of many pages, as Word itself writes them: every few words a run with properties of its own."""

import random
import zipfile
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>'
    "</Relationships>"
)
STYLES = (
    f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>'
)
# A page of print has about 500 words: here seven paragraphs of 70.
PARAGRAPHS_A_PAGE, WORDS_A_PARAGRAPH, WORDS_A_RUN = 7, 70, 6
VOCABULARY = (
    *(
        "ask",
        "families",
        "young",
        "people",
        "school",
        "answer",
        "letter",
        "nurse",
        "plan",
        "meeting",
        "early",
        "listen",
    ),
    *("help", "choose", "write", "bus", "garden", "teacher", "home", "clinic", "year", "change", "promise", "explain"),
    *("together", "before", "after", "every", "week", "never", "always", "name", "contact", "record", "share"),
)


def write_docx(file: Path, *, pages: int) -> None:
    """A heading and seven paragraphs a page; the same words every time."""
    chance = random.Random(60)  # noqa: S311 - words, not secrets
    parts = [_paragraph("The Sixty Mills Charter", "Title", chance)]
    for page in range(1, pages + 1):
        parts.append(_paragraph(f"Part {page}", "Heading1", chance))
        parts += [_paragraph(_promise(chance), "", chance) for _n in range(PARAGRAPHS_A_PAGE)]
    body = f'<w:document xmlns:w="{W}"><w:body>{"".join(parts)}</w:body></w:document>'
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", TYPES)
        packed.writestr("word/_rels/document.xml.rels", RELATIONS)
        packed.writestr("word/styles.xml", STYLES)
        packed.writestr("word/document.xml", body)


def _promise(chance: random.Random) -> str:
    words = [chance.choice(VOCABULARY) for _n in range(WORDS_A_PARAGRAPH - 4)]
    middle = len(words) // 2
    return f"We will {' '.join(words[:middle])}. We will {' '.join(words[middle:])}."


def _paragraph(text: str, style: str, chance: random.Random) -> str:
    words = text.split()
    mark = f"{chance.randrange(16**8):08X}"
    properties = (
        '<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr>'
    )
    pieces = [" ".join(words[at : at + WORDS_A_RUN]) for at in range(0, len(words), WORDS_A_RUN)]
    runs = "".join(
        f'<w:r w:rsidRPr="{mark}">{properties}<w:t xml:space="preserve">{piece} </w:t></w:r>' for piece in pieces
    )
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f'<w:p w:rsidR="{mark}" w:rsidP="{mark}"><w:pPr>{named}<w:spacing w:after="160"/></w:pPr>{runs}</w:p>'
