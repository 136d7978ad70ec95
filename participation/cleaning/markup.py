"""The XML of documents, read so that it cannot reach for anything."""

from lxml import etree

from .refusing import Refused, Why


def parsed(content: bytes) -> etree._Element:
    """Raises Refused. No document of ours declares a type of its own, and those that do may explode."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Refused(Why.BROKEN) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused(Why.BROKEN)
    return root


def written(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def local(name: object) -> str:
    """A name without its namespace."""
    return str(name).rpartition("}")[2]


def taken_out(element: etree._Element) -> None:
    """The element goes, what was written after it stays."""
    above = element.getparent()
    if above is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            above.text = (above.text or "") + element.tail
    above.remove(element)
