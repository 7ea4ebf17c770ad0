"""A policy document of eight pages on official paper."""

import io
import time
from itertools import count
from statistics import median
from typing import Any

import psutil
from pypdf import PdfReader

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
    page, pages = _of_eight_pages()
    taken = []
    for number in range(TIMES):
        page.document_number = f"禾政发〔2026〕{number + 100}号"
        began = time.perf_counter()
        printed(page, page.outline)
        taken.append(time.perf_counter() - began)
    memory = psutil.Process(press.child_id).memory_full_info().pss / 1e6
    beside = f"{pages} pages, the median of {TIMES}"
    return [
        Figure("official paper of 8 pages, warm", median(taken) * 1000, "ms", most=250, beside=beside),
        Figure("memory of the process that prints it", memory, "MB", most=200),
    ]


def _of_eight_pages() -> tuple[Any, int]:
    """The first of ever longer documents that takes as many sheets when it is printed."""
    for size in count(1):
        page = import_document(read_document(Taken(of_pages(size)), source="eight pages")).page
        pages = len(PdfReader(io.BytesIO(printed(page, page.outline))).pages)
        if pages >= PAGES:
            return page, pages
    raise AssertionError
