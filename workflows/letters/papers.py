"""The sheets that a letter is printed on. Keys are stored in published letters and never change."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Paper:
    """`sheet` is one of portal.pdf; its classes begin with `name`."""

    title: Promise
    sheet: str
    name: str
    # What Word is told of everything on it.
    word: str = ""
    needs_signature: bool = False


PAPERS = {
    "official": Paper(_("Official letter (GB/T 9704)"), "official-letter.css", "letter"),
    "court": Paper(_("Paper for a court"), "court-paper.css", "court", needs_signature=True),
    "certificate": Paper(_("Certificate, across"), "certificate.css", "certificate", word="center"),
}
