"""Every address of the portal, from the resolver itself, and what can stand in its gaps."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

Gaps = dict[str, list[Any]]


def routes() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each route as written, and the converters of its gaps by name."""
    yield from _below(get_resolver(), "", {})


def of_ours() -> list[tuple[str, dict[str, Any]]]:
    """All but those of Wagtail's admin, and but the two that are no path: any page, and any document."""
    return [(route, gaps) for route, gaps in routes() if not route.startswith(("admin/", "^", "documents/^"))]


def _below(resolver: Any, before: str, gaps: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for pattern in resolver.url_patterns:
        own = pattern.pattern.converters if isinstance(pattern.pattern, RoutePattern) else {}
        route, known = before + str(pattern.pattern), {**gaps, **own}
        if isinstance(pattern, URLResolver):
            yield from _below(pattern, route, known)
        else:
            yield route, known


def addresses(route: str, converters: dict[str, Any], known: Gaps) -> Iterator[str]:
    """The route with every combination of what is known for its gaps. Raises KeyError for a gap nobody named."""
    names = list(converters)
    for values in product(*(known[name] for name in names)):
        address = route
        for name, value in zip(names, values, strict=True):
            address = _filled(address, name, str(value))
        yield "/" + address


def _filled(route: str, name: str, value: str) -> str:
    start = next(place for place in range(len(route)) if _is_gap(route, place, name))
    return route[:start] + value + route[route.index(">", start) + 1 :]


def _is_gap(route: str, place: int, name: str) -> bool:
    inside = route[place + 1 : route.find(">", place)]
    return route[place] == "<" and inside.rpartition(":")[2] == name
