"""A paper as whoever edits it sees it: printed, or with a sentence that says why it is not."""

import re
from collections.abc import Callable

from django.http import HttpResponse
from django.utils.html import escape
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from portal.pdf.errors import GlyphMissing, PrintFailed

POINT = re.compile(r"U\+[0-9A-F]{4,6}")


def preview(made: Callable[[], bytes], *, name: str) -> HttpResponse:
    """`made` prints it; `name` is the file's, without its ending."""
    try:
        paper = made()
    except GlyphMissing as missing:
        sentence = _("No installed typeface has these characters: %(characters)s. They have to be written otherwise.")
        return HttpResponse(escape(sentence % {"characters": _characters(missing)}))
    except PrintFailed:
        return HttpResponse(escape(_("It could not be printed just now. Try again in a minute.")))
    headers = {"Content-Disposition": content_disposition_header(False, f"{name}.pdf") or "inline"}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)


def _characters(missing: GlyphMissing) -> str:
    points = sorted(set(POINT.findall(str(missing))))
    return "、".join(f"{chr(int(point[2:], 16))} ({point})" for point in points)
