"""A letter as HTML for portal.pdf and portal.docx: (schema, filling) → one page, everything in it escaped.

Parts stand in the order of the letter. What answers should read, where they were corrected, stands before the first
signature, whatever the author wrote: no answer without its correction.
"""

from collections.abc import Callable, Iterator
from functools import partial

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portal.words import say
from workflows.letters.filling import LANGUAGE, Filling, Row
from workflows.letters.names import FORM, ROW, table_of
from workflows.letters.papers import PAPERS, Paper
from workflows.letters.placeholders import Words, filled, names_in, written
from workflows.letters.schema import (
    Addressee,
    Block,
    Fields,
    Head,
    Heading,
    LetterSchema,
    Listing,
    Note,
    Paragraph,
    Rows,
    Signature,
    Title,
)

NOTHING = mark_safe("")  # nosec B308 B703 -- no text at all


def render(letter: LetterSchema, filling: Filling, *, title: str = "") -> str:
    """Raises guards.Undecidable for a rule that cannot be decided."""
    paper = PAPERS[letter.paper]
    return format_html(
        '<!DOCTYPE html>\n<html lang="zh-Hans"><head><meta charset="utf-8"><title>{}</title>'
        '<link rel="stylesheet" href="styles:{}"></head><body class="{}">{}</body></html>\n',
        title or say(letter.title, LANGUAGE),
        paper.sheet,
        paper.name,
        body(letter, filling),
    )


def body(letter: LetterSchema, filling: Filling) -> SafeString:
    paper = PAPERS[letter.paper]
    parts = [(block, _WRITTEN[type(block)](block, filling, paper)) for block in _shown(letter, filling)]
    ends = [number for number, (block, _html) in enumerate(parts) if isinstance(block, Signature | Note)]
    at = next((number for number in ends if isinstance(parts[number][0], Signature)), ends[0] if ends else len(parts))
    corrected = _paragraphs(filling.corrections(keys_in(letter)), _class(paper, "text"))
    htmls = [html for _block, html in parts]
    inner = _joined([*htmls[:at], corrected, *htmls[at:]])
    return format_html('<div class="{}" data-word="{}">{}</div>', _class(paper, "whole"), paper.word, inner)


def keys_in(letter: LetterSchema) -> set[str]:
    """The fields of its form that a letter says something of."""
    keys = {block.table for block in letter.blocks if isinstance(block, Rows)}
    keys |= {key for block in letter.blocks if isinstance(block, Fields) for key in block.fields}
    for _place, text, each in letter.passages():
        for path in names_in(text):
            keys |= {path[1]} if path[0] == FORM and len(path) > 1 else {each} if path[0] == ROW else set()
    return keys - {""}


def _shown(letter: LetterSchema, filling: Filling) -> Iterator[Block]:
    """A paragraph for each row is decided row by row."""
    for block in letter.blocks:
        if (isinstance(block, Paragraph) and block.each) or filling.holds(block.shown_when):
            yield block


def _head(block: Head, filling: Filling, paper: Paper) -> SafeString:
    rules = format_html('<div class="{}"></div>', _class(paper, "rules")) if block.sender else NOTHING
    return _joined(
        [
            _line(block.sender, filling, _class(paper, "sender"), "center red"),
            rules,
            _line(block.number, filling, _class(paper, "number"), "center flush"),
        ]
    )


def _title(block: Title, filling: Filling, paper: Paper) -> SafeString:
    return format_html("<h1>{}</h1>", _broken_lines(block.text, filling))


def _addressee(block: Addressee, filling: Filling, paper: Paper) -> SafeString:
    return _line(block.text, filling, _class(paper, "flush"), "flush")


def _heading(block: Heading, filling: Filling, paper: Paper) -> SafeString:
    manner = format_html(' class="{}" data-word="page"', _class(paper, "page")) if block.new_page else NOTHING
    return format_html("<h2{}>{}</h2>", manner, _broken_lines(block.text, filling))


def _paragraph(block: Paragraph, filling: Filling, paper: Paper) -> SafeString:
    rows: list[Row] = list(filling.rows(block.each)) if block.each else [None]
    role = "text" if block.style == "plain" else block.style
    word = block.style if block.style in ("flush", "small") else ""
    shown = [row for row in rows if not block.each or filling.holds(block.shown_when, row)]
    texts = [written(block.text, partial(filling.text, row=row, table=block.each)) for row in shown]
    return _paragraphs([line for text in texts for line in text.splitlines()], _class(paper, role), word)


