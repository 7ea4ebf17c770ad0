"""A published letter as data: what stands on the paper, part below part.

Texts are plain. In them `${form.key}` stands for an answer, `${row.key}` for a cell of the row that is being written,
and the names in `workflows.letters.names` for what the case knows; what stands in `[[ ]]` falls away when something
that is named in it is empty. Rules are expressions over the same names.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from forms.schema import Definition, Key, Part, Rule

Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Optional = Annotated[str, StringConstraints(max_length=4000)]
# Never who reported.
Revealed = Literal["open", "personal", "sensitive"]


class Shown(Part):
    """Something that stands there only when the rule holds."""

    shown_when: Rule | None = None


class Head(Shown):
    kind: Literal["head"]
    sender: Optional = ""
    number: Optional = ""


class Title(Shown):
    kind: Literal["title"]
    text: Text


class Addressee(Shown):
    kind: Literal["addressee"]
    text: Text


class Heading(Shown):
    kind: Literal["heading"]
    text: Text
    new_page: bool = False


class Paragraph(Shown):
    """Each line of it, and of an answer in it, is a paragraph of its own. With `each` it is written for every row of
    that table of the form."""

    kind: Literal["paragraph"]
    text: Text
    style: Literal["plain", "flush", "strong", "large", "small"] = "plain"
    each: Key | Literal[""] = ""


class Line(Shown):
    text: Text


class Listing(Shown):
    kind: Literal["list"]
    lines: Annotated[tuple[Line, ...], Field(min_length=1)]


class Fields(Shown):
    """Answers with the labels of their questions; a table with a line for each of its rows."""

    kind: Literal["fields"]
    fields: Annotated[tuple[Key, ...], Field(min_length=1)]


class Rows(Shown):
    """A table of the form as a table. No columns: all of them."""

    kind: Literal["rows"]
    table: Key
    columns: tuple[Key, ...] = ()
    numbered: bool = True


class Signature(Shown):
    """A drawn signature that a line names stands there as it was drawn."""

    kind: Literal["signature"]
    text: Text


class Note(Shown):
    """What stands beside the text: what is enclosed, the imprint at the foot of the last page, the head of each page
    of a court paper."""

    kind: Literal["note"]
    text: Text
    place: Literal["enclosure", "imprint", "running"] = "enclosure"


Block = Annotated[
    Head | Title | Addressee | Heading | Paragraph | Listing | Fields | Rows | Signature | Note,
    Field(discriminator="kind"),
]


class LetterSchema(Definition):
    # Whose answers it is written from.
    form: Key
    paper: Literal["official", "court", "certificate"] = "official"
    # A table of the form: one letter for each of its rows.
    each: Key | Literal[""] = ""
    # Of which protection answers may stand in it.
    reveals: tuple[Revealed, ...] = ("open", "personal")
    blocks: tuple[Block, ...]

    def passages(self) -> Iterator[tuple[str, str, str]]:
        """Every text with its place and the table whose rows it is written for."""
        for number, block in enumerate(self.blocks, start=1):
            place = f"{number} {block.kind}"
            for text in texts_of(block):
                yield place, text, (block.each if isinstance(block, Paragraph) and block.each else self.each)

    def rules(self) -> Iterator[tuple[str, Rule, str]]:
        """Every rule, in the same way."""
        for number, block in enumerate(self.blocks, start=1):
            place = f"{number} {block.kind}"
            table = block.each if isinstance(block, Paragraph) and block.each else self.each
            parts: tuple[Shown, ...] = (block, *(block.lines if isinstance(block, Listing) else ()))
            yield from ((place, part.shown_when, table) for part in parts if part.shown_when)


def texts_of(block: Block) -> tuple[str, ...]:
    """What its author wrote in it, without what is empty; each line of a signature stands for itself."""
    if isinstance(block, Head):
        return tuple(filter(None, (block.sender, block.number)))
    if isinstance(block, Signature):
        return tuple(filter(None, block.text.splitlines()))
    if isinstance(block, Listing):
        return tuple(line.text for line in block.lines)
    return (block.text,) if not isinstance(block, Fields | Rows) else ()
