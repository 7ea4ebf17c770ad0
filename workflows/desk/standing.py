"""Where a case stands, as lists say it: what became part of another case says of which, to who may see that."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from portal.directory.models import Post
from portal.words import spoken
from workflows.desk.timeline import visible_numbers
from workflows.models import Case, CaseMerge


def states_said(cases: Iterable[Case], reader: Post) -> dict[UUID, str]:
    found = list(cases)
    closed = [case.pk for case in found if case.is_closed]
    into = dict(CaseMerge.objects.filter(case__in=closed).values_list("case", "into")) if closed else {}
    numbers = visible_numbers(into.values(), reader) if into else {}
    parts = {case: _part_of(numbers.get(other, "")) for case, other in into.items()}
    return {case.pk: parts.get(case.pk) or spoken(case.current_state.title) for case in found}


def _part_of(number: str) -> str:
    return _("Part of %(number)s") % {"number": number} if number else _("Part of another case")
