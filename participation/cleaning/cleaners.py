"""Which kind of document is cleaned how."""

from . import odt, pdf, word


def cleaned(kind: str, content: bytes) -> bytes:
    """Raises refusing.Refused."""
    return {"pdf": pdf.cleaned, "docx": word.cleaned, "odt": odt.cleaned}[kind](content)
