"""Documents of our own, as they are and as they may reach an office."""

import pytest

from content.policytext.parse import parse
from tests.content.policytext.documents import WRITTEN
from tests.content.policytext.samples import SAMPLE, VARIATIONS, without_one_number

SOUND = ["words for duties", "labels on lines of their own", "implied place"]


@pytest.fixture(params=WRITTEN.values(), ids=WRITTEN.keys())
def written(request):
    return request.param


def rows(document, *, printed):
    return {
        clause.id: [
            (" ".join(row.leads), " ".join(row.cooperating)) for row in clause.allocations if row.printed == printed
        ]
        for clause in document.clauses
        if any(row.printed == printed for row in clause.allocations)
    }


def ids(document):
    return " ".join(clause.id for clause in document.clauses)


def test_what_identifies_the_document_is_read(written):
    document = parse(written.text)
    assert document.title == written.title
    assert document.document_number == written.number
    assert document.issuer == written.issuer
    assert (document.issued_on.isoformat() if document.issued_on else "") == written.issued_on
    assert len(document.warnings) == written.warnings


def test_every_clause_and_every_printed_unit_is_read(written):
    document = parse(written.text)
    assert ids(document) == written.ids
    assert rows(document, printed=True) == written.rows
    assert " ".join(clause.id for clause in document.clauses if clause.inferred) == written.inferred


def test_what_is_not_printed_is_only_proposed(written):
    proposed = rows(parse(written.text), printed=False)
    assert {name: [leads for leads, _cooperating in found] for name, found in proposed.items()} == written.proposed


@pytest.mark.parametrize("vary", VARIATIONS.values(), ids=VARIATIONS.keys())
def test_it_has_the_same_clauses_and_units_however_it_was_typed(written, vary):
    document = parse(vary(written.text))
    assert document.title == written.title
    assert document.document_number == written.number
    assert ids(document) == written.ids
    assert plain(rows(document, printed=True)) == plain(written.rows)


@pytest.mark.parametrize("text", [SAMPLE, *(WRITTEN[name].text for name in SOUND)], ids=["sample", *SOUND])
def test_any_one_number_may_be_lost(text):
    whole = parse(text)
    for shorter in without_one_number(text):
        document = parse(shorter)
        assert ids(document) == ids(whole)
        assert rows(document, printed=True) == rows(whole, printed=True)
        assert sum(clause.inferred for clause in document.clauses) == 1


def plain(found):
    return str(found).replace("（", "(").replace("）", ")")
