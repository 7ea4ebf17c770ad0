"""A policy document of eight pages on official paper."""

import time
from statistics import median

import psutil

from content.importing.documents import read_document
from content.importing.files import Taken
from content.importing.pages import import_document
from content.papers.printing import printed
from portal.pdf.press import press
from tests.benchmarks.documents import of_pages
from tests.benchmarks.measuring import Subject
from tests.benchmarks.report import Figure

PAGES = 8
TIMES = 7


def official_paper(subject: Subject) -> list[Figure]:
    """Printed by a process that has printed before, each time with other words; and the most memory it took."""
    page = import_document(read_document(Taken(of_pages(PAGES)), source="eight pages")).page
    taken = []
    for number in range(TIMES + 1):
        page.document_number = f"禾政发〔2026〕{number + 100}号"
        began = time.perf_counter()
        printed(page, page.outline)
        taken.append(time.perf_counter() - began)
    memory = psutil.Process(press.child_id).memory_full_info().pss / 1e6
    return [
        Figure("official paper of 8 pages, warm", median(taken[1:]) * 1000, "ms", most=250, beside="the median of 7"),
        Figure("memory of the process that prints it", memory, "MB", most=200),
    ]
