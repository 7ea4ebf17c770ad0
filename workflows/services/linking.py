"""Two cases that belong to the same matter and stay two, such as a new report on a child whose case is closed."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.models import Post
from workflows import events
from workflows.acting import may_link
from workflows.engine import NotPossible
from workflows.models import Case, CaseLink
from workflows.refusing import refusals_kept
from workflows.services.cases import in_stead_of
from workflows.services.casewide import demand_answer, locked_cases


def link_cases(case: Case, other: Case, *, by: Post) -> CaseLink:
    """From the earlier to the later of both, whichever of them it is said of. Raises Refused, NotPossible."""
    with refusals_kept(case, by, "link"), transaction.atomic():
        found = {row.pk: row for row in locked_cases([case.pk, other.pk])}
        case, other = found[case.pk], found[other.pk]
        absent = demand_answer(may_link(by, case, other))
        if case.pk == other.pk:
            raise NotPossible("same_case", _("This is the case itself. Type the number of the other one."))
        earlier, later = sorted((case, other), key=lambda row: (row.opened_at, row.pk))
        if _are_linked(earlier, later):
            raise NotPossible("linked", _("These two cases are linked already."))
        link = CaseLink.objects.create(case=earlier, other=later, kind=CaseLink.Kind.NEWER, by=by)
        for row, opposite in ((earlier, later), (later, earlier)):
            detail = {"case": str(opposite.pk), **in_stead_of(absent)}
            events.append(row, "linked", detail, post=by, at=timezone.now())
            row.save(update_fields=["chain_end"])
    return link


def _are_linked(one: Case, another: Case) -> bool:
    pairs = [(one.pk, another.pk), (another.pk, one.pk)]
    return any(CaseLink.objects.filter(case=case, other=other).exists() for case, other in pairs)
