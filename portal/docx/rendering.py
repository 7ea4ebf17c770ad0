"""From a template to a finished document."""

import io
import zipfile
from typing import Any

import tinyhtml5
from django.template.loader import render_to_string
from django.utils import translation

from portal.docx import look
from portal.docx.writing import Writer

# A file says when it was made by what stands in it, not by the clock of the machine.
NO_TIME = (1980, 1, 1, 0, 0, 0)
# Characters that no XML may hold, whoever typed them.
NOT_IN_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(55296, 57344), 65534, 65535])


def render(template_name: str, context: dict[str, Any], *, language: str | None = None) -> bytes:
    """The template as .docx, in that language (default: the active one). The same input gives the same bytes."""
    with translation.override(language or translation.get_language()):
        return render_html(render_to_string(template_name, context))


def render_html(html: str) -> bytes:
    page = tinyhtml5.parse(html.translate(NOT_IN_XML), namespace_html_elements=False)
    document = look.new_document(title=(page.findtext("head/title") or "").strip())
    body = page.find("body")
    if body is not None:
        Writer(document).write(body)
    made = io.BytesIO()
    document.save(made)
    return _without_times(made)


def _without_times(made: io.BytesIO) -> bytes:
    steady = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, NO_TIME), old.read(name), zipfile.ZIP_DEFLATED)
    return steady.getvalue()
