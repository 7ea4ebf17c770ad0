"""Can the tasks of a state come to something together: every join can be satisfied, and missed, and has a way then."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from forms.problems import Problem
from workflows.schema import Join, State, WorkflowSchema


def join_problems(schema: WorkflowSchema) -> list[Problem]:
    found: list[Problem] = []
    for state in schema.states:
        place = f"state {state.key}"
        if state.join:
            found += (Problem(place, sentence, code=code) for code, sentence in _join(schema, state, state.join))
        elif schema.joined_ways(state.key):
            sentence = _("A transition of this state belongs to no task: name one, or say how the tasks come together.")
            found.append(Problem(place, sentence, code="way_without_task"))
    return found


def _join(schema: WorkflowSchema, state: State, join: Join) -> Iterator[tuple[str, str]]:
    if len(state.needed) < 2:
        yield "join_alone", _("Tasks come together only where there are several.")
    if join.needs == "some" and not 1 <= join.count <= len(state.needed):
        words = {"count": join.count, "tasks": len(state.needed)}
        yield "join_impossible", _("%(count)d of %(tasks)d tasks can never be in favour.") % words
    if any(task.section for task in state.needed) and join != Join():
        sentence = _(
            "A form is handed in when all its sections are signed: let all tasks be done, and nobody be against."
        )
        yield "join_of_sections", sentence
    if join.favour and not all(task.form for task in state.needed):
        yield "join_without_form", _("What is in favour is read from a form, so each of the tasks needs one.")
    yield from _ways(schema, state, join)


def _ways(schema: WorkflowSchema, state: State, join: Join) -> Iterator[tuple[str, str]]:
    if any(way.clock for way in schema.joined_ways(state.key)):
        yield "clock_in_join", _("The clock takes only ways that belong to a task.")
    for missed in (False, True):
        ways = schema.joined_ways(state.key, missed=missed)
        if missed and not join.favour:
            if ways:
                yield "join_never_missed", _("Without saying what is in favour, nothing is ever against.")
            continue
        if not ways:
            yield (
                "join_without_way",
                (
                    _("There is no transition for when too few are in favour.")
                    if missed
                    else _("There is no transition for when enough tasks are done. It belongs to no task.")
                ),
            )
        elif not all(way.guard for way in ways[:-1]):
            sentence = _("Nobody chooses where tasks come together: every way but the last needs a condition.")
            yield "join_way_lost", sentence
        elif all(way.guard for way in ways):
            yield (
                "join_guarded",
                _("The last transition of a join is possible always: take its condition away."),
            )
