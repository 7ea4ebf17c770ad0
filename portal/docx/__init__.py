"""HTML to a Word document, for papers that another office goes on writing in. `render` is the front door.

The HTML is that of the same paper as PDF (portal.pdf). What a sheet of styles says there, `data-word` says here, in
words: `center`, `right`, `red`, `small`, `flush` (no indent of the first line), `page` (begins a page), `foot` (below
every page). Headings, paragraphs, lists, tables, definition lists and pictures are taken over; anything else only
with what stands in it.
"""

from typing import Any

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def render(template_name: str, context: dict[str, Any], *, language: str | None = None) -> bytes:
    """The template as .docx, in that language (default: the active one). The same input gives the same bytes."""
    from portal.docx import rendering  # here: 17 MB of each process, and seldom asked for

    return rendering.render(template_name, context, language=language)


def render_html(html: str) -> bytes:
    """A page of HTML as .docx. The same input gives the same bytes."""
    from portal.docx import rendering  # here: as above

    return rendering.render_html(html)
