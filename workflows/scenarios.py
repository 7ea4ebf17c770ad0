"""A case that the author of a workflow made up: what is reported, what happens then, and what must come of it."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from forms.schema import Part

# A year of each: a clock is not moved further at once.
LONGEST_DAYS, LONGEST_MINUTES = 366, 366 * 24 * 60
MOST_STEPS = 200
# In which a case may be reported. No clock that is moved that often leaves the calendar.
YEARS = range(1900, 2200)


def in_a_year_to_be_reckoned_with(at: datetime) -> datetime:
    if at.year not in YEARS:
        raise ValueError("year")
    return at


class Outcome(Part):
    """What must be so after a step. What is left out is not looked at; what is said is said of all there is."""

    state: str = ""
    # The open tasks, by key.
    open: tuple[str, ...] = ()
    # Who got a notice through this step, by relation.
    told: tuple[str, ...] = ()
    # The effects of it, by kind.
    effects: tuple[str, ...] = ()
    # What the ladders of the deadlines did while the clock went on: whom they told, and what else they did.
    climbed: tuple[str, ...] = ()
    # The step is not possible, and changes nothing.
    refused: bool = False


class ScenarioStep(Part):
    """First the clock goes on, by the calendar and day and night; then somebody does something with an open task, or
    takes a way beside the tasks.
    """

    days: Annotated[int, Field(ge=0, le=LONGEST_DAYS)] = 0
    minutes: Annotated[int, Field(ge=0, le=LONGEST_MINUTES)] = 0
    # `take`: a way beside the tasks, which names no task.
    does: Literal["wait", "accept", "finish", "take"] = "finish"
    task: str = ""
    # Who does it, by relation; left out: whoever has the task.
    by: str = ""
    # In which role; left out: in one that the task asks for.
    role: str = ""
    # How it is finished; left out: by the first way that is possible. What `take` takes; for its first reason.
    transition: str = ""
    # What the form says that is handed in with it, as far as rules look at it: open and countable answers.
    answers: dict[str, Any] = {}
    expected: Outcome = Outcome()


class Scenario(Part):
    title: str
    # When it is reported; by the clock of the portal. Left out: a Monday at nine.
    at: Annotated[datetime, AfterValidator(in_a_year_to_be_reckoned_with)] | None = None
    # Of the report, as far as rules look at it.
    answers: dict[str, Any] = {}
    expected: Outcome = Outcome()
    steps: Annotated[tuple[ScenarioStep, ...], Field(max_length=MOST_STEPS)] = ()
