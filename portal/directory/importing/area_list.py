"""A list of area codes and names as a text file, read line by line. Knows no database."""

import codecs
import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.directory import codes

MOST_NAME_LETTERS = 80
DELIMITERS = ",\t;，；"
CODE_TITLES = frozenset({"code", "代码", "区划代码", "行政区划代码", "统计用区划代码"})
NAME_TITLES = frozenset({"name", "名称", "区划名称", "行政区划名称", "单位名称"})
PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a code of twelve digits and a name, or what is wrong with it."""

    line: int
    code: str
    name: str
    wrong: str | Promise = ""


class UnreadableList(Exception):
    """The file is no list of codes and names. `sentence` says what it is instead."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass
class AreaList:
    """`rows()` once through the file; `part()` says how much of it is read, 0 to 1."""

    rows: Callable[[], Iterator[Row]]
    part: Callable[[], float]


@contextmanager
def opened(path: Path) -> Iterator[AreaList]:
    """UTF-8 with or without a mark, UTF-16 with one, else GB18030; commas, tabs or semicolons; with titles or without.

    Raises UnreadableList.
    """
    with path.open("rb") as file:
        encoding, size = _encoding(file), path.stat().st_size
        text = TextIOWrapper(file, encoding=encoding, newline="")
        yield AreaList(lambda: _rows(text), lambda: file.tell() / size if size else 1.0)


def _encoding(file: BinaryIO) -> str:
    start = file.read(8)
    file.seek(0)
    if start.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise UnreadableList(_("This is a workbook. Save it as CSV first."))
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for name in ("utf-8-sig", "gb18030"):
        if _is_written_in(name, file):
            return name
    raise UnreadableList(_("The characters of this file are neither UTF-8 nor GB18030."))


def _is_written_in(encoding: str, file: BinaryIO) -> bool:
    """Reads the whole file once: a single name of the last county decides."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while piece := file.read(PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


def _rows(text: TextIOWrapper) -> Iterator[Row]:
    try:
        yield from _rows_of(text)
    except csv.Error:
        raise UnreadableList(_("This is no table of lines and columns.")) from None


def _rows_of(text: TextIOWrapper) -> Iterator[Row]:
    before, first = _first_written_line(text)
    delimiter = max(DELIMITERS, key=first.count)
    cells = next(csv.reader([first], delimiter=delimiter), [])
    columns = _columns_by_title(cells)
    if columns is None:
        columns = _columns_by_content(cells)
        yield _row(before + 1, cells, *columns)
    reader = csv.reader(text, delimiter=delimiter)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield _row(before + 1 + reader.line_num, cells, *columns)


def _first_written_line(text: TextIOWrapper) -> tuple[int, str]:
    """How many empty lines come before it, and the line; "" when nothing is written at all."""
    for number, line in enumerate(text):
        if line.strip():
            return number, line
    return 0, ""


def _columns_by_title(cells: list[str]) -> tuple[int, int] | None:
    titles = [cell.strip().lower() for cell in cells]
    code = next((place for place, title in enumerate(titles) if title in CODE_TITLES), None)
    name = next((place for place, title in enumerate(titles) if title in NAME_TITLES), None)
    return None if code is None or name is None else (code, name)


def _columns_by_content(cells: list[str]) -> tuple[int, int]:
    """Without titles the code is the first column that holds one, the name the first that is no number."""
    code = next((place for place, cell in enumerate(cells) if _code(cell)), None)
    name = next((place for place, cell in enumerate(cells) if cell.strip() and not _is_number(cell)), None)
    if code is None or name is None:
        raise UnreadableList(_("The first line has no code and name. Two columns are expected: code, name."))
    return code, name


def _row(line: int, cells: list[str], code_column: int, name_column: int) -> Row:
    if len(cells) <= max(code_column, name_column):
        return Row(line, "", "", _("The line has too few columns."))
    typed, name = cells[code_column].strip(), cells[name_column].strip()
    code = _code(typed)
    return Row(line, code, name, _problem(typed, code, name))


def _problem(typed: str, code: str, name: str) -> str | Promise:
    if not code:
        return _shortened(typed) or _("A code has 2, 4, 6, 9 or 12 digits.")
    if _has_a_gap(code):
        return _("The code names a place without the place it lies in.")
    if not name:
        return _("The name is missing.")
    if not name.isprintable():
        return _("The name has characters that cannot be shown.")
    return _("The name is too long.") if len(name) > MOST_NAME_LETTERS else ""


def _has_a_gap(code: str) -> bool:
    """A village without a township, or anything without a prefecture; only the county may be 00."""
    return (code[9:] != "000" and code[6:9] == "000") or (code[4:] != "00000000" and code[2:4] == "00")


def _shortened(typed: str) -> str | Promise:
    """Excel turns twelve digits into 3.30106E+11 unless the column is text; the digits are lost then."""
    if "E+" not in typed.upper():
        return ""
    return _("A spreadsheet has shortened this code. Format the column as text and save again.")


def _code(typed: str) -> str:
    """Twelve digits, "" for anything else."""
    try:
        return codes.complete(typed.strip().strip("'\"").removesuffix(".0"))
    except ValueError:
        return ""


def _is_number(cell: str) -> bool:
    return cell.strip().strip("'").replace(".", "").isdigit()
