"""XML from outside: no document type, no entities, nothing fetched, and no more of it than a definition can need."""

import io

# Types only: defusedxml parses.
from xml.etree.ElementTree import Element, ParseError  # nosec B405

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _

__all__ = ["Element", "Unreadable", "local", "parse", "space"]

MOST_BYTES = 5 * 1024 * 1024
MOST_ELEMENTS = 50_000
DEEPEST = 60


class Unreadable(Exception):
    """The file is no XML that we read; the message says why."""


def parse(content: bytes) -> Element:
    """The root element. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 5 MB."))
    try:
        return _grown(content)
    except DefusedXmlException:
        raise Unreadable(_("The file has a document type or entities. Save it without.")) from None
    except (ParseError, ValueError, LookupError):
        raise Unreadable(_("This is not an XML file.")) from None


def local(element: Element) -> str:
    """The name without its namespace; "" for a comment."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def space(name: str) -> str:
    """The namespace of a tag or an attribute."""
    return name[1:].split("}", 1)[0] if name.startswith("{") else ""


def _grown(content: bytes) -> Element:
    """Watched while it grows, so that what is too deep is never a whole tree."""
    root: Element | None = None
    depth = count = 0
    for event, element in iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True):
        if event == "end":
            depth -= 1
            continue
        root = element if root is None else root
        depth, count = depth + 1, count + 1
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise Unreadable(_("The file has too many elements, or too many inside each other."))
    if root is None:
        raise Unreadable(_("This is not an XML file."))
    return root
