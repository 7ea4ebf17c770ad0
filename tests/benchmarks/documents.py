"""Taking in a document of twenty pages: from the file to the draft of its page."""

import re
import time
from collections.abc import Callable
from statistics import median

from content.importing.documents import read_document
from content.importing.files import read_bytes
from content.importing.pages import import_document
from content.policytext.characters import as_numeral
from tests.benchmarks.measuring import Subject
from tests.benchmarks.report import Figure
from tests.content import papers
from tests.content.policytext.samples import SAMPLE

PAGES = 20
# Of official papers: 22 lines of 28 characters.
CHARACTERS_A_PAGE = 22 * 28
TIMES = 5


def taking_in(subject: Subject) -> list[Figure]:
    """The median of five; the second and later ones bring the page of the first up to date."""
    text = of_pages(PAGES)
    forms: dict[str, Callable[[str], bytes]] = {"text": str.encode, "Word": papers.as_word, "PDF": papers.as_pdf}
    return [Figure(f"20 pages taken in from {name}", _seconds(make(text)), "s", most=1) for name, make in forms.items()]


def of_pages(pages: int) -> str:
    """The sample, its second part again and again under new numbers."""
    before, part, after = re.split(r"^(?=[二三]、)", SAMPLE, flags=re.MULTILINE)
    times = -(-pages * CHARACTERS_A_PAGE // len(part))
    parts = [re.sub(r"^二、", f"{as_numeral(number)}、", part) for number in range(2, times + 2)]
    return before + "".join(parts) + re.sub(r"^三、", f"{as_numeral(times + 2)}、", after)


def _seconds(data: bytes) -> float:
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        import_document(read_document(read_bytes(data), source="twenty pages"))
        taken.append(time.perf_counter() - began)
    return median(taken)
