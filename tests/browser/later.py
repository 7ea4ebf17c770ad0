"""The clock of one case is moved on: a process beside the running portal does what a worker would do at that moment.

Only that case: the others of the portal that all browser tests share stay in the present.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import django


def later(environment: Mapping[str, str], number: str, moment: str) -> list[str]:
    """It is that moment (local, ISO 8601) for the case of that number. Returns what its reminders told, in order."""
    command = [sys.executable, "-m", "tests.browser.later", number, moment]
    done = subprocess.run(command, env=environment, capture_output=True, check=False, text=True)  # noqa: S603 -- our own words
    assert done.returncode == 0, done.stderr[-3000:]
    return list(json.loads(done.stdout))


def move(number: str, moment: str) -> list[str]:
    from django.utils import timezone

    from portal.jobs import runner
    from portal.jobs.models import Job
    from workflows.models import Case
    from workflows.models.deadline import TaskDeadlineQuerySet
    from workflows.services import sweep

    now, due = timezone.make_aware(datetime.fromisoformat(moment)), TaskDeadlineQuerySet.due
    setattr(timezone, "now", lambda: now)  # noqa: B010 -- the clock of this process

    def due_of_the_case(self: Any, at: datetime) -> Any:
        return due(self, at).filter(task__case__number=number)

    setattr(TaskDeadlineQuerySet, "due", due_of_the_case)  # noqa: B010 -- of this process
    while sweep():
        pass
    case = Case.objects.get(number=number)
    keys = [run.job_key for run in case.effect_runs.filter(done_at=None)]
    for job in Job.objects.filter(key__in=keys, state=Job.State.WAITING).order_by("pk"):
        runner.run(str(job.pk))
    return [event.detail["tell"] for event in case.events.filter(kind="escalated")]


if __name__ == "__main__":
    django.setup()
    print(json.dumps(move(*sys.argv[1:])))
