"""Files as people send them, with their names all over them; and files that are made to hurt."""

import io
import zipfile
import zlib

import pikepdf
from PIL import Image
from PIL.PngImagePlugin import PngInfo

# Stands wherever programs write who somebody is. In no file that we keep.
PERSON = "Perpetua Quillfeather"
PLACE = "D:/quillfeather/Desktop"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
PIC = 'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
ODF = "urn:oasis:names:tc:opendocument:xmlns"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def packed(parts: dict[str, str | bytes], **more: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as into:
        for name, part in parts.items():
            into.writestr(name, part, **more)
    return made.getvalue()


def jpeg_of_a_camera() -> bytes:
    """A photo that says who took it, in each place where cameras and programs write."""
    picture = Image.new("RGB", (40, 30), "#108080")
    exif = Image.Exif()
    exif[0x013B] = PERSON
    exif[0x010E] = f"{PLACE}/photo.jpg"
    drawn = io.BytesIO()
    picture.save(drawn, "JPEG", exif=exif, comment=PERSON.encode(), progressive=True)
    return drawn.getvalue() + PERSON.encode()


def png_of_a_program() -> bytes:
    told = PngInfo()
    told.add_text("Author", PERSON)
    told.add_itxt("XML:com.adobe.xmp", f"<x>{PERSON}</x>")
    drawn = io.BytesIO()
    Image.new("RGBA", (40, 30), "#10808080").save(drawn, "PNG", pnginfo=told)
    return drawn.getvalue()


def relations(*told: str) -> str:
    each = []
    for n, one in enumerate(told, 1):
        kind, target, *external = one.split(" ")
        mode = ' TargetMode="External"' if external else ""
        each.append(f'<Relationship Id="rId{n}" Type="{KIND}/{kind}" Target="{target}"{mode}/>')
    return f'{HEAD}<Relationships xmlns="{RELATIONS}">{"".join(each)}</Relationships>'


def docx_parts() -> dict[str, str | bytes]:
    who = f'w:author="{PERSON}" w:initials="PQ" w:date="2026-05-01T10:00:00Z"'
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{DOCX_TYPE}.main+xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/core"/>'
        '<Override PartName="/word/people.xml" ContentType="application/people"/></Types>',
        "_rels/.rels": relations("officeDocument word/document.xml", "extended-properties docProps/app.xml"),
        "docProps/core.xml": f"{HEAD}<core>{PERSON}</core>",
        "docProps/app.xml": f"{HEAD}<app>{PERSON}</app>",
        "docProps/custom.xml": f"{HEAD}<custom>{PERSON}</custom>",
        "docProps/thumbnail.jpeg": jpeg_of_a_camera(),
        "customXml/item1.xml": f"{HEAD}<x>{PERSON}</x>",
        "word/document.xml": f"{HEAD}<w:document {W} {R} {A} {PIC}><w:body>"
        f"<w:p w:rsidR='00AA11BB'><w:ins w:id='1' {who}><w:r><w:t>We ask first, in May.</w:t></w:r></w:ins></w:p>"
        f"<w:p><pic:cNvPr id='1' name='{PERSON}.jpg' descr='{PLACE}/photo.jpg'/><a:blip r:embed='rId3'/></w:p>"
        "<w:p><w:hyperlink r:id='rId2'><w:r><w:t>Our minutes</w:t></w:r></w:hyperlink></w:p>"
        "</w:body></w:document>",
        "word/comments.xml": f"{HEAD}<w:comments {W}><w:comment w:id='0' {who}><w:p><w:r><w:t>Good.</w:t></w:r></w:p>"
        "</w:comment></w:comments>",
        "word/people.xml": f"{HEAD}<people>{PERSON}</people>",
        "word/settings.xml": f"{HEAD}<w:settings {W} {R}><w:attachedTemplate r:id='rId1'/><w:rsids><w:rsid w:val='1'/>"
        f"</w:rsids><w:docVars><w:docVar w:name='a' w:val='{PERSON}'/></w:docVars></w:settings>",
        "word/media/image1.jpeg": jpeg_of_a_camera(),
        "word/media/image2.png": png_of_a_program(),
        "word/_rels/document.xml.rels": relations(
            "people people.xml", "hyperlink https://thistlewick.example/minutes x", "image media/image1.jpeg"
        ),
        "word/_rels/settings.xml.rels": relations(f"attachedTemplate file:///{PLACE}/ours.dotx x"),
    }


def docx(**changed: str | bytes) -> bytes:
    """A Word file; `changed` are parts by their names with "__" for "/" and "_0_" for "."."""
    parts = docx_parts()
    parts |= {name.replace("__", "/").replace("_0_", "."): part for name, part in changed.items()}
    return packed(parts)


