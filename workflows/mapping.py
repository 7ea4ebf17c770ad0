"""From one version of a workflow to a newer one, pure: where a running case would stand there, or why it cannot go."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.words import DEFAULT_LANGUAGE, say
from workflows.schema import State, TaskType, WorkflowSchema

# Why a case stays where it is. Stored keys are permanent.
OBSTACLES: dict[str, Promise] = {
    "state_gone": _("its state has no counterpart"),
    "task_gone": _("an open task has no counterpart"),
    "task_twice": _("two of its tasks have the same counterpart"),
    "other_holder": _("an open task is for somebody else in the other version"),
    "other_form": _("a form has been begun that the other version does not ask for"),
    "other_section": _("a part of a joint form is another one in the other version"),
    "effect_waits": _("something that was caused is not done yet"),
    "closed": _("it is closed"),
    "resting": _("it is suspended"),
    "elsewhere": _("it is on another version"),
    "failed": _("an error kept it; the list of jobs and the log of the server say more"),
    "went_on": _("something has happened on it since"),
}


@dataclass(frozen=True)
class Counterparts:
    """By key in the old version the key in the new one, "" for none. Tasks are those of the state they are in."""

    states: Mapping[str, str]
    tasks: Mapping[str, str]


@dataclass(frozen=True)
class Held:
    """A task that belongs to what a case is at: open, or signed beside others that are open."""

    id: str
    key: str
    is_open: bool = True
    # A form has been begun for it.
    begun: bool = False


@dataclass(frozen=True)
class Landing:
    """Where the case stands then: the state, what each of its tasks is, and what is opened beside them.

    With an `obstacle`, one of OBSTACLES, it stays where it is.
    """

    obstacle: str = ""
    state: str = ""
    tasks: tuple[tuple[Held, TaskType], ...] = ()
    opens: tuple[TaskType, ...] = ()


def suggested(old: WorkflowSchema, new: WorkflowSchema) -> Counterparts:
    """What has the same key, else the same title."""
    states = {state.key: _alike(state, [s for s in new.states if s.kind != "end"]) for state in old.states}
    tasks: dict[str, str] = {}
    for state in old.states:
        there = _state(new, states[state.key])
        tasks |= {task.key: _alike(task, there.tasks if there else ()) for task in state.tasks}
    return Counterparts(states, tasks)


def land(
    old: WorkflowSchema, new: WorkflowSchema, counterparts: Counterparts, state: str, held: Sequence[Held]
) -> Landing:
    """For a case in that state, with what it is at."""
    target = _state(new, counterparts.states.get(state, ""))
    if target is None or target.kind == "end":
        return Landing("state_gone")
    there = {task.key: task for task in target.tasks}
    found = [(one, there.get(counterparts.tasks.get(one.key, ""))) for one in held]
    pairs = [(one, task) for one, task in found if task is not None]
    obstacle = next(_obstacles(old, new, found), "")
    if obstacle:
        return Landing(obstacle)
    taken = {task.key for _one, task in pairs}
    return Landing("", target.key, tuple(pairs), tuple(task for task in target.tasks if task.key not in taken))


def _obstacles(
    old: WorkflowSchema, new: WorkflowSchema, found: Sequence[tuple[Held, TaskType | None]]
) -> Iterator[str]:
    if any(task is None for _one, task in found):
        yield "task_gone"
    counted = Counter(task.key for _one, task in found if task is not None)
    if any(count > 1 for count in counted.values()):
        yield "task_twice"
    for one, task in found:
        if task is not None:
            yield from _differences(old, new, one, task)


def _differences(old: WorkflowSchema, new: WorkflowSchema, one: Held, task: TaskType) -> Iterator[str]:
    was = old.task_type(one.key)
    if _who(old, was) != _who(new, task):
        yield "other_holder"
    if (was.section or task.section) and (was.form, was.section) != (task.form, task.section):
        yield "other_section"
    if one.begun and was.form != task.form:
        yield "other_form"


def _who(schema: WorkflowSchema, task: TaskType) -> tuple[str, str, bool, str]:
    """How it is found who the task is for, whatever that is called."""
    relation = next((one for one in schema.relations if one.key == task.relation), None)
    return (relation.kind, relation.duty, relation.not_filer, relation.field) if relation else ("", "", False, "")


def _state(schema: WorkflowSchema, key: str) -> State | None:
    return next((state for state in schema.states if state.key == key), None)


def _alike(part: State | TaskType, among: Sequence[State] | Sequence[TaskType]) -> str:
    title = say(part.title, DEFAULT_LANGUAGE)
    same = [one.key for one in among if one.key == part.key]
    return next(iter([*same, *(one.key for one in among if say(one.title, DEFAULT_LANGUAGE) == title)]), "")
