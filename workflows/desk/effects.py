"""What a case's steps caused, with state and retry."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.jobs.models import Job
from workflows.desk.access import DeskRequest, at_desk, find_case
from workflows.effects import registry
from workflows.effects.pieces import job_of
from workflows.models import Case, CasePage, EffectRun
from workflows.pagekinds import PAGE_KINDS
from workflows.services import retry_effect

FAILING = ("trying", "failed")


@dataclass(frozen=True)
class Shown:
    run: EffectRun
    title: str | Promise
    # done, waiting, planned, resting, skipped, trying (it failed and is tried again) or failed.
    state: str
    # While it fails: what keeps it from being done, where that is known.
    why: str = ""

    @property
    def tells_the_report(self) -> bool:
        """Small-place rule: would its minute tell the minute of the report?"""
        return self.run.event_sequence == 1


def runs_of(case: Case) -> list[Shown]:
    """Newest first."""
    runs = list(case.effect_runs.order_by("-event_sequence", "-position"))
    waiting = [run.job_key for run in runs if run.done_at is None]
    jobs = {job.key: job for job in Job.objects.filter(key__in=waiting)} if waiting else {}
    for key in [key for key, job in jobs.items() if job.state == Job.State.DONE]:
        jobs[key] = job_of(next(run for run in runs if run.job_key == key)) or jobs[key]
    return [_shown(run, _state(case, run, jobs.get(run.job_key))) for run in runs]


def _shown(run: EffectRun, state: str) -> Shown:
    effect = registry[run.type]
    return Shown(run, effect.title, state, effect.obstacle(run) if state in FAILING else "")


@dataclass(frozen=True)
class ShownPage:
    """A page of the site that the case has published. Without an address readers do not see it."""

    title: str
    address: str
    # on_site, taken_down or deleted.
    state: str


def pages_of(case: Case) -> list[ShownPage]:
    return [_page(kept) for kept in case.pages.select_related("page").order_by("kind")]


def _page(kept: CasePage) -> ShownPage:
    if kept.page is None:
        return ShownPage(str(PAGE_KINDS[kept.kind].label), "", "deleted")
    if not kept.page.live:
        return ShownPage(kept.page.title, "", "taken_down")
    return ShownPage(kept.page.title, kept.page.url or "", "on_site")


def _state(case: Case, run: EffectRun, job: Job | None) -> str:
    if run.done_at is not None:
        return "skipped" if run.skipped else "done"
    if run.planned_for is not None and run.planned_for > timezone.now():
        return "planned"
    if run.planned_for is not None and hasattr(case, "rest"):
        return "resting"
    if job is not None and job.state == Job.State.DEAD:
        return "failed"
    return "trying" if job is not None and job.error else "waiting"


@at_desk
@require_POST
def retry(request: DeskRequest, case_id: UUID, run_id: int) -> HttpResponse:
    case = find_case(request, case_id)
    run = get_object_or_404(EffectRun.objects.select_related("case__version"), pk=run_id, case=case)
    if retry_effect(run, by=request.post):
        messages.success(request, _("It is being tried again."))
    else:
        messages.info(request, _("There is nothing to try again: it is done or still being tried."))
    return redirect("desk:case", case_id)
