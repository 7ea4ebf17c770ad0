"""Files that are kept as they came: what must not be in them.

A picture is built anew; these cannot be. They are only ever saved to a disk, never opened by the portal or by a browser
on its own. What is refused here would be something else as well once it lies on that disk: a page, an archive.
"""

import io
import zipfile

from django.utils.translation import gettext_lazy as _

from forms.intake.kinds import Kind, NotAccepted
from portal.zipped import BROKEN

# What a program looks at to decide that a file is a page; browsers read 1445 bytes for that.
LOOKED_AT = 4096
PAGE_MARKS = (b"<!doctype", b"<html", b"<script", b"<svg", b"<iframe", b"<body", b"<?php", b"<hta:")
# Far more than a document of ten megabytes needs: above it, it is made to fill a disk.
MOST_UNPACKED = 300 * 1024 * 1024
MOST_PARTS = 10_000
# Parts of an office document that are programs, or any file at all.
RUNNING_PARTS = ("vbaproject.bin", "vbadata.xml", "/activex/", "/oleobject", "xl/macrosheets/")

BOTH = _("This file is two kinds of file at once. Please send it again as a picture, or print it to PDF.")
PROGRAMS = _(
    "This document carries programs or other files inside it. Please save it without them, or print it to PDF."
)
DAMAGED = _("The document cannot be opened; it may be damaged. Please choose another.")


def check(data: bytes, kind: Kind) -> None:
    """Raises NotAccepted for a document that is more than it says."""
    if kind.is_office:
        _check_office(data, kind)
    elif zipfile.is_zipfile(io.BytesIO(data)):
        raise NotAccepted(BOTH)
    else:
        start = data[:LOOKED_AT].lower()
        if any(mark in start for mark in PAGE_MARKS):
            raise NotAccepted(BOTH)


def _check_office(data: bytes, kind: Kind) -> None:
    """By the list of its parts alone; nothing is unpacked but the small part that says what the others are."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            _check_parts(parts)
            types = _beginning_of(parts, "[Content_Types].xml")
    except (*BROKEN, KeyError) as error:
        raise NotAccepted(DAMAGED) from error
    if kind.media_type.encode() not in types or b"macroenabled" in types.lower():
        raise NotAccepted(PROGRAMS)


def _check_parts(parts: zipfile.ZipFile) -> None:
    listed = parts.infolist()
    if len(listed) > MOST_PARTS or sum(part.file_size for part in listed) > MOST_UNPACKED:
        raise NotAccepted(_("This document is far larger than it looks when it is opened. Please send it as PDF."))
    # A file that begins elsewhere than with its first part has something in front of it.
    if min((part.header_offset for part in listed), default=1) != 0:
        raise NotAccepted(BOTH)
    if any(mark in f"/{part.filename.lower()}" for part in listed for mark in RUNNING_PARTS):
        raise NotAccepted(PROGRAMS)


def _beginning_of(parts: zipfile.ZipFile, name: str) -> bytes:
    with parts.open(name) as part:
        return part.read(1024 * 1024)
