"""A duty becomes a task: its form is handed in, opens its case, and is due on the day that was chosen."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.duties.matrix import Cell, matrix_of
from content.models import PolicyPage
from forms.models import Form, FormVersion
from forms.services import start_draft, submit
from portal.access.refusal import Refused
from portal.access.services import record_refusal
from portal.directory.models import Organisation, Post
from portal.localday import beginning_of
from workflows.assigning import FORM, TASK
from workflows.assigning.policies import is_for_work, may_assign
from workflows.engine import NotPossible
from workflows.models import AssignedDuty, Case, Task, TaskDeadline
from workflows.services import rounds
from workflows.timing import Counting

LONGEST = timedelta(days=731)


@dataclass(frozen=True)
class Order:
    """What somebody is to do: the duty, by whom, until the end of that day, and what is expected."""

    clause: str
    unit: str
    owner: Organisation
    due_on: date
    wanted: str


def cell_of(page: PolicyPage, *, unit: str, clause: str) -> Cell | None:
    """Of a document that everybody may read, a duty that is printed or confirmed."""
    if not is_for_work(page):
        return None
    return matrix_of(page.outline["clauses"], timezone.localdate()).cell(unit, clause)


def assign(page: PolicyPage, order: Order, *, by: Post) -> Case:
    """One task, however often it is pressed: what is open stays. Raises Refused, NotPossible."""
    answer = may_assign(by, page, order.owner)
    if not answer.allowed:
        record_refusal(page, by=by, action="assign")
        raise Refused(answer.code, answer.sentence)
    with transaction.atomic():
        # Whoever gives the same duty at the same moment waits here, and then finds the case.
        page = PolicyPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
        cell = cell_of(page, unit=order.unit, clause=order.clause)
        if cell is None:
            raise NotPossible("no_duty", _("The document does not name this duty any more."))
        row = _row(page, order)
        if row is not None and not row.case.is_closed:
            return _again(row.case, by)
        case = _open(page, cell, order, by)
        AssignedDuty.objects.update_or_create(
            page=page, clause=order.clause, unit=cell.unit.name, organisation=order.owner, defaults={"case": case}
        )
    return case


def _row(page: PolicyPage, order: Order) -> AssignedDuty | None:
    rows = AssignedDuty.objects.filter(page=page, clause=order.clause, unit=order.unit, organisation=order.owner)
    return rows.select_related("case").first()


def _again(case: Case, by: Post) -> Case:
    """The second click of who made it; for others it is taken."""
    if case.opening_submission.post_id != by.pk:
        raise NotPossible("assigned", _("This duty is a task of that office already."))
    return case


def _open(page: PolicyPage, cell: Cell, order: Order, by: Post) -> Case:
    now, due = timezone.now(), beginning_of(order.due_on + timedelta(days=1)) - timedelta(minutes=1)
    if not now < due <= now + LONGEST:
        raise NotPossible("due", _("Choose a day from today on, at most two years ahead."))
    occasion = f"policy_duty:{uuid4()}"
    draft, _token = start_draft(_version(), occasion=occasion, post=by, initial=_answers(page, cell, order))
    submission = submit(draft, by=by, idempotency_key=occasion).submission
    case = Case.objects.filter(case_submissions__submission=submission).select_related("version").first()
    if case is None:
        raise NotPossible("not_installed", _("Duties cannot be assigned just now. Tell who administers the portal."))
    _set_due(case, due, now)
    return case


def _version() -> FormVersion:
    form = Form.objects.filter(key=FORM, live=True).first()
    version = form.current_version if form else None
    if version is None:
        raise NotPossible("not_installed", _("Duties cannot be assigned just now. Tell who administers the portal."))
    return version


def _answers(page: PolicyPage, cell: Cell, order: Order) -> dict[str, object]:
    return {
        "document": " ".join(filter(None, [page.title, page.document_number])),
        "clause": f"{cell.clause.id} {cell.clause.heading}",
        "duty": "\n".join(stretch.text for stretch in cell.stretches),
        "unit": cell.unit.name,
        "part": cell.role,
        "owner": str(order.owner.pk),
        "place": order.owner.area_id,
        "due_on": order.due_on.isoformat(),
        "wanted": order.wanted,
    }


def _set_due(case: Case, due: datetime, now: datetime) -> None:
    """By the clock, until the end of the day; whatever the workflow says of it goes for a task that comes again."""
    task: Task = case.tasks.open().get(key=TASK)
    row = TaskDeadline.objects.filter(task=task).first() or TaskDeadline(task=task, round=0)
    rounds.begin(case, task, row, Counting("clock", due - now), counted_from=now, now=now)
