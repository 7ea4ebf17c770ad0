"""HTML to a Word document, for papers that another office goes on writing in. `render` is the front door.

The HTML is that of the same paper as PDF (portal.pdf). What a sheet of styles says there, `data-word` says here, in
words: `center`, `right`, `red`, `small`, `flush` (no indent of the first line), `page` (begins a page), `foot` (below
every page). Headings, paragraphs, lists, tables, definition lists and pictures are taken over; anything else only
with what stands in it.
"""

from portal.docx.rendering import MEDIA_TYPE, render, render_html

__all__ = ["MEDIA_TYPE", "render", "render_html"]
