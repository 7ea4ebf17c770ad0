"""Blank forms for administrators: the draft as it would look on paper, and each published version."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from forms.builder import schema_of
from forms.models import Form, FormPage
from forms.printing import Edition, print_blank
from forms.printing.pages import as_pdf
from forms.publishable import problems_of
from portal.words import readers_language

CHANGE = "portal_forms.change_form"


def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The form as it was last saved; one that cannot be read says why instead."""
    form = _form(request, pk).get_latest_revision_as_object()
    problems = [problem for problem in problems_of(form) if problem.code != "test"]
    if problems:
        messages.error(request, str(problems[0]))
        return redirect(reverse(form.snippet_viewset.get_url_name("list")))
    schema = schema_of(form)
    edition = Edition(None, schema.checksum(), _address_of(form))
    return as_pdf(print_blank(schema, edition, language=readers_language()), f"{form.key}.pdf")


def published(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    form = _form(request, pk)
    version = get_object_or_404(form.versions, number=number)
    edition = Edition(version.number, version.checksum, _address_of(form))
    return as_pdf(print_blank(version.schema, edition, language=readers_language()), f"{form.key}-{number}.pdf")


def _form(request: HttpRequest, pk: int) -> Form:
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    return get_object_or_404(Form, pk=pk)


def _address_of(form: Form) -> str:
    """Where the public fills it in; "" when it is for the desk only."""
    page = FormPage.objects.live().public().filter(form=form.pk).order_by("path").first()
    return page.full_url or "" if page else ""
