"""A workbook between "check it" and "take it in": carried by the page, signed, kept nowhere.

Between the two steps nothing lies in the database or on a disk, so nothing has to be sealed or cleaned away. Whoever
sends it back gets it judged again, against what the directory holds by then.
"""

from typing import Any

from django.core import signing

from portal.directory.importing.workbook import Cell, Line, Sheet

SALT = "portal.directory.importing"
SECONDS = 2 * 60 * 60


def pack(sheets: list[Sheet], *, purpose: str, user_id: int) -> str:
    """For that user and that purpose only."""
    slim = [
        [sheet.title, [[line.number, [_slim(cell) for cell in line.cells]] for line in sheet.lines]] for sheet in sheets
    ]
    return signing.dumps([user_id, slim], salt=f"{SALT}.{purpose}", compress=True)


def unpack(packed: str, *, purpose: str, user_id: int) -> list[Sheet] | None:
    """None for what is too old, somebody else's or not from here."""
    try:
        owner, slim = signing.loads(packed, salt=f"{SALT}.{purpose}", max_age=SECONDS)
    except signing.BadSignature:
        return None
    return [_sheet(title, lines) for title, lines in slim] if owner == user_id else None


def _slim(cell: Cell) -> Any:
    return [cell.at, cell.text, cell.wrong] if cell.wrong else [cell.at, cell.text]


def _sheet(title: str, lines: list[Any]) -> Sheet:
    return Sheet(title, [Line(number, [Cell(*cell) for cell in cells]) for number, cells in lines])
