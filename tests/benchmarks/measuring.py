"""What is measured, one function for each subject. Times in milliseconds, memory in megabytes."""

import json
import re
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import count
from statistics import median
from typing import Any
from urllib.request import urlopen

import psutil
from django.utils import timezone

from tests.benchmarks import filling_in, machine
from tests.benchmarks.load import PEOPLE, Answers, get_repeatedly, percentile, together
from tests.benchmarks.readers import signed_in
from tests.benchmarks.report import Figure
from tests.running import RunningPortal, wait_for
from tests.walking.visitor import Visitor

ROUNDS = 3
SECONDS = 2
PAGES = 40
POSTS = 20
REPORTS = 6
PRINTED = 20
JOBS = 20
REST = 15
UNSEALINGS = 200
COUNTER = count(1)


class Subject:
    """The running portal and what the run has found so far."""

    def __init__(self, portal: RunningPortal) -> None:
        self.portal, self.url = portal, portal.url
        assert portal.process is not None
        # The supervisor starts the web server first, then the worker.
        server = min(portal.process.children(), key=lambda child: child.create_time())
        self.web: list[psutil.Process] = [server, *server.children(recursive=True)]
        self.policy = self._policy()
        self.narrowed = f"/policy/?year={timezone.localdate().year}"
        self.began = timezone.now()

    def _policy(self) -> str:
        with urlopen(f"{self.url}/policy/") as page:
            found = re.search(r'<h2><a href="([^/"?]+/)"', page.read().decode())
        assert found, "no policy document on the list"
        return f"/policy/{found[1]}"

    def asked(self, path: str, *, cookies: str = "") -> tuple[float, float]:
        """Answers per second at eight connections, and milliseconds of the web server's processor time for each."""
        before = machine.processor_seconds(self.web)
        answers = get_repeatedly(f"{self.url}{path}", SECONDS, cookies=cookies)
        return answers / SECONDS, (machine.processor_seconds(self.web) - before) * 1000 / answers

    def sent(self, turns: list[list[filling_in.Ask]], *, expect: int = 200, pause: float = 0) -> tuple[Answers, float]:
        """The answers to what eight people ask at the same time, and the cost of one."""
        before = machine.processor_seconds(self.web)
        answers = together(turns, self.url, expect=expect, pause=pause)
        return answers, (machine.processor_seconds(self.web) - before) * 1000 / answers.count

    def done(self, kind: str) -> list[tuple[datetime, datetime]]:
        """When each job of that kind was asked for and when it was done, of those of this run."""
        from portal.jobs.models import Job

        jobs = Job.objects.filter(kind=kind, state=Job.State.DONE, made_at__gt=self.began)
        return list(jobs.values_list("run_after", "finished_at"))


def warm(subject: Subject) -> None:
    """Every process has answered each kind of question before anything counts."""
    pages = ["/", subject.policy, "/yardstick/hello/", filling_in.FORM]
    together([[_get(path) for path in pages * 5]] * PEOPLE, subject.url, expect=200)


def public_pages(subject: Subject) -> list[Figure]:
    hello, kept, fresh, home, shelf, narrowed = [], [], [], [], [], []
    for _ in range(ROUNDS):
        hello.append(subject.asked("/yardstick/hello/"))
        kept.append(subject.asked(subject.policy))
        for costs, path in ((fresh, subject.policy), (home, "/"), (shelf, "/policy/")):
            costs.append(subject.sent([[_get_fresh(path) for _ in range(PAGES)] for _ in range(PEOPLE)]))
        narrowed.append(subject.sent([[_get(subject.narrowed)] * PAGES] * PEOPLE))
    plain, share = _median(hello), median(page[0] / least[0] for page, least in zip(kept, hello, strict=True))
    cost, wait = median(cost for _, cost in fresh), median(answers.p95 for answers, _ in fresh)
    return [
        Figure("hello view, same middleware", plain[0], "req/s", beside=f"{plain[1]:.2f} ms CPU"),
        Figure("policy page, kept", share * 100, "% of hello", least=85,
               beside=f"{_median(kept)[0]:.0f} req/s, {_median(kept)[1]:.2f} ms CPU"),
        Figure("policy page, not kept", cost, "ms CPU", most=6,
               beside=f"p95 {wait * 1000:.0f} ms, {cost / plain[1]:.0f} × hello"),
        _page("home, not kept", home),
        _page("policy list, not kept", shelf),
        _page("policy list, narrowed, never kept", narrowed),
    ]  # fmt: skip


def _page(name: str, rounds: list[tuple[Answers, float]]) -> Figure:
    wait = median(answers.p95 for answers, _ in rounds)
    return Figure(name, median(cost for _, cost in rounds), "ms CPU", beside=f"p95 {wait * 1000:.0f} ms")


def reports(subject: Subject) -> list[Figure]:
    """Steps of the mandatory report, and handing it in; eight people, each with a draft of their own."""
    sent = filling_in.learn(subject.url)
    drafts = [[filling_in.begin(subject.url) for _ in range(REPORTS)] for _ in range(PEOPLE)]
    together([_all_steps(each, sent) for each in drafts], subject.url, expect=302)
    inserts, steps = [], []
    for _ in range(ROUNDS):
        inserts.append(subject.sent([[_insert] * POSTS] * PEOPLE))
        one_each = [filling_in.send_step(each[0], filling_in.COUNTED, sent[filling_in.COUNTED]) for each in drafts]
        steps.append(subject.sent([[ask] * POSTS for ask in one_each], expect=302))
    handed_in, _ = subject.sent([[filling_in.hand_in(draft) for draft in each] for each in drafts], expect=302)
    return _about_posts(inserts, steps, handed_in)


