"""Records that name somebody, as far as the one who searches may read the name there. What is unsealed is logged."""

from django.utils.translation import gettext_noop

from forms import indexing
from forms.models import Record
from forms.models.record import RecordQuerySet, registers
from forms.records import policies, reading
from forms.records.keeping import SCOPE
from forms.searching.query import Wanted
from portal.access.services import Purpose, written_together
from portal.directory.models import Post
from portal.privacy import blindindex

# More are never unsealed for one search. Nearly every candidate that somebody sees fits.
MOST_COMPARED = 50
PURPOSE = gettext_noop("Search in a register")


@written_together()
def find(records: RecordQuerySet, wanted: Wanted, *, by: Post, most: int) -> list[Record]:
    """At most so many of these records, the newest first; what somebody had restricted is not searched.

    The caller has counted the search (`rate_limit.demand`).
    """
    keys = list(blindindex.search(SCOPE, wanted.kind, wanted.text))
    candidates = (
        records.filter(data_key__in=keys, restricted=False)
        .select_related("version", "data_key")
        .defer("version__definition")
    )
    known, found = registers(), list[Record]()
    for record in candidates.prefetch_related("parties").order_by("-opened_at", "-pk")[:MOST_COMPARED]:
        if _fits(record, wanted, by, known):
            found.append(record)
        if len(found) == most:
            break
    return found


def _fits(record: Record, wanted: Wanted, by: Post, known: policies.Registers) -> bool:
    allowed = policies.readable(by, record, known)
    purpose = Purpose(PURPOSE, matter=record.pk)
    answers = reading.read(record, by=by, sensitivities=allowed, purpose=purpose, action="compare")
    return bool(indexing.fitting(record.schema, answers, wanted.kind, wanted.text))
