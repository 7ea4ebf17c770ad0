"""A sheet to print and put up for a page with a form: its title and a QR code that leads there."""

import segno
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from forms.models import FormPage
from portal.pdf import render
from portal.words import readers_language

TEMPLATE = "forms/letters/poster.html"


def poster(request: HttpRequest, page_id: int) -> HttpResponse:
    """For those who edit the page, as PDF in their language."""
    page = get_object_or_404(FormPage, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    response = HttpResponse(render(TEMPLATE, poster_context(page)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="poster-{page.slug}.pdf"'
    return response


def poster_context(page: FormPage) -> dict[str, object]:
    """What stands on the poster of a page."""
    address = page.get_full_url()
    return {
        "title": page.shown_title,
        "introduction": page.shown_introduction,
        "audience": page.shown_audience,
        "address": address,
        "picture": segno.make(address, error="q").svg_data_uri(border=2, dark="#0a3f37", light="#fff", nl=False),
        "emergency": page.emergency_notice,
        "language": readers_language(),
    }