def _about_posts(
    inserts: list[tuple[Answers, float]], steps: list[tuple[Answers, float]], handed_in: Answers
) -> list[Figure]:
    insert_wait, step_wait = (median(answers.p95 * 1000 for answers, _ in kind) for kind in (inserts, steps))
    insert_cost, step_cost = (median(cost for _, cost in kind) for kind in (inserts, steps))
    return [
        Figure("POST with one INSERT, p95", insert_wait, "ms", beside=f"{insert_cost:.2f} ms CPU"),
        Figure("wizard step, POST, p95", step_wait, "ms", most=90, beside=f"{step_wait / insert_wait:.1f} × INSERT"),
        Figure("wizard step, POST", step_cost, "ms CPU", most=12, beside=f"{step_cost / insert_cost:.1f} × INSERT"),
        Figure("handing in, POST, p95", handed_in.p95 * 1000, "ms", most=200,
               beside=f"p50 {handed_in.p50 * 1000:.0f} ms, {handed_in.count} reports"),
    ]  # fmt: skip


def polled_notices(subject: Subject) -> list[Figure]:
    """How many notices are unread, as every open page of the desk asks every few seconds."""
    cookies = "; ".join(f"{name}={value}" for name, value in signed_in(_officer()).items())
    rounds = [subject.asked("/desk/notices/unread/", cookies=cookies) for _ in range(ROUNDS)]
    rate, cost = _median(rounds)
    return [Figure("notices, polled", cost, "ms CPU", most=1, beside=f"{rate:.0f} req/s")]


def _officer() -> Any:
    from portal.directory.models import User

    return User.objects.get(username="police")


def memory_after_printing(subject: Subject) -> list[Figure]:
    """While receipts are printed, and when the printing process has gone to rest."""
    wait_for(lambda: len(subject.done("receipt_pdf")) >= PRINTED, "the twentieth receipt")
    family = subject.portal.everybody()
    printing = machine.megabytes(family)
    made = wait_for(lambda: len(done := subject.done("receipt_pdf")) == PEOPLE * REPORTS and done, "the last receipt")
    time.sleep(REST)
    took = max(end for _, end in made) - min(start for start, _ in made)
    return [
        Figure(f"memory after {PRINTED} receipts", printing, "MB", most=500, beside=f"{len(family)} processes"),
        Figure(f"memory {REST} s after the last", machine.megabytes(subject.portal.everybody()), "MB", most=500),
        Figure("one receipt as PDF", took.total_seconds() * 1000 / len(made), "ms", beside=f"{len(made)} in a row"),
    ]


def unsealing() -> Figure:
    """A report as it was handed in, read from the database with its key and unsealed; beside it the ciphers alone."""
    from forms.models import Submission
    from portal.privacy import algorithms

    reports = Submission.objects.select_related("data_key").order_by("-submitted_at")
    plain = json.dumps(reports[0].unsealed()).encode()
    beside = [f"{len(plain)} bytes"]
    for name in algorithms.ALGORITHMS:
        key = algorithms.new_key(name)
        sealed = algorithms.seal(name, key, plain, context=b"")
        alone = _milliseconds(partial(algorithms.unseal, name, key, sealed, context=b""))
        beside.append(f"{name} alone {alone:.3f} ms")
    return Figure(
        "unsealing one report", _milliseconds(lambda: reports[0].unsealed()), "ms", most=2, beside=", ".join(beside)
    )


def _milliseconds(work: Callable[[], object]) -> float:
    """The median of many rounds."""
    waits = []
    for _ in range(UNSEALINGS):
        began = time.perf_counter()
        work()
        waits.append(time.perf_counter() - began)
    return median(waits) * 1000


def job_latency(subject: Subject) -> list[Figure]:
    """From `enqueue` to done, the worker idle; measured by the database's own columns."""
    from portal.jobs.services import enqueue

    for number in range(JOBS):
        enqueue("benchmark.nothing")
        wait_for(lambda so_far=number: len(subject.done("benchmark.nothing")) > so_far, "a job")
    waits = [(end - start).total_seconds() for start, end in subject.done("benchmark.nothing")]
    p50, p95 = (percentile(waits, percent) * 1000 for percent in (50, 95))
    return [Figure("job, enqueued to done, p50", p50, "ms", beside=f"p95 {p95:.0f} ms")]


def _all_steps(drafts: list[tuple[str, dict[str, str]]], sent: dict[str, filling_in.Sent]) -> list[filling_in.Ask]:
    return [filling_in.send_step(draft, step, sent[step]) for draft in drafts for step in sent]


def _median(rounds: list[tuple[float, float]]) -> tuple[float, float]:
    return median(rate for rate, _ in rounds), median(cost for _, cost in rounds)


def _get(path: str) -> filling_in.Ask:
    return lambda visitor: visitor.get(path).status


def _get_fresh(path: str) -> filling_in.Ask:
    """A page of a list that there is none of: the address is new to the page cache, the page the same."""
    return lambda visitor: visitor.get(f"{path}?page={next(COUNTER)}").status


def _insert(visitor: Visitor) -> int:
    visitor.cookies["csrftoken"] = filling_in.TOKEN
    return visitor.post("/yardstick/insert/", {"csrfmiddlewaretoken": filling_in.TOKEN}).status
