"""Ways beside the tasks: what can happen in any state, and opening a case again that has come to an end."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.models import Post
from workflows import engine
from workflows.acting import may_take
from workflows.engine import NotPossible
from workflows.models import Case
from workflows.refusing import refusals_kept
from workflows.schema import Transition
from workflows.services.applying import apply
from workflows.services.cases import in_stead_of
from workflows.services.casewide import demand_answer, locked_case
from workflows.services.resting import no_longer_rests
from workflows.services.snapshots import snapshot_of


def take_way(case: Case, transition_key: str, *, by: Post, reason: str = "") -> Case:
    """Take a way beside the tasks, for one of its reasons; what is open in the state ends with it.

    Raises Refused, NotPossible (somebody was quicker, the reason is none of them, what was handed in is erased).
    """
    with refusals_kept(case, by, "take_way"), transaction.atomic():
        case = locked_case(case)
        if hasattr(case, "merge"):
            raise NotPossible("merged", _("This case is part of another one now."))
        way = _way(case, transition_key)
        absent = demand_answer(may_take(by, case, way))
        if case.is_closed and case.opening_submission.is_erased:
            raise NotPossible("erased", _("What was handed in has been erased: this case is not opened again."))
        now = timezone.now()
        decision = engine.decide(case.version.schema, snapshot_of(case, now), engine.Take(way.key, reason))
        no_longer_rests(case, by=by, now=now)
        apply(case, decision, by=by, now=now, detail=in_stead_of(absent))
    return case


def _way(case: Case, key: str) -> Transition:
    found = next((way for way in case.version.schema.transitions if way.key == key and way.relation), None)
    if found is None:
        raise NotPossible("no_such_step", _("This step is not possible from here."))
    return found
