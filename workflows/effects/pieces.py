"""The jobs of an effect that is too much for one: each asks for the next when it has written its piece."""

from datetime import datetime

from portal.jobs.models import Job
from portal.jobs.services import enqueue
from workflows.models import EffectRun

KIND = "workflows.effect"


def job_of(run: EffectRun) -> Job | None:
    """The one that is at it, or was the last; of most effects there is only one."""
    first = Job.objects.filter(key=run.job_key).first()
    return max(_later(run), key=_order, default=first) if first and first.state == Job.State.DONE else first


def is_past(run: EffectRun, start: int) -> bool:
    """Has the piece that begins there been written? The caller has locked the run."""
    return any(_start(job) > start for job in _later(run))


def go_on(run: EffectRun, start: int) -> None:
    enqueue(KIND, key=f"{run.job_key}:{start}", effect_run=run.pk, start=start)


def _later(run: EffectRun) -> list[Job]:
    return list(Job.objects.filter(kind=KIND, key__startswith=f"{run.job_key}:"))


def _order(job: Job) -> tuple[int, datetime]:
    return _start(job), job.made_at


def _start(job: Job) -> int:
    return int(job.arguments.get("start", 0))
