"""Why a document was not printed. The sentences are for operators and never hold a document's text."""


class PrintFailed(Exception):
    """The document could not be laid out, or the printing process ended while working on it."""


class PrintTimedOut(PrintFailed):
    """The document took longer than a document may take."""


class GlyphMissing(PrintFailed):
    """No installed font has an everyday character of the document: the fonts are not installed."""


class ContentRefused(PrintFailed):
    """The document asked for something outside itself: an address, a file of this machine."""


class LibrariesMissing(PrintFailed):
    """The system libraries that set type are not installed."""


# What the child process answers besides a document, see child.py.
BY_CODE: dict[str, type[PrintFailed]] = {
    "failed": PrintFailed,
    "glyph": GlyphMissing,
    "refused": ContentRefused,
    "libraries": LibrariesMissing,
}
