"""Five real documents, where an installation has them. What is expected of them is in numbers and names of units,
never in their words: `expected/` was written by reading them.
"""

import json
from pathlib import Path

import pytest

from content.policytext.parse import parse
from tests.content.policytext.samples import VARIATIONS, seeds, without_one_number

EXPECTED = [
    json.loads(path.read_text(encoding="utf-8")) for path in sorted(Path(__file__).parent.glob("expected/*.json"))
]
HERE = pytest.mark.skipif(len(seeds()) != 5, reason="the real documents are not on this machine")
# These cut lines that the paper has cut already, or the labels of a web page.
UNFIT = {"wrapped lines", "page breaks", "running header", "page breaks and full-width digits"}


def found(text):
    document = parse(text)
    with_rows = {
        kind: {
            clause.id: [row for row in clause.allocations if row.printed == printed]
            for clause in document.clauses
            if any(row.printed == printed for row in clause.allocations)
        }
        for kind, printed in (("printed", True), ("proposed", False))
    }
    return {
        "document_number": document.document_number,
        "issuer": document.issuer,
        "issued_on": document.issued_on and document.issued_on.isoformat(),
        "published_on": document.published_on and document.published_on.isoformat(),
        "index_number": document.index_number,
        "addressees": list(document.addressees),
        "cites": list(document.cites),
        "disclosure": document.disclosure,
        "status": document.status,
        "attachments": len(document.attachments),
        "members": [len(annex.members) for annex in document.annexes],
        "ids": [clause.id for clause in document.clauses],
        "inferred": [clause.id for clause in document.clauses if clause.inferred],
        "printed": {
            name: [[list(row.leads), list(row.cooperating)] for row in rows]
            for name, rows in with_rows["printed"].items()
        },
        "proposed": {name: [list(row.leads) for row in rows] for name, rows in with_rows["proposed"].items()},
    }


def structure(facts):
    return [facts["ids"], facts["printed"]]


def test_what_is_expected_has_the_size_of_the_documents():
    assert [len(expected["ids"]) for expected in EXPECTED] == [24, 16, 22, 25, 15]
    assert [sum(map(len, expected["printed"].values())) for expected in EXPECTED] == [32, 0, 0, 14, 0]


@HERE
@pytest.mark.parametrize("place", range(5))
def test_a_real_document_is_read_as_a_person_reads_it(place):
    assert found(seeds()[place].read_text(encoding="utf-8")) == EXPECTED[place]


@HERE
@pytest.mark.parametrize("name", sorted(VARIATIONS.keys() - UNFIT))
@pytest.mark.parametrize("place", range(5))
def test_a_real_document_has_the_same_clauses_and_units_however_it_was_typed(place, name):
    text = seeds()[place].read_text(encoding="utf-8")
    assert structure(found(VARIATIONS[name](text))) == structure(EXPECTED[place])


@HERE
@pytest.mark.parametrize("place", range(5))
def test_any_one_number_of_a_real_document_may_be_lost(place):
    text = seeds()[place].read_text(encoding="utf-8")
    for shorter in without_one_number(text):
        facts = found(shorter)
        assert structure(facts) == structure(EXPECTED[place])
        assert len(facts["inferred"]) == len(EXPECTED[place]["inferred"]) + 1
