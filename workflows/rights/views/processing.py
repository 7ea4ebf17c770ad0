"""Records of processing, to read and to print."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from portal import pdf
from workflows.desk.access import DeskRequest
from workflows.rights.policies import may_oversee
from workflows.rights.processing import sheets
from workflows.rights.views.guarding import only


@only(may_oversee)
def page(request: DeskRequest) -> HttpResponse:
    return render(request, "rights/processing.html", {"sheets": sheets()})


@only(may_oversee)
def document(request: DeskRequest) -> HttpResponse:
    """A document of what is published today; it says nothing of anybody."""
    context = {"sheets": sheets(), "today": timezone.localdate(), "language": get_language()}
    response = HttpResponse(pdf.render("rights/processing_pdf.html", context), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="records-of-processing-{timezone.localdate()}.pdf"'
    return response
