"""The table of organisations. A row is known by its name, or by the former name when the organisation was renamed."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.functions import FUNCTIONS
from portal.directory.importing.columns import Places, area_code, telephone
from portal.directory.importing.tables import Column, Outcome, Row, Table, Verdict, yes
from portal.directory.models import Organisation, OrganisationFormerName
from portal.directory.naming import tidy
from portal.words import both

FIELDS = ("name", "short_name", "function", "area_id", "telephone", "active")


class OrganisationTable(Table):
    titles = both("单位", "Organisations")
    columns = (
        Column("name", both("单位名称", "Name"), needed=True, example="东溪县民政局"),
        Column("former", both("原名称", "Former name")),
        Column("short_name", both("简称", "Short name"), most=40, example="县民政局"),
        Column("function", both("职能", "Function"), choices=FUNCTIONS, needed=True),
        Column("area", both("区划代码", "Area code"), area_code, needed=True, example="330106"),
        Column("telephone", both("电话", "Telephone"), telephone, most=40, example="0571-00000000"),
        Column("active", both("在用", "In use"), yes, example="是"),
    )

    def __init__(self) -> None:
        self.coming: dict[str, Organisation] = {}
        self._former_names: dict[int, str] = {}

    def look_up(self, rows: Sequence[Row]) -> None:
        self._places = Places(rows)
        self._known = {tidy(each.name): each for each in Organisation.objects.all()}
        self._first: dict[str, int] = {}

    def judge(self, row: Row) -> Verdict:
        name = row.values["name"]
        if (first := self._first.setdefault(tidy(name), row.number)) != row.number:
            row.fault("name", _("is in row %(row)d already") % {"row": first})
        known, area = self._organisation(row), self._places.of(row)
        if row.faults or area is None:
            return Verdict(row, Outcome.WRONG, name)
        organisation = known or Organisation()
        before, changes = organisation.name, _fill(organisation, row, area.code)
        if organisation.pk and organisation.name != before:
            self._former_names[organisation.pk] = before
        outcome = Outcome.NEW if known is None else Outcome.CHANGED if changes else Outcome.SAME
        self.coming[tidy(name)] = organisation
        return Verdict(row, outcome, name, changes if known else [], organisation)

    def write(self, verdicts: Sequence[Verdict]) -> None:
        new = [verdict.found for verdict in verdicts if verdict.outcome == Outcome.NEW]
        changed = [verdict.found for verdict in verdicts if verdict.outcome == Outcome.CHANGED]
        Organisation.objects.bulk_create(new, batch_size=500)
        Organisation.objects.bulk_update(changed, FIELDS, batch_size=100)
        yesterday = timezone.localdate() - timedelta(days=1)
        OrganisationFormerName.objects.bulk_create(
            OrganisationFormerName(organisation_id=pk, name=name, valid_until=yesterday)
            for pk, name in self._former_names.items()
        )

    def _organisation(self, row: Row) -> Organisation | None:
        name, former = row.values["name"], row.values.get("former", "")
        known = self._known.get(tidy(name))
        if known or not former:
            return known
        if (renamed := self._known.get(tidy(former))) is None:
            row.fault("former", _("is the name of no organisation here"))
        return renamed


def _fill(organisation: Organisation, row: Row, code: str) -> list[tuple[str, str, str]]:
    """Put the row into the organisation. What a row leaves empty, or has no column for, stays as it is."""
    given: dict[str, Any] = {**row.values, "area_id": code}
    titles = {column.key: column.title for column in OrganisationTable.columns} | {"area_id": _("area")}
    changes = []
    for field in FIELDS:
        value = given.get(field, "")
        before = getattr(organisation, field)
        if value not in ("", before) and not (field == "name" and tidy(value) == tidy(before)):
            setattr(organisation, field, value)
            changes.append((titles[field], _shown(field, before), _shown(field, value)))
    return changes


def _shown(field: str, value: Any) -> str:
    if field == "function":
        return str(FUNCTIONS.get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
