"""A task asks for a role within the organisation, and nobody there has it: then it goes to the level above.

Where nobody above has it either, it is nobody's: the portal office sees it and passes it on. So no case is stuck.
"""

from portal.directory.models import Organisation
from workflows import relations
from workflows.models import Case
from workflows.policies import somebody_can
from workflows.schema import TaskType

# Village, township, county, prefecture, province, and one more.
MOST_LEVELS = 6


def whoever_can(case: Case, kind: TaskType, organisation: Organisation | None) -> Organisation | None:
    """The organisation, or the nearest above it, in which somebody can do such a task today."""
    if not kind.roles:
        return organisation
    relation = case.version.schema.relation(kind.relation)
    for _level in range(MOST_LEVELS):
        if organisation is None or somebody_can(case, kind, organisation):
            return organisation
        organisation = relations.above(case, organisation, relation)
    return None
