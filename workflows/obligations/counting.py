"""What is owed in one period by those whose work somebody may count."""

from dataclasses import dataclass
from datetime import date

from portal.directory.models import Organisation
from portal.directory.services import lies_in, ranges_of, within
from portal.localday import beginning_of
from workflows.measuring.scope import FEW, Scope
from workflows.obligations.models import Owed, OwedQuerySet
from workflows.obligations.periods import Span, read, span_at
from workflows.obligations.publishing import InForce
from workflows.obligations.schema import Every


@dataclass(frozen=True)
class Chosen:
    one: InForce
    span: Span
    scope: Scope

    @property
    def every(self) -> Every:
        return every_of(self.one)

    def rows(self, span: Span | None = None) -> OwedQuerySet:
        """Counted; shown are those of them whose record somebody sees."""
        span = span or self.span
        rows = _of_scope(self.scope).filter(obligation=self.one.obligation).counted()
        if self.one.schema.every:
            return rows.filter(period=span.key)
        return rows.filter(due_at__gte=beginning_of(span.first), due_at__lt=beginning_of(span.behind))


def every_of(one: InForce) -> Every:
    """What ends on a day is looked at by the month of that day."""
    return one.schema.every or "month"


def span_of(one: InForce, key: str, today: date) -> Span:
    """The period of that key; of another kind of period the one around its first day, and else around today."""
    span = read(key)
    return span_at(every_of(one), span.first if span else today)


def _of_scope(scope: Scope) -> OwedQuerySet:
    """What nobody answers for counts for its place."""
    few = list(Organisation.objects.filter(scope.organisations()).values_list("pk", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        theirs = Owed.objects.filter(organisation__in=few)
    else:
        inside = within(ranges_of(scope.area_code), "organisation__area_id")
        theirs = Owed.objects.filter(inside, organisation__function__in=scope.functions)
    return theirs | Owed.objects.filter(lies_in(scope.area_code, "area_code"), organisation=None)
