"""Word documents made by hand, one part after the other: small, and with just what a test is about."""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# List 1 are bullets, list 2 counts "1." "1.1" "(a)", list 3 is as list 2 for the headings.
STYLES = f"""<w:styles {W}>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Ueberschrift1"><w:name w:val="heading 1"/>
  <w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="H3"><w:name w:val="heading 3"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="H4"><w:name w:val="heading 4"/><w:pPr><w:outlineLvl w:val="3"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="OurHeading"><w:name w:val="Council heading"/><w:basedOn w:val="N1"/></w:style>
<w:style w:type="paragraph" w:styleId="N1"><w:name w:val="heading 1 numbered"/>
  <w:pPr><w:numPr><w:numId w:val="3"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="ListBullet"><w:name w:val="List Bullet"/></w:style>
</w:styles>"""
LEVELS = (
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl>'
)
BULLETS = "".join(
    f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>' for n in range(3)
)
NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="10">{BULLETS}</w:abstractNum>
<w:abstractNum w:abstractNumId="20">{LEVELS}</w:abstractNum>
<w:abstractNum w:abstractNumId="30">{LEVELS}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="10"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="20"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="30"/></w:num>
</w:numbering>"""


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(text: str = "", style: str = "", properties: str = "", *, raw: str = "") -> str:
    """A paragraph; `raw` is markup instead of the text."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{raw or (run(text) if text else '')}</w:p>"


def title(text: str) -> str:
    return p(text, "Title")


def h1(text: str) -> str:
    return p(text, "Ueberschrift1")


def heading(level: int, text: str) -> str:
    return h1(text) if level == 1 else p(text, f"H{level}")


def numbered_heading(text: str) -> str:
    """A heading that Word numbers."""
    return p(text, "OurHeading")


def point(text: str, level: int = 0, number: int = 1) -> str:
    """A point of list 1 (bullets), or of list 2 (numbers)."""
    return p(text, "", f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def bold(text: str) -> str:
    return p(raw=run(text, "<w:b/>"))


def table(*rows: list[str], head: bool = False) -> str:
    made = ""
    for n, row in enumerate(rows):
        cells = "".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in row)
        made += f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if head and n == 0 else ''}{cells}</w:tr>"
    return f"<w:tbl>{made}</w:tbl>"


def body(*parts: str) -> str:
    return f"<w:document {W} {MORE}><w:body>{''.join(parts)}<w:sectPr/></w:body></w:document>"


def docx(
    *parts: str, document: str = "", footnotes: str = "", type: str = TYPE, more: dict[str, bytes] | None = None
) -> bytes:
    """A Word document of these paragraphs, or with this markup as its main part."""
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{type}"/></Types>',
        "word/_rels/document.xml.rels": "<Relationships>"
        + "".join(
            f'<Relationship Id="r{kind}" Type="{RELATED}/{kind}" Target="{kind}.xml"/>'
            for kind in ("styles", "numbering", "footnotes")
        )
        + "</Relationships>",
        "word/document.xml": document or body(*parts),
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
    }
    if footnotes:
        files["word/footnotes.xml"] = f'<w:footnotes {W}><w:footnote w:id="1">{p(footnotes)}</w:footnote></w:footnotes>'
    return zipped({**{name: text.encode() for name, text in files.items()}, **(more or {})})


def zipped(files: dict[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()
