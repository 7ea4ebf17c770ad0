"""What was missed in a period, record by record, as rows of a file: as far as somebody sees the records."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from forms.models import Record
from forms.models.record import registers
from forms.records.naming import name_for
from portal.access.services import written_together
from portal.directory.models import Area, Post, User
from portal.tablefile import Cell
from portal.words import readers_language, say
from workflows.measuring.scope import scope_of
from workflows.obligations.counting import Chosen, span_of
from workflows.obligations.models import Owed, OwedQuerySet
from workflows.obligations.publishing import in_force

ACTION = "extract"
AT_ONCE = 200
# As in the files of papers: what is there, and not for this reader.
KEPT_BACK = "***"


def stored(period: str, place: str) -> dict[str, Any]:
    return {"period": period, "place": place}


def heads() -> list[str]:
    return [_("Record"), _("Name"), _("What is owed"), _("Period"), _("Due"), _("Place"), _("Name of the place"),
            _("Owed by")]  # fmt: skip


def found(user: User, duty: str, which: dict[str, Any]) -> OwedQuerySet:
    """Empty for who may not count there, or when it is not owed any more."""
    post = user.acting_post
    one = next((one for one in in_force() if one.schema.key == duty), None)
    scope = scope_of(post, which["place"]) if post else None
    if one is None or scope is None:
        return Owed.objects.none()
    now = timezone.now()
    chosen = Chosen(one, span_of(one, which["period"], timezone.localdate(now)), scope)
    return chosen.rows().missed(now).filter(record__in=Record.objects.visible_to(user).order_by().values("pk"))


def rows(post: Post, owed: OwedQuerySet, *, most: int) -> Iterator[tuple[Owed, list[Cell]]]:
    """The newest first. Of those at once each name that is read is on record before a row is handed out."""
    keys = list(owed.order_by("-due_at", "pk").values_list("pk", flat=True)[:most])
    full = Owed.objects.select_related("version", "record__version", "record__data_key", "organisation")
    full = full.defer("version__definition", "record__version__definition").prefetch_related("record__parties")
    for start in range(0, len(keys), AT_ONCE):
        yield from _rows(post, list(full.filter(pk__in=keys[start : start + AT_ONCE]).order_by("-due_at", "pk")))


@written_together()
def _rows(post: Post, owed: list[Owed]) -> list[tuple[Owed, list[Cell]]]:
    known = registers()
    places = dict(Area.objects.filter(code__in={row.area_code for row in owed}).values_list("code", "name"))
    return [
        (
            row,
            [
                row.record.number,
                name_for(post, row.record, known, action=ACTION) or KEPT_BACK,
                say(row.version.schema.title, readers_language()),
                row.period,
                timezone.localdate(row.due_at),
                row.area_code,
                places.get(row.area_code, ""),
                row.organisation.name if row.organisation else "",
            ],
        )
        for row in owed
    ]
