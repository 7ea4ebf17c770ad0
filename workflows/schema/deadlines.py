"""How long there is for something, and what happens when a deadline comes near or has passed."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from forms.schema import Part, Rule

# A year of minutes; two years of days.
LONGEST_MINUTES, LONGEST_DAYS = 366 * 24 * 60, 731


class Rung(Part):
    """A step that is taken once when a deadline comes near or has passed, counted in the deadline's own time.

    `tell`: who has the task, the leader there, the level above, which becomes part of the case and reads no papers.
    """

    side: Literal["before", "after"] = "after"
    # With neither of them it is taken when the task is due.
    minutes: Annotated[int, Field(ge=0, le=LONGEST_MINUTES)] = 0
    days: Annotated[int, Field(ge=0, le=LONGEST_DAYS)] = 0
    tell: tuple[Literal["holder", "leader", "above"], ...] = ()
    mark: Literal["", "yellow", "red"] = ""
    # Who has the task lays it down, with what was begun: for everybody there, or for the leader there.
    reassign: Literal["", "everybody", "leader"] = ""
    # The level above gets a task of its own, SUPERVISION: to see that this one is done.
    supervise: bool = False

    @property
    def does(self) -> tuple[str, ...]:
        """Whom it tells, in one list with whatever else it does."""
        return (*self.tell, *(["reassign"] if self.reassign else []), *(["supervise"] if self.supervise else []))

    @property
    def is_heard(self) -> bool:
        """Does anybody learn of it?"""
        return bool(self.tell) or self.supervise


# What happens where the definition says nothing of it: no deadline passes unheard.
STANDARD_LADDER = (
    Rung(side="before", days=1, tell=("holder",)),
    Rung(tell=("holder",), mark="yellow"),
    Rung(days=1, tell=("holder", "leader"), mark="red"),
    Rung(days=3, tell=("above",)),
)


URGENT_LADDER = (Rung(tell=("holder", "leader"), mark="red"), Rung(minutes=30, tell=("above",)))


class Length(Part):
    """So many minutes or so many days. `working`: minutes of office hours, or working days, by portal.calendar."""

    minutes: Annotated[int, Field(ge=1, le=LONGEST_MINUTES)] | None = None
    days: Annotated[int, Field(ge=1, le=LONGEST_DAYS)] | None = None
    working: bool = False

    @model_validator(mode="after")
    def _is_one_of_them(self) -> Self:
        if (self.minutes is None) == (self.days is None):
            raise ValueError("so long is either minutes or days")
        return self


class Deadline(Length):
    """How long there is for a task."""

    # Another deadline, by the clock, for cases the guard holds for, for example when a child is in danger now.
    urgent_when: Rule | None = None
    urgent_minutes: Annotated[int, Field(ge=1, le=LONGEST_MINUTES)] | None = None
    urgent_days: Annotated[int, Field(ge=1, le=LONGEST_DAYS)] | None = None
    ladder: tuple[Rung, ...] = STANDARD_LADDER
    # For those cases.
    urgent_ladder: tuple[Rung, ...] = URGENT_LADDER

    @model_validator(mode="after")
    def _is_urgent_one_way(self) -> Self:
        if self.urgent_minutes is not None and self.urgent_days is not None:
            raise ValueError("when urgent a deadline has either minutes or days")
        return self
