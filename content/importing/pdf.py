"""From a PDF to lines as they stand on its pages, indents kept. A PDF of pictures is refused."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from content.importing.pdfpages import Line, pages_of
from content.importing.unreadable import Unreadable

# Fewer characters than this on a page, on average, is a page number on a picture.
_FEWEST = 12
_MOST_STRANGE = 0.05


def read(data: bytes) -> tuple[str, list[str]]:
    pages = list(pages_of(data))
    text = "".join(line for page in pages for line, _left, _em in page)
    written = [sum(len(line.strip()) for line, _left, _em in page) for page in pages]
    if sum(written) < _FEWEST * max(1, len(pages)):
        raise Unreadable(
            _(
                "The pages of this PDF are pictures: there is no text in them. "
                "Please send the file it was printed from, or have its text recognised (OCR) first."
            )
        )
    if sum(map(_is_strange, text)) > _MOST_STRANGE * len(text):
        raise Unreadable(
            _("The fonts of this PDF do not say which characters they show. Please send the file it was made from.")
        )
    return "\f".join("\n".join(_laid_out(page)) for page in pages), _warnings(written)


def _warnings(written: list[int]) -> list[str]:
    empty = [str(number) for number, count in enumerate(written, 1) if count == 0]
    return [_("No text was found on these pages: %(pages)s.") % {"pages": _(", ").join(empty)}] if empty else []


def _laid_out(page: list[Line]) -> Iterator[str]:
    """Each line with as many spaces before it as it stands columns inside the page; a Chinese character is two."""
    margin = min((left for text, left, _em in page if len(text.strip()) > _FEWEST), default=0.0)
    for text, left, em in page:
        yield " " * max(0, round((left - margin) / em * 2)) + text.strip()


def _is_strange(character: str) -> bool:
    return character in "\x00\ufffd\ufffe\uffff" or "\ue000" <= character <= "\uf8ff"