def odt_parts() -> dict[str, str | bytes]:
    names = " ".join(
        f'xmlns:{short}="{ODF}:{short}:1.0"' for short in ("office", "text", "meta", "config", "manifest", "script")
    )
    names += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
    who = f"<dc:creator>{PERSON}</dc:creator><dc:date>2026-05-01T10:00:00</dc:date>"
    listed = ("/", "content.xml", "meta.xml", "settings.xml", "Thumbnails/thumbnail.png", "Pictures/1.jpg")
    entries = "".join(f'<manifest:file-entry manifest:full-path="{one}" manifest:media-type=""/>' for one in listed)
    return {
        "mimetype": ODT_TYPE,
        "META-INF/manifest.xml": f"{HEAD}<manifest:manifest {names}>{entries}</manifest:manifest>",
        "content.xml": f"{HEAD}<office:document-content {names}><office:scripts/><office:body><office:text>"
        f"<text:tracked-changes><text:changed-region><text:insertion><office:change-info>{who}</office:change-info>"
        "</text:insertion></text:changed-region></text:tracked-changes>"
        f"<text:p>We ask first, in May.<office:annotation>{who}<meta:creator-initials>PQ</meta:creator-initials>"
        f"<text:p>Good.</text:p></office:annotation> And <text:a xlink:href='file:///{PLACE}/x.odt'>more</text:a></text:p>"
        "</office:text></office:body></office:document-content>",
        "meta.xml": f"{HEAD}<office:document-meta {names}><office:meta>{who}</office:meta></office:document-meta>",
        "settings.xml": f"{HEAD}<office:document-settings {names}><config:config-item config:name='PrinterName'>"
        f"{PERSON}</config:config-item></office:document-settings>",
        "Thumbnails/thumbnail.png": png_of_a_program(),
        "Pictures/1.jpg": jpeg_of_a_camera(),
    }


def odt(**changed: str | bytes) -> bytes:
    parts = odt_parts()
    return packed(parts | {name.replace("__", "/").replace("_0_", "."): part for name, part in changed.items()})


def pdf_document() -> pikepdf.Pdf:
    """A page with a photo, a remark and a file inside, made by somebody."""
    made = pikepdf.new()
    made.add_blank_page()
    made.docinfo["/Author"] = PERSON
    with made.open_metadata() as told:
        told["dc:creator"] = [PERSON]
    photo = pikepdf.Stream(made, jpeg_of_a_camera(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
    photo.Width, photo.Height, photo.BitsPerComponent = 40, 30, 8
    photo.ColorSpace, photo.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
    page = made.pages[0]
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=photo))
    page.Contents = made.make_stream(b"q 40 0 0 30 0 0 cm /Im0 Do Q % We ask first, in May.")
    remark = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, T=PERSON, Contents="Good.")
    remark.Rect = pikepdf.Array([0, 0, 9, 9])
    inside = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Contents=PERSON)
    inside.Rect = pikepdf.Array([0, 0, 9, 9])
    page.Annots = pikepdf.Array([made.make_indirect(remark), made.make_indirect(inside)])
    page.obj["/PieceInfo"] = pikepdf.Dictionary(Program=pikepdf.String(PERSON))
    made.attachments["them.txt"] = PERSON.encode()
    runs = made.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{PERSON}')"))
    made.Root.OpenAction = runs
    made.Root.Names.JavaScript = pikepdf.Dictionary(Names=pikepdf.Array(["a", runs]))
    return made


def pdf(**options: object) -> bytes:
    saved = io.BytesIO()
    pdf_document().save(saved, **options)  # type: ignore[arg-type]
    return saved.getvalue()


def locked_pdf() -> bytes:
    return pdf(encryption=pikepdf.Encryption(owner="a", user="b"))


def half_locked_pdf() -> bytes:
    """Everybody can read it, and it says that nobody may change it."""
    return pdf(encryption=pikepdf.Encryption(owner="a", user=""))


def pdf_bomb() -> bytes:
    """Its list of objects is a stream of some kilobytes that unpacks to 256 megabytes."""
    packer = zlib.compressobj(9)
    body = b"".join([packer.compress(b" " * 2**20) for _ in range(256)]) + packer.flush()
    head = b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    at = len(head)
    stream = f"3 0 obj<</Type/XRef/Size 4/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length {len(body)}>>stream\n".encode()
    return head + stream + body + b"\nendstream endobj\nstartxref\n" + str(at).encode() + b"\n%%EOF"


def everything_in(content: bytes) -> bytes:
    """A file and all that is packed in it, to look for words."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            return content + b"\n".join(
                name.encode() + b"\n" + everything_in(opened.read(name)) for name in opened.namelist()
            )
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as opened_pdf:
            said = [repr(one).encode() for one in opened_pdf.objects]
            said += [one.read_raw_bytes() for one in opened_pdf.objects if isinstance(one, pikepdf.Stream)]
            return content + b"\n".join(said)
    return content
