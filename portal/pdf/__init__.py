"""HTML to PDF. `render(template_name, context)` is the front door; a child process does the printing."""

from portal.pdf.errors import ContentRefused, GlyphMissing, LibrariesMissing, PrintFailed, PrintTimedOut
from portal.pdf.press import setting
from portal.pdf.rendering import render, render_html

__all__ = [
    "ContentRefused",
    "GlyphMissing",
    "LibrariesMissing",
    "PrintFailed",
    "PrintTimedOut",
    "render",
    "render_html",
    "setting",
]
