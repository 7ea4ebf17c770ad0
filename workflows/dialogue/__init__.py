"""Two-way dialogue between the office in charge and who reported, who stays unknown: the receipt code is all it needs.

Texts are sealed with the report, files come in as files of forms do; each reading is on record.
"""

from workflows.dialogue.reading import Said, asked, count_unread, file_of, thread
from workflows.dialogue.waiting import cases_with_answers
from workflows.dialogue.writing import (
    LONGEST,
    MOST_WAITING,
    Sent,
    ask,
    closed_because,
    seen_by_office,
    seen_by_reporter,
    write,
)

__all__ = [
    "LONGEST",
    "MOST_WAITING",
    "Said",
    "Sent",
    "ask",
    "asked",
    "cases_with_answers",
    "closed_because",
    "count_unread",
    "file_of",
    "seen_by_office",
    "seen_by_reporter",
    "thread",
    "write",
]
