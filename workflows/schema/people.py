"""Who has to do with a case: found at run time, in which roles there, and what they may read."""

from collections.abc import Sequence
from typing import Literal

from forms.schema import Key, Part, Sensitivity
from portal.directory.roles import LEADER_ROLES
from portal.words import Words


class Relation(Part):
    """Who, found at run time. `kind` names a resolver (workflows.relations), `duty` what is answered for."""

    key: Key
    title: Words
    # `supervisor`: whoever stands above who is late; the engine's own, in no definition.
    kind: Literal["duty_at_place", "filer", "above_filer", "named", "acceptor", "supervisor"]
    # Of `above_filer`: who it is where nobody stands above the one who handed in.
    duty: str = ""
    # Of `duty_at_place`: never who handed in the report; then it is who answers one level up.
    not_filer: bool = False
    # Of `named`: the question for an organisation, of the form that opens the case.
    field: str = ""


# Among the roles of a task.
LEADER = "leader"


def are_for(roles: Sequence[str], role: str) -> bool:
    """Is that role among those asked for, LEADER among them? None asked for: everybody."""
    return not roles or role in roles or (LEADER in roles and role in LEADER_ROLES)


SUPERVISOR = Relation(key="supervision", title={"zh-hans": "督办单位", "en": "Supervising office"}, kind="supervisor")


class Reader(Part):
    """What a relation may read of which forms once it is part of the case. No row, no reading."""

    relation: Key
    forms: tuple[str, ...]
    sensitivities: tuple[Sensitivity, ...] = ("open",)
