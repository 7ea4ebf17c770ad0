"""The answers of a form as rows: all versions together, masked by right."""

from datetime import date

from forms.columns import MASKED, Tables, rows_of
from tests.forms import sample

ALL = {"open", "personal", "sensitive"}


def field(key, kind="text", **more):
    return {"kind": "field", "key": key, "type": kind, "label": {"en": key.upper()}, **more}


def form(*items):
    return sample.schema(steps=[{"key": "s", "title": {"en": "S"}, "items": list(items)}], place=None)


def rows(tables, schema, answers, allowed=ALL, sheet=0):
    return list(rows_of(tables, tables.sheets[sheet], schema, answers, allowed, "en"))


def test_who_reported_has_no_column():
    labels = [label for sheet in Tables.of([sample.schema()], language="en").sheets for label in sheet.labels.values()]
    assert "Situation" in labels
    assert "Your name" not in labels
    assert "Telephone" not in labels


def test_a_table_has_a_sheet_of_its_own_with_its_rows():
    schema = sample.schema()
    tables = Tables.of([schema], language="en")

    assert [sheet.title for sheet in tables.sheets] == ["Sample report", "Guardians"]
    assert rows(tables, schema, sample.ANSWERS, sheet=1) == [["林远", False]]


def test_versions_with_other_questions_stand_in_one_sheet():
    old = form(field("gone"), field("kept"))
    new = form(field("kept"), field("added", "date"))
    tables = Tables.of([new, old], language="en")

    assert list(tables.sheets[0].labels.values()) == ["KEPT", "ADDED", "GONE"]
    assert rows(tables, old, {"gone": "a", "kept": "b"}) == [["b", None, "a"]]
    assert rows(tables, new, {"kept": "b", "added": "2026-11-22"}) == [["b", date(2026, 11, 22), None]]


def test_a_question_that_was_about_the_reporter_in_one_version_is_not_told_from_there():
    old, new = form(field("name", sensitivity="reporter")), form(field("name"))
    tables = Tables.of([new, old], language="en")

    assert rows(tables, old, {"name": "secret"}) == [[None]]


def test_a_question_that_became_sensitive_is_masked_by_its_own_version():
    old, new = form(field("q")), form(field("q", sensitivity="sensitive"))
    tables = Tables.of([new, old], language="en")

    assert rows(tables, old, {"q": "x"}, {"open"}) == [["x"]]
    assert rows(tables, new, {"q": "x"}, {"open"}) == [[MASKED]]


def test_what_may_not_be_read_is_masked_whether_it_was_answered_or_not():
    schema = form(field("q", sensitivity="personal"))
    tables = Tables.of([schema], language="en")
    assert rows(tables, schema, {"q": "x"}, {"open"}) == rows(tables, schema, {}, {"open"}) == [[MASKED]]


def test_a_table_that_may_not_be_read_does_not_tell_how_many_rows_it_has():
    schema = sample.schema()
    tables = Tables.of([schema], language="en")
    two = {"guardians": [{"name": "a"}, {"name": "b"}]}
    assert rows(tables, schema, two, {"open"}, sheet=1) == rows(tables, schema, {}, {"open"}, sheet=1)
    assert rows(tables, schema, two, {"open"}, sheet=1) == [[MASKED, MASKED]]


def test_no_answer_is_a_formula():
    schema = form(field("q"))
    [[cell]] = rows(Tables.of([schema], language="en"), schema, {"q": "=1+1"})
    assert not str(cell).startswith("=")
