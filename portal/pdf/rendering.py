"""From a template to a finished document."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from portal.pdf.press import press


def render(template_name: str, context: dict[str, Any], *, language: str | None = None) -> bytes:
    """The template as PDF/A, in that language (default: the active one). The same input gives the same bytes.

    Templates name their sheet as `<link rel="stylesheet" href="styles:paper.css">`; nothing else outside the
    document is fetched, pictures are `data:` addresses. Raises PrintFailed or one of its kinds.
    """
    with translation.override(language or translation.get_language()):
        html = render_to_string(template_name, context)
    return render_html(html)


def render_html(html: str) -> bytes:
    return press.print(html)
