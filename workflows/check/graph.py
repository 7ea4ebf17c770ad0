"""Can every state be reached, and can every case come to an end."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from forms.problems import Problem
from workflows.schema import WorkflowSchema

Arrows = Mapping[str, set[str]]


def graph_problems(schema: WorkflowSchema) -> list[Problem]:
    forward: dict[str, set[str]] = {state.key: set() for state in schema.states}
    backward: dict[str, set[str]] = {state.key: set() for state in schema.states}
    for way in schema.transitions:
        if way.source:
            forward[way.source].add(way.target)
            backward[way.target].add(way.source)
    # What ends a case from any state is for what nobody planned: without it, too, each state has its way to an end.
    anywhere = {way.target for way in schema.transitions if not way.source}
    ends = {state.key for state in schema.states if state.kind == "end"}
    reached = closure({schema.start.key} | anywhere, forward)
    ending = closure(ends, backward)
    return [*_ends(schema), *_lost(schema, reached, ending), *_circles(schema)]


def closure(start: set[str], arrows: Arrows) -> set[str]:
    """Everything that can be reached, the start too."""
    found, waiting = set(start), list(start)
    while waiting:
        for target in arrows[waiting.pop()] - found:
            found.add(target)
            waiting.append(target)
    return found


def _ends(schema: WorkflowSchema) -> list[Problem]:
    if all(state.kind != "end" for state in schema.states):
        return [Problem("", _("A workflow has at least one end state."), code="no_end")]
    left = {way.source for way in schema.transitions if not way.relation}
    wrong = [state for state in schema.states if state.kind == "end" and (state.tasks or state.key in left)]
    sentence = _("An end state has no tasks, and no way out but one that opens the case again for a reason.")
    return [Problem(f"state {s.key}", sentence, code="end_goes_on") for s in wrong]


def _lost(schema: WorkflowSchema, reached: set[str], ending: set[str]) -> list[Problem]:
    problems = []
    for state in schema.states:
        place = f"state {state.key}"
        if state.key not in reached:
            problems.append(Problem(place, _("No way leads to this state."), code="unreachable"))
        elif state.key not in ending and ending:
            problems.append(Problem(place, _("No way leads from this state to an end."), code="dead_end"))
    return problems


def _circles(schema: WorkflowSchema) -> list[Problem]:
    """Ways that the clock takes must not lead back to where they began: without a person in between nothing ends."""
    by_clock: dict[str, set[str]] = {state.key: set() for state in schema.states}
    for way in schema.transitions:
        if way.clock and way.source:
            by_clock[way.source].add(way.target)
    sentence = _("From here the clock leads back to here by itself, again and again. Let somebody do something first.")
    return [
        Problem(f"state {state}", sentence, code="circle_by_clock")
        for state, targets in by_clock.items()
        if state in closure(targets, by_clock)
    ]
