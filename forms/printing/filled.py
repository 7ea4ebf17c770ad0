"""A form as it was handed in: the answers, tables as tables, signatures as they were drawn, what was attached."""

from base64 import b64encode
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone, translation

from forms import layouts, signing
from forms.models import StoredFile, Submission
from forms.presentation import Row, Section, present
from forms.printing.attachments import attachments
from forms.reading import Opened
from forms.schema import FormSchema, Question
from forms.signing import Signed
from portal import pdf
from portal.directory.models import Post
from portal.words import say

# The sheet that signatures are drawn on, and the signs that a drawing is written with.
SHEET = (600, 200)
STROKES = frozenset("ML0123456789 ")


@dataclass(frozen=True)
class Line:
    """One answer on paper; `drawing` is a picture as a `data:` address, `attached` counts its files."""

    row: Row
    drawing: str = ""
    attached: int = 0
    # Of a signature.
    signed: Signed | None = None


@dataclass(frozen=True)
class Part:
    title: str
    lines: tuple[Line, ...]


def print_filled(
    submission: Submission,
    opened: Opened,
    *,
    stored: Iterable[StoredFile],
    by: Post,
    language: str,
    render: Callable[..., bytes] | None = None,
) -> bytes:
    """The answers that were opened and the files among `stored`, as PDF, or as `render` makes it (portal.docx.render).

    Raises pdf.PrintFailed.

    Whoever calls has asked the policy what `by` may read, and logged that it is read.
    """
    with translation.override(language):
        given = context(submission, opened, stored=stored, by=by, language=language)
    return (render or pdf.render)(layouts.registry[opened.schema.layout].filled, given, language=language)


def context(
    submission: Submission, opened: Opened, *, stored: Iterable[StoredFile], by: Post, language: str
) -> dict[str, Any]:
    """`form`, `title`, `submission`, `version`, `answers` (by field key), `parts` (of Part), `papers` (of Attachment),
    `printed_by`, `printed_at`, `language`.
    """
    schema = opened.schema
    papers = attachments(stored, schema, language=language)
    sections = present(schema, opened.answers, language=language, corrections=opened.corrections, grids=True)
    signatures = signatures_in(schema) & opened.answers.keys()
    signed = signing.verify(submission) if signatures else {}
    return {
        "form": schema,
        "title": say(schema.title, language),
        "submission": submission,
        "version": submission.version,
        "answers": opened.answers,
        "parts": [_part(section, opened, signatures, signed) for section in sections],
        "papers": papers,
        "printed_by": by,
        "printed_at": timezone.localtime(),
        "language": language,
    }


def signatures_in(schema: FormSchema) -> set[str]:
    """Their field keys."""
    return {item.key for item in schema.fields() if isinstance(item, Question) and item.type == "signature"}


def _part(section: Section, opened: Opened, signatures: Collection[str], signed: Mapping[str, Signed]) -> Part:
    lines = (
        Line(
            row,
            drawing_of(opened.answers[row.key]) if row.key in signatures else "",
            len(row.files),
            signed.get(row.key),
        )
        for row in section.rows
    )
    return Part(section.title, tuple(lines))


def drawing_of(signature: Any) -> str:
    """A picture of a signature that was drawn; "" for one that was typed, or whose lines are not lines."""
    strokes = signature.get("drawing") if isinstance(signature, dict) else None
    if not isinstance(strokes, str) or not strokes or not STROKES.issuperset(strokes):
        return ""
    width, height = SHEET
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<path d="{strokes}" fill="none" stroke="#111" stroke-width="4" stroke-linecap="round"'
        ' stroke-linejoin="round"/></svg>'
    )
    return f"data:image/svg+xml;base64,{b64encode(picture.encode()).decode()}"
