"""How a letter looks while it is written: with samples, and with what keeps it from being published."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from pydantic import ValidationError

from portal import pdf
from portal.pdf import previewing
from workflows.letters.builder import schema_of
from workflows.letters.filling import Samples
from workflows.letters.models import Letter
from workflows.letters.publishing import form_of, problems_of
from workflows.letters.rendering import body, render


def preview(request: HttpRequest, letter: Letter, mode: str) -> HttpResponse:
    context = {"object": letter, "problems": problems_of(letter)}
    try:
        schema = schema_of(letter)
    except ValidationError:
        return TemplateResponse(request, "workflows/admin/letter_preview.html", context)
    form = form_of(schema.form).get(schema.form)
    if form is not None and mode == "pdf":
        return previewing.preview(lambda: pdf.render_html(render(schema, Samples(form, schema.each))), name=schema.key)
    context |= {"body": body(schema, Samples(form, schema.each)) if form else "", "paper": schema.paper}
    return TemplateResponse(request, "workflows/admin/letter_preview.html", context)
