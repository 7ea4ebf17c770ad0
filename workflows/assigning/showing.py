"""What has become of the duties of a document, for the matrix of the floor below."""

from collections import defaultdict
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from content.duties.board import Board, Place
from content.duties.matrix import Matrix, Work
from content.models import PolicyPage
from content.policytext.offices import unit_of
from portal.directory.models import User
from portal.words import spoken
from workflows.assigning.policies import is_for_work, may_assign_any
from workflows.models import AssignedDuty, Case, Task


def board(user: User, page: PolicyPage, matrix: Matrix) -> Board:
    """Cases that the person sees; and, for who may assign, a way to each duty that is nobody's task yet.

    What a document gives to many at once, 各县人民政府, can be given to one after the other.
    """
    rows = list(AssignedDuty.objects.filter(page=page).select_related("organisation").order_by("organisation__name"))
    seen = _seen(user, rows)
    works: dict[Place, list[Work]] = defaultdict(list)
    for row in rows:
        if row.case_id in seen:
            works[row.unit, row.clause].append(_work(row, seen[row.case_id]))
    if not is_for_work(page) or not may_assign_any(user.acting_post, page).allowed:
        return Board(works)
    open_cases = set(Case.objects.filter(pk__in=[row.case_id for row in rows], closed_at=None).values_list("pk"))
    taken = {(row.unit, row.clause) for row in rows if (row.case_id,) in open_cases}
    places = {(unit, clause.id) for clause in matrix.clauses for unit in clause.cells}
    return Board(works, {place: _address(page, place) for place in places if _is_free(place, taken)})


def _seen(user: User, rows: list[AssignedDuty]) -> dict[object, Case]:
    cases = Case.objects.visible_to(user).filter(pk__in=[row.case_id for row in rows])
    return {case.pk: case for case in cases.select_related("version").prefetch_related("tasks")}


def _is_free(place: Place, taken: set[Place]) -> bool:
    return place not in taken or unit_of(place[0]) is None


def _work(row: AssignedDuty, case: Case) -> Work:
    path = reverse("desk:case", args=[case.pk])
    return Work(str(row.organisation), spoken(case.current_state.title), _tone(case), path)


def _tone(case: Case) -> str:
    if case.is_closed:
        return "success"
    late = any(
        task.state == Task.State.OPEN and task.due_at and task.due_at < timezone.now() for task in case.tasks.all()
    )
    return "danger" if late else "info"


def _address(page: PolicyPage, place: Place) -> str:
    query = urlencode({"unit": place[0], "clause": place[1]})
    return f"{reverse('desk:assign_duty', args=[page.pk])}?{query}"
