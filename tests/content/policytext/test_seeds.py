"""Five real documents, where an installation has them. What is expected of them is in figures, never in their words."""

from collections import Counter
from datetime import date

import pytest

from content.policytext.document import leaves
from content.policytext.parse import parse
from tests.content.policytext.samples import SAMPLE, seeds

# number, date of issue, levels 1 / 2 / 3, leaves, addressees, allocations, clauses with an inferred number
EXPECTED = [
    ("阜政发〔2016〕57号", date(2016, 9, 22), (3, 10, 11), 18, 2, 32, 0),
    ("", None, (4, 12, 0), 13, 3, 0, 0),
    ("吉政发〔2016〕34号", date(2016, 9, 5), (3, 7, 12), 17, 4, 0, 0),
    ("博州政发〔2017〕21号", date(2017, 2, 15), (3, 8, 14), 19, 4, 14, 13),
    ("资府发〔2017〕25号", date(2017, 8, 7), (3, 12, 0), 12, 4, 0, 0),
]


def figures(text):
    document = parse(text)
    levels = Counter(clause.level for clause in document.clauses)
    return (
        document.document_number,
        document.issued_on,
        (levels[1], levels[2], levels[3]),
        len(leaves(document.clauses)),
        len(document.addressees),
        sum(len(clause.allocations) for clause in document.clauses),
        sum(clause.inferred for clause in document.clauses),
    )


def test_the_figures_of_the_sample_are_right():
    assert figures(SAMPLE) == ("禾政发〔2026〕12号", date(2026, 10, 15), (3, 7, 5), 10, 3, 10, 0)


@pytest.mark.skipif(len(seeds()) != 5, reason="the real documents are not on this machine")
@pytest.mark.parametrize("place", range(5))
def test_the_figures_of_a_real_document_are_right(place):
    assert figures(seeds()[place].read_text(encoding="utf-8")) == EXPECTED[place]
