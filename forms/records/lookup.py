"""Records by their number, or by a name or ID number where only one fits, for fields that point to them."""

from collections.abc import Mapping
from typing import Any

from forms.fieldtypes.lookups import Found, Lookup, is_in_passing, register
from forms.fieldtypes.normalising import line
from forms.models import Record
from forms.models.record import RecordQuerySet
from forms.records.finding import find
from forms.searching import rate_limit
from forms.searching.query import understood
from portal.access.refusal import Refused
from portal.directory.models import Post


class RecordLookup(Lookup):
    """In the register that the field's setting names."""

    key = "record"

    def find(self, typed: str, *, post: Post, settings: Mapping[str, Any]) -> Found | None:
        seen = self.among(Record.objects.visible_as(post), settings)
        record = seen.filter(number__iexact=line(typed)).first() or self.named(seen, typed, post)
        return None if record is None else Found(record.number, record.number)

    def among(self, records: RecordQuerySet, settings: Mapping[str, Any]) -> RecordQuerySet:
        return records.filter(form__key=settings.get("register", ""))

    def named(self, records: RecordQuerySet, typed: str, post: Post) -> Record | None:
        """The one record that names them; None where several do, for a guess would be somebody else's file."""
        if is_in_passing():
            return None
        try:
            wanted = understood(typed)
            rate_limit.demand(post)
        except Refused:
            return None
        found = find(records, wanted, by=post, most=2)
        return found[0] if len(found) == 1 else None


class ChildLookup(RecordLookup):
    """Among the files of children."""

    key = "child"

    def among(self, records: RecordQuerySet, settings: Mapping[str, Any]) -> RecordQuerySet:
        return records.of_children()


register(RecordLookup())
register(ChildLookup())
