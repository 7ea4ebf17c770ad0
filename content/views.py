"""Pages that are no page of the tree."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.search import search
from content.search.nearest import helpful
from content.search.suggesting import suggestions
from content.text import LONGEST_QUERY


@require_safe
def search_site(request: HttpRequest) -> HttpResponse:
    """`/search/?q=`: what the public site has on some words. The query is neither stored nor logged."""
    query = _query(request)
    results = search(query, request.GET.get("page"))
    instead = helpful(results.terms) if results.nothing else []
    return render(request, "content/search.html", {"query": query, "results": results, "instead": instead})


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """`/search/suggest/?q=`: texts, what each is about, and addresses, in the form that browsers ask for."""
    query = _query(request)
    found = suggestions(query)
    columns = [[each.text for each in found], [each.about for each in found], [each.address for each in found]]
    response = JsonResponse([query, *columns], safe=False)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def describe_search(request: HttpRequest) -> HttpResponse:
    """`/opensearch.xml`: lets a browser offer the search of the site in its own address bar."""
    here = request.build_absolute_uri("/").rstrip("/")
    content_type = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "content/opensearch.xml", {"here": here}, content_type=content_type)


def _query(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:LONGEST_QUERY]
