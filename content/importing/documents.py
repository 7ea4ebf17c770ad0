"""From the text of a file to what it says, with the warnings of both steps."""

from dataclasses import replace

from django.utils.translation import gettext as _

from content.importing.files import Taken
from content.importing.unreadable import Unreadable
from content.policytext.document import Document
from content.policytext.parse import parse

# A hundred and fifty pages. What is longer is several documents, and would take a reader minutes instead of moments.
MOST_LINES = 5_000


def read_document(taken: Taken, *, source: str) -> Document:
    """Raises Unreadable for what is far longer than one document."""
    if taken.text.count("\n") + taken.text.count("\f") >= MOST_LINES:
        raise Unreadable(
            _("The text has more than %(most)d lines. Please take in each document of it by itself.")
            % {"most": MOST_LINES}
        )
    document = parse(taken.text, source=source)
    return replace(document, warnings=(*taken.warnings, *document.warnings))
