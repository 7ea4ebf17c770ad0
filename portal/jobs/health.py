"""`/healthz`: is the database there, is a worker alive, is work left lying? For monitoring; holds no secret."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.jobs.models import Job, Worker

ADDRESS = "/healthz"
SEEN_WITHIN = timedelta(seconds=20)
LATE_AFTER = timedelta(minutes=5)


class HealthMiddleware:
    """Answers monitoring before anything asks for the name of the host or for HTTPS.

    Each host behind the proxy is asked directly, by its own address and in plain HTTP.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return healthz(request) if request.path_info == ADDRESS else self.get_response(request)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when all is well, 503 when something needs a person."""
    try:
        report = _look()
    except DatabaseError:
        report = {"ok": False, "database": False}
    return JsonResponse(report, status=200 if report["ok"] else 503)


def _look() -> dict[str, Any]:
    now = timezone.now()
    worker = Worker.objects.filter(seen_at__gte=now - SEEN_WITHIN).exists()
    oldest = Job.objects.due(now).order_by("run_after").values_list("run_after", flat=True).first()
    waiting = (now - oldest) if oldest else timedelta()
    return {
        "ok": worker and waiting <= LATE_AFTER,
        "database": True,
        "worker": worker,
        "oldest_due_job_seconds": round(waiting.total_seconds()),
        "dead_jobs": Job.objects.dead().count(),
    }
