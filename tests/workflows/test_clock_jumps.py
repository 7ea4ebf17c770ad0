"""The clock of a host jumps an hour back and forth: no effect is lost or done twice, and the log of the case holds."""

import pytest

from portal.jobs import runner
from portal.jobs.models import Job
from portal.notices.models import Notice
from tests.workflows.test_deadlines import at, clock, deadline_of
from workflows.events import broken_links
from workflows.models import EffectRun, ReporterMessage
from workflows.services import sweep

__all__ = ["clock"]


@pytest.fixture
def worker():
    """A worker that hears a ring for everything, whether it is time or not."""

    def work():
        for job in Job.objects.exclude(state=Job.State.DONE):
            runner.run(str(job.pk))
        sweep()

    return work


def test_an_hour_back_and_an_hour_forward_lose_nothing_and_do_nothing_twice(story, clock, worker):
    clock(at(10, 10, 12))
    case = story.report(danger_now="no")
    clock(at(10, 10, 11))
    story.accept(case)
    worker()
    assert EffectRun.objects.exclude(done_at=None).count() == 1  # what was asked for at noon waits for noon
    for hour in (12, 11, 13, 12):
        clock(at(10, 10, hour))
        worker()
    assert not EffectRun.objects.filter(done_at=None).exists()
    assert (Notice.objects.filter(key__startswith="effect:").count(), ReporterMessage.objects.count()) == (2, 1)
    assert [event.kind for event in case.events.order_by("sequence")][:2] == ["opened", "moved"]
    case.refresh_from_db()
    assert broken_links(case) == []
    assert deadline_of(case.tasks.open().get()).next_at is not None
