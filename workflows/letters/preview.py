"""How a letter looks while it is written: with samples, and with what keeps it from being published."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from pydantic import ValidationError

from portal import pdf
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
        made = pdf.render_html(render(schema, Samples(form)))
        headers = {"Content-Disposition": f'inline; filename="{schema.key}.pdf"'}
        return HttpResponse(made, content_type="application/pdf", headers=headers)
    context |= {"body": body(schema, Samples(form)) if form else "", "paper": schema.paper}
    return TemplateResponse(request, "workflows/admin/letter_preview.html", context)
