"""What was handed in stays as it was; what it should read stands beside it, is found, and goes with it."""

from io import StringIO

import pytest
from django.core.management import call_command

from forms import presentation, reading, services
from forms.models import Correction, Submission
from forms.places import Place, places
from portal.access.models import Access
from portal.privacy.blindindex import Kind
from portal.privacy.models import BlindToken
from portal.privacy.sealing import Unreadable
from tests.forms.test_indexing import ANSWERS, hand_in, schema, version

__all__ = ["schema", "version"]

CELL = Place("guardians", 1, "name")


@pytest.fixture
def submission(version):
    return hand_in(version, ANSWERS)


def correct(submission, cast, place=CELL, value="林晓远", **changes):
    note = {"ground": "户口簿记载不同", "asked_by": "母亲", **changes}
    posts = {"proposed_by": cast.post("east_civil_affairs"), "by": cast.post("form_administrator")}
    return services.correct(submission, place, value, **note, **posts)


def opened(submission, cast, *sensitivities):
    submission = Submission.objects.get(pk=submission.pk)
    wanted = set(sensitivities or ("open", "personal", "sensitive"))
    return reading.opened(submission, by=cast.post("east_police"), sensitivities=wanted, purpose="1")


def test_the_original_stays_and_the_note_says_what_why_for_whom_and_by_whom(submission, cast):
    correct(submission, cast)

    found = opened(submission, cast)

    assert found.answers["guardians"][0]["name"] == "林小远"
    [note] = found.corrections
    assert (note.value, note.ground, note.asked_by, note.place) == ("林晓远", "户口簿记载不同", "母亲", CELL)
    assert note.note.decided_by == cast.post("form_administrator")
    assert found.corrected()["guardians"][0] == {"name": "林晓远", "reached": False}
    assert found.corrected()["guardians"][1] == ANSWERS["guardians"][1]


def test_no_word_of_it_lies_in_the_database_in_clear(submission, cast):
    correct(submission, cast)

    sealed = bytes(Correction.objects.values_list("sealed_note", flat=True).get())
    assert not any(word.encode() in sealed for word in ("林晓远", "户口簿", "母亲"))


def test_it_stands_beside_the_answer_and_beside_no_other(submission, cast):
    correct(submission, cast)
    correct(submission, cast, Place("child_id"), "110105194912310038")

    found = opened(submission, cast)
    shown = presentation.present(found.schema, found.answers, language="zh-hans", corrections=found.corrections)

    every = [row for section in shown for row in section.rows]
    rows = {row.label: row for row in every}
    assert [one.text for one in rows["监护人 1"].corrections] == ["姓名：林晓远"]
    assert rows["监护人 2"].corrections == ()
    assert [one.decided_by for one in rows["监护人 1"].corrections] == ["禾川市 portal_office"]
    assert sum(len(row.corrections) for row in every) == 2


def test_what_nobody_answered_can_be_completed(submission, cast):
    assert "days" not in opened(submission, cast).answers
    correct(submission, cast, Place("days"), 12)

    found = opened(submission, cast)
    shown = presentation.present(found.schema, found.answers, language="en", corrections=found.corrections)

    [row] = [row for section in shown for row in section.rows if row.label == "Days"]
    assert (row.text, row.corrections[0].text) == ("", "12")


def test_who_may_not_read_the_answer_reads_no_correction_of_it(submission, cast):
    correct(submission, cast)
    correct(submission, cast, Place("reporter_name"), "何老师")

    assert opened(submission, cast, "open").corrections == ()
    assert not Access.objects.filter(object_id=str(submission.pk)).exists()
    assert [note.value for note in opened(submission, cast, "reporter").corrections] == ["何老师"]


def test_the_correction_of_an_open_answer_is_read_on_record_because_it_says_who_asked(submission, cast):
    correct(submission, cast, Place("office"), "0571-88886667")

    assert opened(submission, cast, "open").corrections[0].value == "0571-88886667"
    assert Access.objects.filter(object_id=str(submission.pk), action="read").count() == 1


@pytest.mark.parametrize("typed", ["林小远", "林晓远"])
def test_a_search_finds_what_was_handed_in_and_what_it_should_read(submission, cast, typed):
    correct(submission, cast)

    assert list(Submission.objects.found_by(Kind.NAME, typed)) == [submission]
    assert opened(submission, cast).fitting(Kind.NAME, typed) == [typed]


def test_a_corrected_reporter_is_in_no_index(version, cast):
    submission = hand_in(version, {**ANSWERS, "reporter_name": "周老师"})
    before = set(BlindToken.objects.values_list("pk", flat=True))
    correct(submission, cast, Place("reporter_name"), "邹老师")
    call_command("index_submissions", stdout=StringIO())

    assert set(BlindToken.objects.values_list("pk", flat=True)) == before


def test_the_index_that_is_written_anew_knows_corrections(submission, cast):
    correct(submission, cast)
    BlindToken.objects.all().delete()
    call_command("index_submissions", stdout=StringIO())

    assert Submission.objects.found_by(Kind.NAME, "林晓远").exists()


def test_erasing_the_submission_erases_its_corrections_and_nothing_can_be_corrected_any_more(submission, cast):
    correct(submission, cast)
    services.erase_submission(submission, for_statistics=True)

    submission = Submission.objects.get(pk=submission.pk)
    assert not Correction.objects.exists()
    assert not Submission.objects.found_by(Kind.NAME, "林晓远").exists()
    with pytest.raises(Unreadable):
        correct(submission, cast)


def test_a_note_under_another_key_would_outlive_the_answer(submission, cast):
    """The broken twin: what erasing rests on is that the note has the key of the answer."""
    note = correct(submission, cast)
    assert note.unsealed(submission.data_key)["value"] == "林晓远"
    with pytest.raises(Unreadable):
        note.unsealed(hand_in(submission.version, ANSWERS, key="another").data_key)


def test_a_correction_is_written_once(submission, cast):
    note = correct(submission, cast)
    for change in (note.save, note.delete, Correction.objects.all().delete):
        with pytest.raises(TypeError):
            change()


@pytest.mark.parametrize("place", [Place("facts"), Place("guardians", 2, "reached")])
def test_a_place_is_written_and_read(place):
    assert Place.read(str(place)) == place


@pytest.mark.parametrize(
    "written", ["guardians.", "guardians.0.name", "guardians.x.name", "guardians.1", "guardians.1."]
)
def test_what_is_no_place_is_refused(written):
    with pytest.raises(ValueError, match="guardians"):
        Place.read(written)


@pytest.mark.parametrize(
    "place", [Place("nothing"), Place("guardians"), Place("facts", 1, "name"), Place("guardians", 1, "x")]
)
def test_what_the_form_does_not_ask_has_no_place(schema, place):
    with pytest.raises(KeyError):
        place.question(schema)


def test_every_question_and_every_cell_of_the_rows_that_are_there_has_a_place(schema):
    found = list(map(str, places(schema, ANSWERS)))
    assert found.count("facts") == 1
    assert [place for place in found if place.startswith("guardians")] == [
        f"guardians.{row}.{column}" for row in (1, 2) for column in ("name", "reached")
    ]


def test_a_row_that_is_not_there_is_neither_read_nor_written():
    answers = {"guardians": [{"name": "甲"}]}
    Place("guardians", 2, "name").put(answers, "乙")
    assert answers == {"guardians": [{"name": "甲"}]}
    assert Place("guardians", 2, "name").answer(answers) is None
