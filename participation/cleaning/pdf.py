"""PDFs without who made them, without files inside, and without anything that runs or sends."""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from . import pictures
from .refusing import Refused, Why

# Objects, and how deep they may stand in one another without a name of their own.
MOST_OBJECTS, MOST_DEPTH = 200_000, 50
# Bytes that one stream may unpack to, where it has to be read at all.
MOST_UNPACKED = 100 * 1024 * 1024
BESIDE = ("/Metadata", "/PieceInfo", "/CreatorInfo", "/XFA", "/LastModified")
CATALOG = ("/OpenAction", "/AA", "/AF", "/Collection", "/Perms", "/DSS", "/Legal", "/URI", "/SpiderInfo")
ACTS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound"}
ACTS |= {"/RichMediaExecute", "/GoTo3DView"}
# Marks on a page that are another file, or play something.
PLAYED = {"/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D"}
# Marks that people make, and that say who they were.
MARKS = {"/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline"}
MARKS |= {"/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Popup", "/Redact"}
LINKS = ("http://", "https://", "mailto:")


def cleaned(content: bytes) -> bytes:
    """Raises Refused."""
    pikepdf.settings.set_qpdf_limits(flate_max_memory=MOST_UNPACKED, run_length_max_memory=MOST_UNPACKED)
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise Refused(Why.LOCKED)
            return _cleaned(pdf)
    except pikepdf.PasswordError:
        raise Refused(Why.LOCKED) from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError, OverflowError):
        raise Refused(Why.BROKEN) from None


def _cleaned(pdf: Pdf) -> bytes:
    if len(pdf.objects) > MOST_OBJECTS:
        raise Refused(Why.TOO_MUCH)
    if not len(pdf.pages):
        raise Refused(Why.BROKEN)
    for key in ("/Info", "/ID"):
        if key in pdf.trailer:
            del pdf.trailer[key]
    _without_names(pdf.Root)
    for page in pdf.pages:
        _without_played(page.obj)
    for one in pdf.objects:
        for found in _dictionaries(one):
            _without_beside(found)
            if isinstance(found, Stream):
                _without_camera(found)
    made = io.BytesIO()
    pdf.save(made, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return made.getvalue()


def _dictionaries(one: pikepdf.Object, depth: int = 0) -> Iterator[Dictionary | Stream]:
    """It, and what stands in it without a name of its own."""
    if depth > MOST_DEPTH:
        raise Refused(Why.TOO_MUCH)
    if isinstance(one, Dictionary | Stream):
        yield one
        inside = [one[key] for key in one.keys()]  # noqa: SIM118 - it is no mapping
    elif isinstance(one, Array):
        inside = list(one)
    else:
        return
    for other in inside:
        if isinstance(other, Dictionary | Array) and not other.is_indirect:
            yield from _dictionaries(other, depth + 1)


def _without_names(root: pikepdf.Object) -> None:
    _delete(root, *CATALOG)
    names = root.get("/Names")
    if isinstance(names, Dictionary):
        _delete(names, "/EmbeddedFiles", "/JavaScript", "/Renditions")
    form = root.get("/AcroForm")
    if isinstance(form, Dictionary):
        _delete(form, "/SigFlags", "/XFA")


def _without_played(page: Dictionary) -> None:
    _delete(page, "/AA", "/AF", "/Thumb")
    marks = page.get("/Annots")
    if isinstance(marks, Array):
        page["/Annots"] = Array(
            [one for one in marks if isinstance(one, Dictionary) and _named(one, "/Subtype") not in PLAYED]
        )


def _without_beside(found: Dictionary | Stream) -> None:
    _delete(found, *BESIDE, *[key for key in list(found.keys()) if key.startswith("/PTEX.")])
    kind, subtype, act = _named(found, "/Type"), _named(found, "/Subtype"), _named(found, "/S")
    is_file = kind in ("/Filespec", "/F") or isinstance(found.get("/EF"), Dictionary)
    if is_file or act in ACTS or (act == "/URI" and _leads_inside(found)):
        # It may be referred to from anywhere: it stays, and is empty.
        _delete(found, *list(found.keys()))
        return
    if subtype in MARKS:
        _delete(found, "/T", "/M", "/CreationDate", "/AA", "/AF")
    if subtype == "/Widget" or "/FT" in found:
        _delete(found, "/AA")
    if _named(found, "/FT") == "/Sig":
        _delete(found, "/V", "/Lock", "/SV")


def _leads_inside(action: Dictionary | Stream) -> bool:
    return not str(action.get("/URI", "")).strip().lower().startswith(LINKS)


def _without_camera(stream: Stream) -> None:
    """A photo keeps its dots as they are, and nothing beside them."""
    kind = stream.get("/Filter")
    if isinstance(kind, Array) and len(kind) == 1:
        kind = kind[0]
    if not isinstance(kind, Name) or str(kind) != "/DCTDecode":
        return
    raw = stream.read_raw_bytes()
    made = pictures.stripped(raw)
    if made != raw:
        how = stream.get("/DecodeParms")
        stream.write(made, filter=Name.DCTDecode, decode_parms=how if isinstance(how, Dictionary) else None)


def _named(found: Dictionary | Stream, key: str) -> str:
    value = found.get(key)
    return str(value) if isinstance(value, Name) else ""


def _delete(found: pikepdf.Object, *keys: str) -> None:
    for key in keys:
        if key in found:
            del found[key]
