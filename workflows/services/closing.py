"""An organisation was closed and nobody took over from it: its open work goes to whoever that means now.

As long as it lay there nobody would see it but those who still hold a post in the closed office.
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from portal.directory.models import Organisation
from portal.directory.services import successor_of
from workflows import events, relations
from workflows.models import Task
from workflows.services.applying import take_part
from workflows.services.cases import locked_task
from workflows.services.rounds import restart
from workflows.services.vacancies import whoever_can


def left_behind(organisation: Organisation) -> list[UUID]:
    """Open tasks of a closed organisation that has no heir; whoever took over from one sees them already."""
    if organisation.active or successor_of(organisation) is not None:
        return []
    return list(Task.objects.open().filter(organisation=organisation).order_by("made_at").values_list("pk", flat=True))


@transaction.atomic
def pass_on(task_id: UUID) -> None:
    """To whom the task's relation means now; to the portal office, when that is nobody. Once however often."""
    case, task = locked_task(Task.objects.get(pk=task_id))
    if task.state != Task.State.OPEN or task.organisation is None or task.organisation.active:
        return
    now = timezone.now()
    found = relations.registry.resolve(case, case.version.schema.relation(task.relation)).organisation
    task.organisation = whoever_can(case, task.type, found if found is not None and found.active else None)
    task.assignee, task.accepted_at = None, None
    task.save(update_fields=["organisation", "assignee", "accepted_at"])
    detail = {"task": task.key, "relation": task.relation}
    if task.organisation is None:
        events.append(case, "unanswered", detail, post=None, at=now)
    else:
        take_part(case, task.organisation, task.relation)
        events.append(case, "routed", detail | {"organisation": str(task.organisation.pk)}, post=None, at=now)
        restart(case, task, by=None, now=now)
    case.save(update_fields=["chain_end"])
