"""The admin's list of background work: what was given up comes first, each with a button to try again."""

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from django.views.generic import ListView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.jobs import services
from portal.jobs.models import Job, JobQuerySet, Worker
from portal.jobs.policies import may_look_after_jobs

if TYPE_CHECKING:
    ListOfJobs = ListView[Job]
else:
    ListOfJobs = ListView


class JobList(WagtailAdminTemplateMixin, ListOfJobs):
    template_name = "jobs/list.html"
    page_title = gettext_lazy("Background work")
    header_icon = "tasks"
    paginate_by = 50
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("jobs:index"), "label": gettext_lazy("Background work")},
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _let_in(request)
        return cast(HttpResponse, super().dispatch(request, *args, **kwargs))

    def get_queryset(self) -> JobQuerySet:
        jobs = Job.objects.in_order_of_concern()
        state = self.request.GET.get("state")
        return jobs.filter(state=state) if state in Job.State.values else jobs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counted = {row["state"]: row["n"] for row in Job.objects.order_by().values("state").annotate(n=Count("pk"))}
        states = [(state.value, state.label, counted.get(state.value, 0)) for state in Job.State]
        return super().get_context_data(
            states=states,
            chosen=self.request.GET.get("state", ""),
            dead=counted.get(Job.State.DEAD, 0),
            workers=Worker.objects.order_by("name"),
            **kwargs,
        )


@require_POST
def retry(request: HttpRequest, job_id: UUID) -> HttpResponse:
    _let_in(request)
    if services.retry(job_id):
        messages.success(request, _("The job is tried again."))
    else:
        messages.info(request, _("The job was already on its way again."))
    return redirect("jobs:index")


@require_POST
def retry_all(request: HttpRequest) -> HttpResponse:
    _let_in(request)
    count = services.retry_all()
    messages.success(
        request, ngettext("%(count)d job is tried again.", "%(count)d jobs are tried again.", count) % {"count": count}
    )
    return redirect("jobs:index")


def _let_in(request: HttpRequest) -> None:
    if not may_look_after_jobs(request.user):
        raise PermissionDenied