def _list(block: Listing, filling: Filling, paper: Paper) -> SafeString:
    lines = [written(line.text, filling.text) for line in block.lines if filling.holds(line.shown_when)]
    items = format_html_join("", "<li>{}</li>", ((line,) for line in lines if line.strip()))
    return format_html('<ol class="{}">{}</ol>', _class(paper, "claims"), items) if items else NOTHING


def _fields(block: Fields, filling: Filling, paper: Paper) -> SafeString:
    lines = (f"{one.label}：{one.text}" for one in filling.said(block.fields) if one.text)
    return _paragraphs(lines, _class(paper, "text"))


def _rows(block: Rows, filling: Filling, paper: Paper) -> SafeString:
    table = table_of(filling.form, block.table)
    columns = [one for one in table.columns if not block.columns or one.key in block.columns] if table else []
    rows = [[filling.cell(column, row) for column in columns] for row in filling.rows(block.table)]
    titles = [say(column.label, LANGUAGE) for column in columns]
    if block.numbered:
        titles = ["序号", *titles]
        rows = [[str(number), *cells] for number, cells in enumerate(rows, start=1)]
    head = format_html_join("", "<th>{}</th>", ((title,) for title in titles))
    lines = format_html_join(
        "", "<tr>{}</tr>", ((format_html_join("", "<td>{}</td>", ((cell,) for cell in row)),) for row in rows)
    )
    return format_html(
        '<table class="{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>', _class(paper, "rows"), head, lines
    )


def _signature(block: Signature, filling: Filling, paper: Paper) -> SafeString:
    lines = [_signed(line, filling) for line in block.text.splitlines()]
    return format_html(
        '<div class="{}" data-word="right">{}</div>',
        _class(paper, "signature"),
        format_html_join("", "<p>{}</p>", ((line,) for line in lines if line)),
    )


def _signed(line: str, filling: Filling) -> SafeString:
    """With the drawing of a signature in the place of its name."""
    pieces: list[SafeString] = []
    for piece in filled(line, filling.text):
        if isinstance(piece, Words):
            pieces.append(escape(piece.text))
        elif drawing := filling.drawing(piece.path):
            pieces.append(format_html('<img src="{}" alt="">', drawing))
        else:
            pieces.append(escape(filling.text(piece.path)))
    return _joined(pieces)


def _note(block: Note, filling: Filling, paper: Paper) -> SafeString:
    lines = [line for line in written(block.text, filling.text).splitlines() if line.strip()]
    if not lines:
        return NOTHING
    if block.place == "imprint":
        # No space between the tags: in a footnote it would stand as empty lines.
        inner = _paragraphs(lines)
        return format_html('<div class="{}" data-word="flush small">{}</div>', _class(paper, "imprint"), inner)
    role, word = ("foot", "foot") if block.place == "running" else ("text", "")
    return _paragraphs(lines, _class(paper, role), word)


_WRITTEN: dict[type, Callable[..., SafeString]] = {
    Head: _head, Title: _title, Addressee: _addressee, Heading: _heading, Paragraph: _paragraph, Listing: _list,
    Fields: _fields, Rows: _rows, Signature: _signature, Note: _note,
}  # fmt: skip


def _line(text: str, filling: Filling, name: str, word: str) -> SafeString:
    """One paragraph, nothing when there is nothing to say."""
    said = written(text, filling.text).strip()
    return format_html('<p class="{}" data-word="{}">{}</p>', name, word, said) if said else NOTHING


def _broken_lines(text: str, filling: Filling) -> SafeString:
    lines = written(text, filling.text).splitlines()
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))  # nosec B308 B703 -- our own


def _paragraphs(lines: "Iterator[str] | list[str]", name: str = "", word: str = "") -> SafeString:
    said = ((line.strip(),) for line in lines if line.strip())
    manner = format_html(' class="{}"', name) if name else NOTHING
    manner += format_html(' data-word="{}"', word) if word else NOTHING
    return format_html_join("", f"<p{manner}>{{}}</p>", said)


def _class(paper: Paper, role: str) -> str:
    return f"{paper.name}__{role}"


def _joined(parts: list[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
