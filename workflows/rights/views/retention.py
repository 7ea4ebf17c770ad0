"""What will be erased because its time is over, by number, before it happens."""

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from workflows.desk.access import DeskRequest
from workflows.rights.models import Hold, RunningOut
from workflows.rights.models.target import in_area_of
from workflows.rights.policies import may_oversee
from workflows.rights.retention import retention_by_form
from workflows.rights.views.guarding import only

PAGE = 50


@only(may_oversee)
def report(request: DeskRequest) -> HttpResponse:
    page = Paginator(_listed(request), PAGE).get_page(request.GET.get("page"))
    forms = [(form.title, months) for form, months in retention_by_form()]
    context = {"page": page, "forms": forms, "request_months": settings.DATA_REQUEST_KEEP_MONTHS}
    return render(request, "rights/retention.html", context)


def _listed(request: DeskRequest) -> QuerySet[RunningOut, RunningOut]:
    """What was announced in the area, with `held`."""
    rows = RunningOut.objects.filter(in_area_of(request.post, submission="submission", case=""))
    held = Exists(Hold.objects.live().touching(OuterRef("submission")))
    return (
        rows.annotate(held=held)
        .select_related("submission__version__form")
        .defer("submission__version__definition", "submission__version__form__steps")
    )
