"""A policy document as PDF: printed once for each state of the document, of its sheet and of the typefaces."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import caches
from django.template.loader import render_to_string

from content.papers.official import official
from portal import pdf

if TYPE_CHECKING:
    from content.models import PolicyPage

TEMPLATE = "content/official_paper.html"


def printed(page: PolicyPage, outline: dict[str, Any]) -> bytes:
    """PDF/A-3 and PDF/UA-1 with the document as JSON inside. Raises pdf.PrintFailed and its kinds."""
    html = render_to_string(TEMPLATE, official(page, outline))
    key = hashlib.blake2b(f"{html}{pdf.setting()}".encode(), digest_size=20).hexdigest()
    kept = caches["papers"]
    paper: bytes | None = kept.get(key)
    if paper is None:
        paper = pdf.render_html(html)
        kept.set(key, paper, settings.PAPERS_KEPT_SECONDS)
    return paper
