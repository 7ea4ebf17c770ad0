"""A task that nobody in the organisation can do any more goes to the level above, or to the portal office."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.models import Post
from workflows import events
from workflows.engine import NotPossible
from workflows.models import Task
from workflows.policies import demand, somebody_can
from workflows.refusing import refusals_kept
from workflows.services.applying import take_part
from workflows.services.cases import in_stead_of, locked_task, must_be_open
from workflows.services.rounds import restart
from workflows.services.vacancies import whoever_can


def pass_up_vacant(task: Task, *, by: Post) -> Task:
    """By anybody of the organisation, as long as nobody there has the role it asks for. Raises Refused, NotPossible."""
    with refusals_kept(task, by, "pass_up"), transaction.atomic():
        case, task = locked_task(task)
        absent = demand(by, "pass_up", task)
        must_be_open(case, task)
        if task.organisation is None or somebody_can(case, task.type, task.organisation):
            raise NotPossible("not_vacant", _("Somebody in your organisation can do this."))
        now, detail = timezone.now(), {"task": task.key, "relation": task.relation} | in_stead_of(absent)
        task.organisation = whoever_can(case, task.type, task.organisation)
        task.assignee, task.accepted_at = None, None
        task.save(update_fields=["organisation", "assignee", "accepted_at"])
        if task.organisation is None:
            events.append(case, "unanswered", detail, post=by, at=now)
        else:
            take_part(case, task.organisation, task.relation)
            events.append(case, "routed", detail | {"organisation": str(task.organisation.pk)}, post=by, at=now)
            restart(case, task, by=by, now=now)
        case.save(update_fields=["chain_end"])
    return task
