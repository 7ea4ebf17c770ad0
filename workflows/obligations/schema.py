"""A published obligation as data: for each record of a register (for which a rule holds) a form, again and again.

Rules speak of the record as forms do: `${record.<register>.<field>}`, open and countable answers only.
"""

from typing import Annotated, Literal

from pydantic import Field

from forms.schema import Definition, Key, Rule
from portal.words import Words
from workflows.schema import LEADER, Rung

Every = Literal["week", "month", "quarter", "year"]
# So many days before a period is over: more would be before it began.
LONGEST: dict[str, int] = {"week": 6, "month": 27, "quarter": 89, "year": 364, "": 731}

STANDARD_LADDER = (
    Rung(side="before", days=5, tell=("holder",)),
    Rung(tell=("holder", "leader")),
    Rung(days=3, tell=("leader", "above")),
)


class ObligationSchema(Definition):
    # The register, by the key of its form.
    records: Key
    # The form that is owed. It points into the register and is begun at its records.
    form: Key
    instructions: Words = {}
    # Either once in each of these periods, or before the day in the field `expiry` of the register.
    every: Every | Literal[""] = ""
    expiry: Key | Literal[""] = ""
    # Of `expiry`: due so many days before that day.
    days_before: Annotated[int, Field(ge=0, le=731)] = 0
    # It ends on the birthday on which that age is reached; `born` is the field of the register with the day of birth.
    until_age: Annotated[int, Field(ge=1, le=120)] | None = None
    born: Key | Literal[""] = ""
    # It is owed only on records for which this holds.
    when: Rule | None = None
    # The question of the form that says on which day it was done; without one it is the day it was handed in.
    dated_by: Key | Literal[""] = ""
    # Who owes it: who answers for `duty` at the record's place, whom the record names in `through`, who opened it.
    who: Literal["duty_at_place", "named", "opener"] = "duty_at_place"
    duty: str = ""
    through: Key | Literal[""] = ""
    # Who there, by role; LEADER is whoever leads. None: everybody.
    roles: tuple[str, ...] = ()
    # It stands in the inbox from so many days before it is due; None: from the first day of the period.
    shown_days: Annotated[int, Field(ge=0, le=731)] | None = None
    # So many days after the period it can still be done for it.
    grace_days: Annotated[int, Field(ge=0, le=60)] = 0
    # A record that comes under it when fewer days of the period are left owes it from the next one on.
    least_days: Annotated[int, Field(ge=0, le=366)] = 15
    # Those days are working days, and it is due when the office closes on the last one.
    working: bool = False
    ladder: tuple[Rung, ...] = STANDARD_LADDER

    def is_for(self, role: str, *, leads: bool) -> bool:
        """May a post of that role do it, in the organisation that owes it?"""
        return not self.roles or role in self.roles or (leads and LEADER in self.roles)
