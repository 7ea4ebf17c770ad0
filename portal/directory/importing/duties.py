"""The table of duties: who answers for what, where. A row is known by its duty and its place."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from portal.directory.functions import FUNCTIONS
from portal.directory.importing.columns import Places, area_code
from portal.directory.importing.organisations import OrganisationTable
from portal.directory.importing.tables import Column, Outcome, Row, Table, Verdict
from portal.directory.models import Duty, Organisation
from portal.directory.naming import successor_of, tidy
from portal.words import both


class DutyTable(Table):
    titles = both("职责", "Duties")
    columns = (
        Column("kind", both("职责", "Duty"), choices=FUNCTIONS, needed=True),
        Column("area", both("区划代码", "Area code"), area_code, needed=True, example="330106"),
        Column("organisation", both("单位名称", "Organisation"), needed=True, example="东溪县民政局"),
    )

    def __init__(self, organisations: OrganisationTable) -> None:
        """Organisations of the same workbook count as if they were there already."""
        self._new = organisations

    def look_up(self, rows: Sequence[Row]) -> None:
        self._places = Places(rows)
        self._organisations = {tidy(each.name): each for each in Organisation.objects.all()} | self._new.coming
        self._known = {(duty.kind, duty.area_id): duty for duty in Duty.objects.select_related("organisation")}
        self._first: dict[tuple[str, str], int] = {}

    def judge(self, row: Row) -> Verdict:
        kind, code = row.values["kind"], row.values["area"]
        name = f"{FUNCTIONS[kind]} – {code}"
        if (first := self._first.setdefault((kind, code), row.number)) != row.number:
            row.fault("kind", _("is in row %(row)d already, for the same place") % {"row": first})
        organisation, area = self._organisation(row), self._places.of(row)
        if row.faults or organisation is None or area is None:
            return Verdict(row, Outcome.WRONG, name)
        known = self._known.get((kind, code))
        if known is None:
            return Verdict(row, Outcome.NEW, name, found=Duty(kind=kind, area=area, organisation=organisation))
        return self._compare(row, name, known, organisation)

    def write(self, verdicts: Sequence[Verdict]) -> None:
        """After the organisations: those that were new have their number now, so they are set once more."""
        for verdict in verdicts:
            verdict.found.organisation = verdict.found.organisation
        new = [verdict.found for verdict in verdicts if verdict.outcome == Outcome.NEW]
        changed = [verdict.found for verdict in verdicts if verdict.outcome == Outcome.CHANGED]
        Duty.objects.bulk_create(new, batch_size=500)
        Duty.objects.bulk_update(changed, ["organisation"], batch_size=200)

    def _compare(self, row: Row, name: str, known: Duty, organisation: Organisation) -> Verdict:
        before = known.organisation
        if before.pk == organisation.pk:
            return Verdict(row, Outcome.SAME, name, found=known)
        known.organisation = organisation
        return Verdict(row, Outcome.CHANGED, name, [(self.columns[2].title, before.name, organisation.name)], known)

    def _organisation(self, row: Row) -> Organisation | None:
        found = self._organisations.get(tidy(row.values["organisation"]))
        if found is None:
            row.fault("organisation", _("is the name of no organisation here"))
        elif not found.active:
            now = successor_of(found) if found.pk else None
            row.fault("organisation", _has_closed(now))
        return found


def _has_closed(now: Organisation | None) -> str:
    if now is None:
        return _("is not in use any more")
    return _("is not in use any more; its tasks went to %(now)s") % {"now": now.name}
