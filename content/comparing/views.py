"""`compare/` below a policy document: what another one has kept of it, changed, added and left out."""

import hashlib
from collections import Counter

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from content.comparing.choosing import chosen, proposed
from content.comparing.clauses import compare
from content.models import PolicyPage
from content.text import LONGEST_QUERY

KEPT_SECONDS = 24 * 60 * 60


@require_safe
def show(request: HttpRequest, page: PolicyPage) -> HttpResponse:
    """`?with=` names the other document, `?q=` searches for one."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    other = chosen(page, request.GET.get("with", ""))
    address = request.build_absolute_uri(page.get_url(request) or "/")
    context = {
        "page": page, "other": other, "query": query, "address": address,
        "proposed": [] if other else proposed(page, query),
        "differences": _differences(page, other) if other else "",
    }  # fmt: skip
    response = render(request, "content/compare.html", context)
    response.is_public_page = not page.get_view_restrictions().exists()  # type: ignore[attr-defined]
    return response


def _differences(page: PolicyPage, other: PolicyPage) -> str:
    """Made once for both documents as they are, in each language, on each day."""
    day = timezone.localdate()
    state = f"{page.pk}:{page.outline['digest']}:{other.pk}:{other.outline['digest']}:{get_language()}:{day}"
    key = f"compare:{hashlib.blake2b(state.encode(), digest_size=16).hexdigest()}"
    kept: str | None = cache.get(key)
    if kept is None:
        pairs = compare(page.outline["clauses"], other.outline["clauses"], day)
        counts = Counter(pair.outcome for pair in pairs)
        kept = render_to_string("content/differences.html", {"pairs": pairs, "counts": dict(counts), "other": other})
        cache.set(key, kept, KEPT_SECONDS)
    return kept
