"""What the XML forms share: building without surprises, and reading what strangers send. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

from schemas.errors import InvalidInput, TooLarge
from schemas.transcripts import Box

LARGEST = 40 << 20
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Element = etree._Element


def xml_text(text: str) -> str:
    """Without the letters that no XML file may hold."""
    return _NOT_XML.sub("", text)


def new_root(space: str, name: str, **prefixes: str) -> Element:
    """The root of a document in this namespace."""
    spaces: dict[Any, str] = {None: space, **prefixes}
    return etree.Element(etree.QName(space, name), nsmap=spaces)


def add(parent: Element, name: str, text: str = "", /, **attributes: object) -> Element:
    """A child in the namespace of its parent; attributes that are None are left out, `a_b` becomes `a-b`."""
    space = etree.QName(parent).namespace
    given = {
        key.rstrip("_").replace("_", "-"): xml_text(str(value))
        for key, value in attributes.items()
        if value is not None
    }
    child = etree.SubElement(parent, etree.QName(space, name), given)
    if text:
        child.text = xml_text(text)
    return child


def written(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=False)


def read(data: bytes) -> Element:
    """The root. No entity, no network, no document type. Raises InvalidInput, TooLarge."""
    if len(data) > LARGEST:
        raise TooLarge(f"{len(data)} bytes of XML")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise InvalidInput(
            str(error),
            vi=f"Tệp XML hỏng{f' ở dòng {line}' if line else ''}. Hãy xuất lại từ phần mềm đã tạo ra nó.",
            en=f"The XML is broken{f' at line {line}' if line else ''}. Export it again from its program.",
        ) from error
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise InvalidInput(
            "doctype",
            vi="Tệp XML có phần DOCTYPE nên không nhận, vì lý do an toàn. Hãy xuất lại không có phần đó.",
            en="The XML has a DOCTYPE and is refused for safety. Export it again without one.",
        )
    return root


def local(element: Element) -> str:
    """The name without its namespace; empty for what is no element (an instruction)."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: Element, *names: str) -> Iterable[Element]:
    return (child for child in element if local(child) in names)


def found(element: Element, *names: str) -> Iterable[Element]:
    """All below it, in the order of the file."""
    return (child for child in element.iter() if local(child) in names)


def number(element: Element, name: str) -> float | None:
    """An attribute as a number; None where it is missing or none."""
    try:
        value = float(element.get(name, ""))
    except ValueError:
        return None
    return value if -1e7 < value < 1e7 else None


def scaled(box: tuple[float, float, float, float] | None, across: float, down: float) -> Box | None:
    """Left, top, width, height in the pixels of our page."""
    if box is None:
        return None
    x, y, width, height = box
    return Box(
        max(round(x * across), 0),
        max(round(y * down), 0),
        max(round(width * across), 1),
        max(round(height * down), 1),
    )
