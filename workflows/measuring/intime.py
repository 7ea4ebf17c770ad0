"""Of which periods of a year the total is not said, because of a month of few: quarter less its other months is that
month, and year less its other quarters."""

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from portal.smallcounts import unsaid
from workflows.measuring.period import Period
from workflows.measuring.scope import Scope
from workflows.models import Task


def unsaid_in(scope: Scope, year: int) -> frozenset[Period]:
    whole = Period("year", year)
    quarters = {Period("quarter", year, first): [first, first + 1, first + 2] for first in (1, 4, 7, 10)}
    start, end = whole.bounds(timezone.get_current_timezone())
    done = scope.tasks().filter(state=Task.State.DONE, done_at__gte=start, done_at__lt=end).order_by()
    found = done.annotate(month=TruncMonth("done_at")).values_list("month").annotate(n=Count("made_at"))
    by_month = {month.month: count for month, count in found}
    counts = {Period("month", year, month): by_month.get(month, 0) for month in range(1, 13)}
    sums = [(quarter, [Period("month", year, month) for month in months]) for quarter, months in quarters.items()]
    counts |= {quarter: sum(counts[month] for month in months) for quarter, months in sums}
    counts[whole] = sum(by_month.values())
    return unsaid(counts, [*sums, (whole, list(quarters))])
