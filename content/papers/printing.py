"""A policy document as PDF: printed once for each state of the document, of its sheet and of the typefaces."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache, caches
from django.template.loader import render_to_string

from content.papers.official import official
from portal import pdf

if TYPE_CHECKING:
    from content.models import PolicyPage

TEMPLATE = "content/official_paper.html"
BUSY, BUSY_SECONDS, FAILED_SECONDS = "papers:busy", 60, 300


def printed(page: PolicyPage, outline: dict[str, Any], *, keep: bool = True) -> bytes:
    """PDF/A-3 and PDF/UA-1 with the document as JSON inside. Raises pdf.PrintFailed and its kinds.

    For the public one document is printed at a time, and one that failed is not tried again for some minutes: whoever
    asks for many of them keeps no report from being sent. Who edits (`keep=False`) waits for a document of their own.
    """
    html = render_to_string(TEMPLATE, official(page, outline))
    if not keep:
        return pdf.render_html(html)
    key = hashlib.blake2b(f"{html}{pdf.setting()}".encode(), digest_size=20).hexdigest()
    paper: bytes | None = caches["papers"].get(key)
    if paper is not None:
        return paper
    if cache.get(f"papers:failed:{key}") or not cache.add(BUSY, True, BUSY_SECONDS):
        raise pdf.PrintFailed("Another document is being printed, or this one failed a moment ago.")
    try:
        paper = pdf.render_html(html)
    except pdf.PrintFailed:
        cache.set(f"papers:failed:{key}", True, FAILED_SECONDS)
        raise
    finally:
        cache.delete(BUSY)
    caches["papers"].set(key, paper, settings.PAPERS_KEPT_SECONDS)
    return paper
