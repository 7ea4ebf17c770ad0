"""What the workflow remarks on tasks, by what the cases know in clear: one query for all of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from workflows import guards
from workflows.models import Case, CaseSubmission, Task
from workflows.schema import Remark, TaskType

Answers = Mapping[str, Mapping[str, Any]]


def remarks_on(tasks: Collection[Task]) -> dict[Any, list[Remark]]:
    """The remarks that hold, by the task's key in the database. Tasks without one are left out."""
    known = _answers_of({task.case_id for task in tasks if task.type.remarks})
    found = {task.pk: _holding([task.type], known.get(task.case_id, {})) for task in tasks}
    return {key: remarks for key, remarks in found.items() if remarks}


def remarks_of(case: Case) -> list[Remark]:
    """The remarks on any task of the state the case is in."""
    types = case.current_state.tasks
    known = _answers_of({case.pk} if any(task.remarks for task in types) else set())
    return _holding(types, known.get(case.pk, {}))


def _answers_of(cases: set[UUID]) -> dict[UUID, dict[str, Any]]:
    """Open and countable answers by form; "answers" are those that opened the case."""
    found: dict[UUID, dict[str, Any]] = defaultdict(dict)
    if cases:
        members = CaseSubmission.objects.standing().filter(case__in=cases).order_by("pk")
        rows = members.values_list("case", "submission__version__form__key", "submission__open_answers")
        for case, form, answers in rows:
            found[case].setdefault("answers", answers)
            found[case][form] = answers
    return found


def _holding(types: Iterable[TaskType], answers: Answers) -> list[Remark]:
    return [remark for task in types for remark in task.remarks if _holds(remark, answers)]


def _holds(remark: Remark, answers: Answers) -> bool:
    try:
        return guards.holds(remark.shown_when, answers, timezone.now())
    except guards.Undecidable:
        return False
