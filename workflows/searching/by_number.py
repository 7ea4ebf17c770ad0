"""Cases by their number, for fields of forms that point to one."""

from collections.abc import Iterable, Mapping
from typing import Any

from forms.fieldtypes.lookups import Found, Lookup
from portal.directory.models import Post
from workflows.models import Case
from workflows.models.case import CaseQuerySet, serial_of


class CaseLookup(Lookup):
    """The number as it is written, or the digits at its end if only one case that the person sees has them."""

    key = "case"

    def find(self, typed: str, *, post: Post, settings: Mapping[str, Any]) -> Found | None:
        person = post.user
        if not person.act_in(post.pk):
            return None
        cases = Case.objects.visible_to(person).order_by()
        found = list(cases.filter(number=typed)[:1]) or list(self._by_serial(cases, typed))
        return Found(found[0].number, found[0].number) if len(found) == 1 else None

    def _by_serial(self, cases: CaseQuerySet, typed: str) -> Iterable[Case]:
        """Two at most: more than one is as good as none."""
        return cases.filter(serial=serial_of(typed))[:2] if typed.isascii() and typed.isdigit() else ()
