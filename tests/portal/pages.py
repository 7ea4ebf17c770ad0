"""Addresses that only these tests have: one page of each kind that the page cache must tell apart."""

from itertools import count

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template import engines
from django.urls import path

from portal.urls import handler400, handler403, handler404, handler500, urlpatterns  # noqa: F401 -- read by Django

_made = count(1)
PAGE = """{% extends "base.html" %}
{% block title %}A page{% endblock %}
{% block main %}<p>made {{ number }}</p>{% endblock %}"""


def _page(request: HttpRequest, *, public: bool = True) -> HttpResponse:
    response = HttpResponse(engines["django"].from_string(PAGE).render({"number": next(_made)}, request))
    response.is_public_page = public  # type: ignore[attr-defined]  # the mark of portal.pagecache
    return response


def public(request: HttpRequest) -> HttpResponse:
    return _page(request)


def forgotten(request: HttpRequest) -> HttpResponse:
    response = _page(request)
    del response.is_public_page  # type: ignore[attr-defined]  # likewise
    return response


def with_form(request: HttpRequest) -> HttpResponse:
    response = _page(request)
    response.write(f'<input name="csrfmiddlewaretoken" value="{get_token(request)}">')
    return response


def with_borrowed_form(request: HttpRequest) -> HttpResponse:
    """A token that did not come with a cookie of this answer."""
    response = _page(request)
    response.write('<input name="csrfmiddlewaretoken" value="somebody else\'s">')
    return response


def with_cookie(request: HttpRequest) -> HttpResponse:
    response = _page(request)
    response.set_cookie("draft", "x")
    return response


def missing(request: HttpRequest) -> HttpResponse:
    response = _page(request)
    response.status_code = 404
    return response


def echo(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.body)))


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the child is called 王小明")


def desk(request: HttpRequest) -> HttpResponse:
    if isinstance(request.user, AnonymousUser):
        return render(request, "errors/403.html", status=403)
    return render(request, "desk_base.html")


urlpatterns = [
    path("t/public/", public),
    path("t/forgotten/", forgotten),
    path("t/with-form/", with_form),
    path("t/with-borrowed-form/", with_borrowed_form),
    path("t/with-cookie/", with_cookie),
    path("t/missing/", missing),
    path("t/echo/", echo),
    path("t/broken/", broken),
    path("report/t/", public),
    path("desk/", desk),
    *urlpatterns,
]
