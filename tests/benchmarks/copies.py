"""Open cases in any number, quickly: those of a small load, copied with ids of their own, and work enough for each."""

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import cycle, islice
from typing import Any, TypeVar
from uuid import uuid4

from django.db import models, transaction
from django.utils import timezone

# People, places and forms come from a load of so many cases; one in eight of them is open.
SEED = 2_400
Item = TypeVar("Item")
AT_ONCE = 2_000
OPEN_TASKS, DONE_TASKS = 3, 7
MONTH = 30 * 24 * 60


def make(cases: int) -> None:
    """As many open cases more, each with three open tasks and seven that are done, and a deadline for each task."""
    from django.core.management import call_command

    from portal.directory.models import Post
    from workflows.models import Case

    call_command("make_load", cases=SEED)
    chosen = Case.objects.filter(closed_at=None, serial__lt=SEED).prefetch_related("parties", "tasks")
    originals = [case for case in chosen if any(task.state == "open" for task in case.tasks.all())]
    papers = {case.pk: case.opening_submission for case in originals}
    endless = enumerate(islice(cycle(originals), cases), start=10_000_000)
    people = list(Post.objects.values_list("pk", flat=True))
    for some in _batches(endless, AT_ONCE):
        _write(some, papers, people)


def make_due(count: int) -> None:
    """So many of the deadlines have passed, a minute ago."""
    from workflows.models import TaskDeadline

    waiting = list(TaskDeadline.objects.filter(task__state="open").values_list("pk", flat=True))
    some = waiting[:: len(waiting) // count][:count]
    passed = timezone.now() - timedelta(minutes=1)
    for few in _batches(iter(some), 500):
        TaskDeadline.objects.filter(pk__in=few).update(next_at=passed)


def _batches(items: Iterator[Item], size: int) -> Iterator[list[Item]]:
    while batch := list(islice(items, size)):
        yield batch


@transaction.atomic
def _write(some: Sequence[tuple[int, Any]], papers: dict[Any, Any], people: Sequence[int]) -> None:
    from forms.models import Submission
    from workflows.models import Case, CaseParty, CaseSubmission, Task, TaskDeadline

    submissions, cases, members = Copies(Submission), Copies(Case), Copies(CaseSubmission)
    parties, tasks, deadlines = Copies(CaseParty), Copies(Task), Copies(TaskDeadline)
    for serial, case in some:
        copy, paper, number = uuid4(), uuid4(), f"COPY-{serial}"
        submissions.add(papers[case.pk], id=paper, number=number, idempotency_key=number, receipt_digest=None)
        cases.add(case, id=copy, number=number, serial=serial, chain_end="")
        members.add(CaseSubmission(), case_id=copy, submission_id=paper)
        for party in case.parties.all():
            parties.add(party, case_id=copy)
        for place, task in enumerate(_enough(case)):
            pk = uuid4()
            who = people[(serial * 7 + place) % len(people)]
            tasks.add(task, id=pk, case_id=copy, submission_id=None, supervises_id=None, **_fate(task, place, who))
            deadlines.add(_deadline(pk, serial, place))
    for copies in (submissions, cases, members, parties, tasks, deadlines):
        copies.write()


def _enough(case: Any) -> Iterator[Any]:
    waiting = [task for task in case.tasks.all() if task.state == "open"]
    return islice(cycle(waiting), OPEN_TASKS + DONE_TASKS)


def _fate(task: Any, place: int, who: int) -> dict[str, Any]:
    """Two wait for whoever comes first, one has been accepted, and the others are done."""
    if place < OPEN_TASKS:
        return {"assignee_id": who if place == 0 else None}
    return {"state": "done", "done_at": task.made_at + timedelta(hours=place), "assignee_id": who, "done_by_id": who}


def _deadline(task: Any, serial: int, place: int) -> Any:
    from workflows.models import TaskDeadline

    now = timezone.now()
    at = now + timedelta(hours=1, minutes=(serial * 7 + place * 4001) % MONTH)
    return TaskDeadline(
        task_id=task, measure="clock", amount=timedelta(days=1), counted_from=now, began_at=now, next_at=at
    )


class Copies:
    """Rows of a model like others, but for what is named."""

    def __init__(self, model: type[models.Model]) -> None:
        from workflows.load.sheets import Sheet

        fields = [field for field in model._meta.local_concrete_fields if not isinstance(field, models.AutoField)]
        self._names = [field.attname for field in fields]
        self._json = {field.attname for field in fields if isinstance(field, models.JSONField)}
        self._sheet = Sheet(model, *self._names)

    def add(self, original: models.Model, **changed: Any) -> None:
        self._sheet.add(*(changed[name] if name in changed else self._of(original, name) for name in self._names))

    def write(self) -> None:
        self._sheet.write()

    def _of(self, original: models.Model, name: str) -> Any:
        value = getattr(original, name)
        return json.dumps(value) if name in self._json else value
