"""Two versions of a letter compared, in sentences. Asks no database."""

from collections.abc import Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.words import spoken
from workflows.letters.blocks import PLACES, STYLES, LetterBlocks
from workflows.letters.models import Letter
from workflows.letters.models.definition import REVEALED
from workflows.letters.papers import PAPERS
from workflows.letters.schema import (
    Block,
    Fields,
    Heading,
    LetterSchema,
    Listing,
    Note,
    Paragraph,
    Rows,
    Shown,
    texts_of,
)

# Each field of the schema; one without a name fails a test.
NAMES: dict[str, str | Promise] = {
    "schema_version": gettext_lazy("version of the format"),
    "key": gettext_lazy("key"),
    **{
        field.name: field.verbose_name
        for field in Letter._meta.concrete_fields
        if field.name in LetterSchema.model_fields and field.name != "key"
    },
}
KINDS: dict[str, Any] = {name: block.label for name, block in LetterBlocks().child_blocks.items()}


def differences(old: LetterSchema, new: LetterSchema) -> list[str]:
    """None when both say the same. In the reader's language."""
    return list(_sentences(old, new))


def _sentences(old: LetterSchema, new: LetterSchema) -> Iterator[str]:
    for name, called in NAMES.items():
        before, after = _said(name, getattr(old, name)), _said(name, getattr(new, name))
        if name != "blocks" and before != after:
            yield _("%(what)s: “%(old)s” became “%(new)s”.") % {"what": called, "old": before, "new": after}
    was, now = [said_of(block) for block in old.blocks], [said_of(block) for block in new.blocks]
    yield from (_("No longer: %(what)s.") % {"what": said} for said in was if said not in now)
    yield from (_("Now also: %(what)s.") % {"what": said} for said in now if said not in was)
    kept = [said for said in was if said in now]
    if kept != [said for said in now if said in was]:
        yield _("The parts stand in another order.")


def said_of(block: Block) -> str:
    """A part in words: what it is, what it says, how and when it is shown."""
    return f"{KINDS[block.kind]} “{'; '.join(_words_of(block))}”"


def _words_of(block: Block) -> Iterator[str]:
    yield " / ".join(texts_of(block) or _keys(block))
    if isinstance(block, Paragraph) and block.style != "plain":
        yield str(dict(STYLES)[block.style])
    if isinstance(block, Paragraph) and block.each:
        yield _("once for each row of “%(table)s”") % {"table": block.each}
    if isinstance(block, Note):
        yield str(dict(PLACES)[block.place])
    if isinstance(block, Heading) and block.new_page:
        yield _("on a new page")
    if isinstance(block, Rows) and block.numbered:
        yield _("with numbers")
    parts: tuple[Shown, ...] = (block, *(block.lines if isinstance(block, Listing) else ()))
    for part in parts:
        if part.shown_when:
            yield _("when %(rule)s") % {"rule": part.shown_when.formula}


def _keys(block: Block) -> tuple[str, ...]:
    if isinstance(block, Fields):
        return block.fields
    return (block.table, *block.columns) if isinstance(block, Rows) else ()


def _said(name: str, value: Any) -> str:
    if isinstance(value, dict):
        return spoken(value)
    if name == "paper":
        return str(PAPERS[value].title)
    if name == "reveals":
        return "、".join(str(REVEALED[one]) for one in value)
    return str(value) if value else "–"
