"""Answers named in texts, which are not put into texts here."""

import re

from django.utils.translation import gettext as _

from forms.exchange.xlsform.findings import Findings
from forms.exchange.xlsform.formulas import Formulas
from forms.exchange.xlsform.outline import Element
from portal.words import say

_REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?([^}]*?)\s*\}")
# How our own export writes `${`, which pyxform would look up.
OPENING = "＄{"


def with_names(
    words: dict[str, str], element: Element, column: tuple[str, ...], formulas: Formulas, findings: Findings
) -> dict[str, str]:
    """The words with the label of a question where they refer to its answer."""
    found = {}
    for language, text in words.items():
        plain = _REFERENCE.sub(lambda match, one=language: _label(match[1], element, formulas, one), text)  # type: ignore[misc]
        if plain != text:
            place = next((at for _one, said, at in element.row.in_languages(*column) if "${" in said), element.row.at())
            findings.changed(place, _("Answers are not put into texts here; the name of the question stands there."))
        found[language] = plain
    return as_meant(found)


def as_meant(words: dict[str, str]) -> dict[str, str]:
    """What our own export wrote, as it was before."""
    return {language: text.replace(OPENING, "${") for language, text in words.items()}


def _label(name: str, element: Element, formulas: Formulas, language: str) -> str:
    meant = formulas.naming.element(name, element.table)
    label = say(formulas.languages.words(meant.row, "label"), language) if meant else ""
    return f"“{_REFERENCE.sub('…', label) or name}”"
