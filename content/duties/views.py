"""`duties/` below a policy document: who has to do what by which clause."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from content.duties import board
from content.duties.matrix import Matrix, Unit, matrix_of
from content.duties.reader import office_of, post_of
from content.duties.tables import duties_as_table
from content.models import PolicyPage
from portal.directory.models import Post, User
from portal.tablefile import KINDS

MINE = "mine"
LONGEST_NAME = 60


@dataclass(frozen=True)
class Choice:
    """Whose duties are shown: all of them where `units` is empty. `unknown` is a name that the document has not."""

    value: str
    units: list[Unit]
    unknown: str = ""


@require_safe
def show(request: HttpRequest, page: PolicyPage) -> HttpResponse:
    """All duties, or with `?unit=` those of one unit. Staff begin with those of their own office."""
    matrix, post = matrix_of(page.outline["clauses"], timezone.localdate()), post_of(request.user)
    mine = _mine(matrix, post)
    choice = _choice(request, matrix, mine)
    if post and isinstance(request.user, User):
        board.fill(matrix, page, request.user)
    address = request.build_absolute_uri(page.get_url(request) or "/")
    context = {
        "page": page, "address": address, "matrix": matrix, "mine": mine, "choice": choice, "kinds": list(KINDS),
        "units": choice.units or matrix.units, "reader": post.organisation if post else None,
    }  # fmt: skip
    response = render(request, "content/duties.html", context)
    if post:
        patch_cache_control(response, private=True, no_store=True)
    else:
        response.is_public_page = not page.get_view_restrictions().exists()  # type: ignore[attr-defined]
    return response


@require_safe
def table(request: HttpRequest, page: PolicyPage, kind: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    made = duties_as_table(kind, matrix_of(page.outline["clauses"], timezone.localdate()))
    name = f"{page.document_number or page.title}.{made.ending}"
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    response = HttpResponse(made.finish().read(), content_type=made.media_type, headers=headers)
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _mine(matrix: Matrix, post: Post | None) -> list[Unit]:
    return matrix.units_of(office_of(post.organisation), timezone.localdate()) if post else []


def _choice(request: HttpRequest, matrix: Matrix, mine: list[Unit]) -> Choice:
    asked = request.GET.get("unit", MINE if mine else "").strip()[:LONGEST_NAME]
    if asked == MINE:
        return Choice(MINE if mine else "", mine)
    units = matrix.named(asked) if asked else []
    return Choice(_value(units), units, asked if asked and not units else "")


def _value(units: Iterable[Unit]) -> str:
    return next((unit.name for unit in units), "")
