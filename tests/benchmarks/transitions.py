"""A case moves on: from an officer's click to what is written, and to what follows of itself. Times in milliseconds."""

import time
from collections.abc import Callable, Iterator
from itertools import islice
from statistics import median

from django.conf import settings
from django.utils import timezone

from portal.directory.models import Post
from portal.jobs.models import Job
from tests.benchmarks import filling_in, yardsticks
from tests.benchmarks.load import PEOPLE, Ask, percentile, together
from tests.benchmarks.measuring import Subject
from tests.benchmarks.readers import FORGERY_TOKEN, signed_in
from tests.benchmarks.report import Figure
from tests.running import wait_for
from tests.walking.visitor import Visitor
from workflows.models import EffectRun, Task
from workflows.services import complete_task

OFFICER, TASK, WAY = "police", "accept", "accept"
EACH, ALONE, IN_PROCESS = 6, 12, 40
# Seconds between two clicks of a person, who in life reads and writes for minutes.
PAUSE = 1.0


def transitions(subject: Subject) -> list[Figure]:
    """Officers accept reports: eight who work side by side; the same without a pause; one after another, the worker
    idle; and in this process alone.
    """
    wanted = 2 * PEOPLE * EACH + ALONE + IN_PROCESS
    _report(subject, wanted)
    tasks = iter(_tasks(wanted))
    clicked, cost = subject.sent(_turns(tasks), expect=302, pause=PAUSE)
    hasty, hasty_cost = subject.sent(_turns(tasks), expect=302)
    followed = [_followed(subject, task) for task in islice(tasks, ALONE)]
    moved, written = _rate(_moves(list(tasks))), _rate([yardsticks.write_row] * 200)
    return [
        Figure("a case moves on, POST, p95", clicked.p95 * 1000, "ms", most=80,
               beside=f"p50 {clicked.p50 * 1000:.0f} ms, {cost:.1f} ms CPU, eight people, each a click in a second"),
        Figure("the same without a pause, p95", hasty.p95 * 1000, "ms",
               beside=f"p50 {hasty.p50 * 1000:.0f} ms, {hasty_cost:.1f} ms CPU, {hasty.count / hasty.seconds:.0f} /s"),
        Figure("its effects are done, p95", percentile(followed, 95) * 1000, "ms",
               most=300 if settings.REDIS_URL else 700, beside=f"p50 {median(followed) * 1000:.0f} ms"),
        Figure("moves written, one process", moved / written * 100, "% of INSERTs", least=20,
               beside=f"{moved:.0f} and {written:.0f} /s"),
    ]  # fmt: skip


def _report(subject: Subject, wanted: int) -> None:
    """As many reports as are missing, and nothing left to do for the worker."""
    missing = max(0, wanted - len(_tasks(wanted)))
    sent = filling_in.learn(subject.url)
    drafts = [filling_in.begin(subject.url) for _ in range(missing)]
    asked = [
        [*(filling_in.send_step(draft, step, sent[step]) for step in sent), filling_in.hand_in(draft)]
        for draft in drafts
    ]
    together(
        [[ask for each in asked[place::PEOPLE] for ask in each] for place in range(PEOPLE)], subject.url, expect=302
    )
    waiting = Job.objects.filter(state=Job.State.WAITING, run_after__lte=timezone.now())
    wait_for(lambda: not waiting.exists(), "the last receipt")


def _tasks(most: int) -> list[Task]:
    return list(Task.objects.open().filter(key=TASK, assignee=None, organisation=_officer().organisation)[:most])


def _turns(tasks: Iterator[Task]) -> list[list[Ask]]:
    """A click on each of the next tasks, so many for each person."""
    return [[_click(task) for task in islice(tasks, EACH)] for _ in range(PEOPLE)]


def _officer() -> Post:
    return Post.objects.select_related("organisation", "user").get(user__username=OFFICER)


def _click(task: Task) -> Ask:
    cookies = signed_in(_officer().user)

    def ask(visitor: Visitor) -> int:
        visitor.cookies = dict(cookies)
        form = {"csrfmiddlewaretoken": FORGERY_TOKEN}
        return visitor.post(f"/desk/tasks/{task.pk}/steps/{WAY}/", form, follow=False).status

    return ask


def _followed(subject: Subject, task: Task) -> float:
    """Seconds from the event that a click writes to the last of its effects."""
    together([[_click(task)]], subject.url, expect=302)
    event = task.case.events.filter(kind="moved").latest("sequence")
    runs = EffectRun.objects.filter(case=task.case, event_sequence=event.sequence)
    done = wait_for(lambda: runs.exists() and not runs.filter(done_at=None).exists() and runs, "the effects")
    return float((max(run.done_at for run in done) - event.at).total_seconds())


def _moves(tasks: list[Task]) -> list[Callable[[], object]]:
    officer = _officer()
    return [lambda task=task: complete_task(task, WAY, by=officer) for task in tasks]  # type: ignore[misc]


def _rate(pieces: list[Callable[[], object]]) -> float:
    """Pieces of work in a second, the first tenth not counted."""
    warm = len(pieces) // 10
    for work in pieces[:warm]:
        work()
    began = time.perf_counter()
    for work in pieces[warm:]:
        work()
    return (len(pieces) - warm) / (time.perf_counter() - began)
