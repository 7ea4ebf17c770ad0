"""Pages that are no page of the tree."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.search import search
from content.text import LONGEST_QUERY


@require_safe
def search_site(request: HttpRequest) -> HttpResponse:
    """`/search/?q=`: what the public site has on some words. The query is neither stored nor logged."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    results = search(query, request.GET.get("page"))
    return render(request, "content/search.html", {"query": query, "results": results})
