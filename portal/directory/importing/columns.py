"""What several tables ask for: places, telephone numbers, organisations."""

import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from portal.directory import codes, resolving
from portal.directory.importing.tables import Row, WrongValue
from portal.directory.models import Area


def area_code(text: str) -> str:
    try:
        return codes.complete(text)
    except ValueError:
        raise WrongValue(_("is no area code; it has 2, 4, 6, 9 or 12 digits")) from None


def telephone(text: str) -> str:
    if not re.fullmatch(r"[0-9+()（）\-－ 转,，、/]{3,40}", text):
        raise WrongValue(_("is no telephone number"))
    return text


class Places:
    """The areas that the rows name, looked up at once."""

    def __init__(self, rows: Iterable[Row], key: str = "area") -> None:
        self._key = key
        wanted = {row.values[key] for row in rows if row.values.get(key)}
        self._known = {area.code: area for area in _in_pieces(sorted(wanted))}

    def of(self, row: Row) -> Area | None:
        """The place of that row; None, and a fault in the row, when nobody knows it or it has ended."""
        area = self._known.get(row.values[self._key])
        if area is None:
            row.fault(self._key, _("is a code that the portal does not know"))
        elif area.valid_until is not None:
            row.fault(self._key, _has_ended(area))
            return None
        return area


def _in_pieces(wanted: Sequence[str]) -> Iterable[Area]:
    for start in range(0, len(wanted), 500):
        yield from Area.objects.filter(code__in=wanted[start : start + 500])


def _has_ended(area: Area) -> str:
    successors = [each for each in resolving.resolve(area.code).areas if each.code != area.code]
    if not successors:
        return _("is the code of %(name)s, which has ended") % {"name": area.name}
    now = ", ".join(f"{each.code} {each.name}" for each in successors)
    return _("is the code of %(name)s, which has ended; now it is: %(now)s") % {"name": area.name, "now": now}
