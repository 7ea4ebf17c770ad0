"""What was walked by hand becomes a scenario: what came of each step is what must come of it from now on. Pure."""

from portal.calendar.reckoning import WorkCalendar
from workflows import timing
from workflows.rehearsing.case import Rehearsal, begin
from workflows.scenarios import Outcome, Scenario
from workflows.schema import WorkflowSchema


def recorded(schema: WorkflowSchema, walked: Scenario, *, title: str, calendar: WorkCalendar = timing.WEEK) -> Scenario:
    """The same steps, each with the state and the open tasks that it led to. Raises NotPossible."""
    case = begin(schema, walked, calendar=calendar)
    opened = _outcome(case)
    steps = []
    for step in walked.steps:
        case.take(step)
        steps.append(step.model_copy(update={"expected": _outcome(case)}))
    return walked.model_copy(update={"title": title, "expected": opened, "steps": tuple(steps)})


def _outcome(case: Rehearsal) -> Outcome:
    return Outcome(state=case.state, open=tuple(task.type.key for task in case.tasks))
