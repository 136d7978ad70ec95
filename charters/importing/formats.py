"""Which format a file has: judged by what is in it as well as by its name."""

import codecs
import re
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _

from . import limits
from .limits import CannotRead, too_big

FORMATS = {
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".txt": "txt",
    ".json": "json",
}
ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
TAGS = re.compile(r"<(?:!doctype|html|head|body|p|h[1-6]|ul|ol|li|div|table|br)\b", re.IGNORECASE)
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# Of a hundred characters of text, one that nobody can see may be a slip; more, and it is no text.
STRANGE_MAX = 0.01


@dataclass(frozen=True)
class Text:
    """`guessed` where no mark said how it was written, and it is no UTF-8."""

    text: str
    guessed: bool = False


def format_of(data: bytes, name: str) -> str:
    """One of docx, md, html, txt, json. CannotRead says in words for people what else it is."""
    ending = PurePath(name.replace("\\", "/")).suffix.lower()
    if len(data) > limits.FILE_MAX:
        raise too_big()
    if not data.strip(b" \t\r\n\x00"):
        raise CannotRead(_("The file is empty."))
    _refuse_others(data)
    if ending not in FORMATS:
        raise CannotRead(_("Send a Word document (.docx), or a .md, .html, .txt or .json file."))
    format_ = FORMATS[ending]
    if data.startswith(ZIP) != (format_ == "docx"):
        raise CannotRead(_wrong_ending(ending, is_word=format_ == "docx"))
    return format_


def _refuse_others(data: bytes) -> None:
    head = data[:1024].lstrip()
    if data.startswith(OLD_OFFICE):
        raise CannotRead(
            _("This is an old Word file (.doc), or one with a password. Open it in Word and save it as .docx.")
        )
    if head.startswith(b"%PDF"):
        raise CannotRead(_("This is a PDF. Send the Word document that it was made from."))
    if head.startswith(b"{\\rtf"):
        raise CannotRead(_("This is an .rtf file. Open it in Word and save it as .docx."))


def _wrong_ending(ending: str, *, is_word: bool) -> str:
    if is_word:
        return _("The name ends in %(ending)s, but this is no Word document.") % {"ending": ending}
    return _("The name ends in %(ending)s, but this is a Word document or another packed file.") % {"ending": ending}


def decoded(data: bytes, *, ending: str) -> Text:
    """The text of a file: UTF-8, UTF-16, or as old Windows programs write it. CannotRead where it is no text."""
    if len(data) > limits.TEXT_MAX:
        raise limits.too_long()
    found = _decoded(data)
    text = found.text.replace("\x00", "")
    strange = sum(1 for c in text if c < " " and c not in "\t\n\r\f\v") + found.text.count("\ufffd")
    if found.text.count("\x00") + strange > STRANGE_MAX * len(found.text) + 2:
        raise CannotRead(_("This is no text that we can read."))
    if ending == "txt" and TAGS.match(text.lstrip()):
        raise CannotRead(_("The name ends in .txt, but this is a web page. Call it .html and send it again."))
    if ending == "html" and not TAGS.search(text):
        raise CannotRead(_("The name ends in .html, but this is no web page. Call it .txt and send it again."))
    return Text(text, found.guessed)


def _decoded(data: bytes) -> Text:
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return Text(data.decode(encoding, errors="replace"))
    if encoding := _wide(data):
        return Text(data.decode(encoding, errors="replace"))
    try:
        return Text(data.decode("utf-8"))
    except UnicodeDecodeError:
        return Text(data.decode("cp1252", errors="replace"), guessed=True)


def _wide(data: bytes) -> str:
    """UTF-16 without its mark: in English nearly every other byte is then nought."""
    for encoding, nought, letter in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        if data[nought::2].count(0) > 0.7 * len(data[nought::2]) and data[letter::2].count(0) < 0.1 * len(data) / 2:
            return encoding
    return ""
