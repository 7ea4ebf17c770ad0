"""The duties of a document as a table file: the matrix, and a list with the sentences of each duty."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from content.duties.matrix import LEADS, Cell, Matrix
from portal.tablefile import TableFile, table_file

MATRIX, LIST = 0, 1


def duties_as_table(kind: str, matrix: Matrix) -> TableFile:
    heads = [_("Clause"), _("heading"), *(unit.name for unit in matrix.units)]
    columns = [pgettext("office", "Unit"), _("Unit today"), _("Clause"), _("heading"), _("Duty"), _("Text")]
    made = table_file(kind, [(_("Units and clauses"), heads), (_("Duties"), columns)])
    for clause, cells in matrix.rows():
        made.row(MATRIX, [clause.id, clause.heading, *(said(cell.role) if cell else "" for cell in cells)])
    for unit in matrix.units:
        for cell in unit.cells:
            for stretch in cell.stretches:
                made.row(LIST, [*_named(cell), said(stretch.role), stretch.text])
    return made


def said(role: str) -> str:
    return pgettext("a clause", "Leads") if role == LEADS else pgettext("in a clause", "Takes part")


def _named(cell: Cell) -> list[str]:
    return [cell.unit.name, "、".join(cell.unit.now), cell.clause.id, cell.clause.heading]
