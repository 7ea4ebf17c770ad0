"""One form of a case, filled in by several offices: each signs its section, and the last signature hands it in."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forms import services as forms
from forms.models import Draft, FormVersion
from forms.prefilling import Known
from forms.services import Signed
from portal.directory.models import Post
from workflows import engine, events
from workflows.engine import NotPossible
from workflows.models import Case, Task
from workflows.policies import demand
from workflows.refusing import refusals_kept
from workflows.services.applying import apply
from workflows.services.cases import (
    finish,
    finish_with_form,
    in_stead_of,
    locked_for,
    locked_task,
    must_be_open,
    must_not_rest,
)
from workflows.services.snapshots import context_of, done_here, snapshot_of


def occasion_of_sections(task: Task) -> str:
    """How the one draft of a form that several offices of the case fill in is named."""
    return f"case:{task.case_id}:{task.type.form}"


def draft_of_sections(task: Task) -> Draft | None:
    return forms.joint_draft(occasion_of_sections(task))


def start_sections(task: Task, version: FormVersion, *, by: Post, known: Known) -> Draft:
    """The draft that all offices share, begun by whoever comes first, with what is known in the task's section.

    Raises Refused, NotPossible.
    """
    with refusals_kept(task, by, "complete"), transaction.atomic():
        case, task = locked_task(task)
        demand(by, "complete", task)
        must_be_open(case, task)
        return forms.start_joint_draft(
            version,
            occasion=occasion_of_sections(task),
            section=task.type.section,
            initial=known.answers,
            carried=known.carried,
        )


def sign_section(task: Task, *, by: Post, signature: dict[str, Any], transition: str = "") -> Signed:
    """Sign the task's section, which finishes the task; the last signature hands the whole in and moves the case on.

    `transition` is how it goes on then: unless named by what the tasks of the state come to, else the first possible
    way. All or nothing, and once: the case is locked. Raises Refused, NotPossible, and what forms.services.sign_section
    and submit raise.
    """
    with refusals_kept(task, by, "complete"), transaction.atomic():
        case, task = locked_for(task, draft_of_sections(task))
        demand(by, "accept", task)
        must_be_open(case, task)
        absent = demand(by, "complete", task)
        draft = _draft(task)
        result = forms.sign_section(draft, task.type.section, by=by, signature=signature, context=context_of(case))
        _ask_again(case, task, result, by=by)
        if result.complete:
            way = transition or _first_way(case, task)
            finish_with_form(case, task, way, draft, by=by, absent=absent, key=f"case:{case.pk}:{task.type.form}")
        else:
            now = timezone.now()
            decision = engine.decide(case.version.schema, snapshot_of(case, now), engine.Sign(str(task.pk)))
            finish(task, by, None)
            apply(case, decision, by=by, now=now, detail=in_stead_of(absent))
    return result


def reopen_section(task: Task, *, by: Post) -> None:
    """Take the signature back, until the whole is handed in: the task is open again. Raises Refused, NotPossible."""
    with refusals_kept(task, by, "complete"), transaction.atomic():
        case, task = locked_task(task)
        absent = demand(by, "complete", task)
        if not task.type.section or task.state != Task.State.DONE:
            raise NotPossible("not_signed", _("This part is not signed."))
        must_not_rest(case)
        forms.reopen_section(_draft(task), task.type.section)
        _reopen(case, task, by=by, detail=in_stead_of(absent))


def _draft(task: Task) -> Draft:
    draft = draft_of_sections(task) if task.type.section else None
    if draft is None:
        raise NotPossible("form_missing", _("Fill in the form of this task first."))
    return draft


def _ask_again(case: Case, task: Task, result: Signed, *, by: Post) -> None:
    """What these answers changed in parts that were signed, their offices look at again."""
    for other in done_here(case).exclude(pk=task.pk) if result.undone else ():
        other.case = case
        if other.type.form == task.type.form and other.type.section in result.undone:
            _reopen(case, other, by=by, detail={})


def _reopen(case: Case, task: Task, *, by: Post, detail: dict[str, str]) -> None:
    task.state, task.done_at, task.done_by = Task.State.OPEN, None, None
    task.save(update_fields=["state", "done_at", "done_by"])
    events.append(case, "reopened", {"task": task.key, "task_id": str(task.pk)} | detail, post=by, at=timezone.now())
    case.save(update_fields=["chain_end"])


def _first_way(case: Case, task: Task) -> str:
    if case.current_state.finishes_beside(task.type):
        return engine.FINISH
    schema, snapshot = case.version.schema, snapshot_of(case, timezone.now())
    ways = schema.ways_of_people(case.state, task.key)
    possible = [way for way in ways if engine.obstacle(schema, snapshot, way) is None]
    return (possible or ways)[0].key if ways else ""
