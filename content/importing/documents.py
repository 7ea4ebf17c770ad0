"""From the text of a file to what it says, with the warnings of both steps."""

from dataclasses import replace

from content.importing.files import Taken
from content.policytext.document import Document
from content.policytext.parse import parse


def read_document(taken: Taken, *, source: str) -> Document:
    document = parse(taken.text, source=source)
    return replace(document, warnings=(*taken.warnings, *document.warnings))
