"""What is handed in can be found by names and numbers, by those who may, and by nobody once it is erased."""

from copy import deepcopy
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forms import builder, indexing, services
from forms.models import ReporterIdentity, Submission
from forms.schema import FormSchema
from portal.privacy import blindindex, sealing
from portal.privacy.blindindex import Kind
from portal.privacy.models import BlindToken
from portal.privacy.sealing import Unreadable
from tests.forms import sample

NAME, PHONE, ID = Kind.NAME, Kind.PHONE, Kind.ID_NUMBER


@pytest.fixture
def schema():
    """The sample report with names of persons and an ID number in it."""
    people, reporter = deepcopy(sample.PEOPLE), deepcopy(sample.REPORTER)
    people["items"][0]["columns"][0]["type"] = "person_name"
    for key, type_, sensitivity in (("child_id", "id_number", "sensitive"), ("office", "phone", "open")):
        label = {"zh-hans": "号码", "en": "Number"}
        people["items"].append({"kind": "field", "key": key, "type": type_, "label": label, "sensitivity": sensitivity})
    reporter["items"][0]["type"] = "person_name"
    return sample.schema(steps=[sample.ABOUT, people, reporter])


@pytest.fixture
def version(cast, schema):
    return services.publish(builder.save_definition(schema, by=cast.form_administrator), by=None)


ANSWERS = {
    **sample.ANSWERS,
    "guardians": [{"name": "林小远", "reached": False}, {"name": "阿依古丽·买买提", "reached": True}],
    "child_id": "11010519491231002X",
    "office": "0571-88886666",
}


def hand_in(version, answers, key="once"):
    draft, _ = services.start_draft(version, occasion=key, initial=answers)
    return services.submit(draft, by=None, idempotency_key=key).submission


@pytest.fixture
def submission(version):
    hand_in(
        version, {**sample.ANSWERS, "guardians": [], "reporter_name": "周老师", "reporter_phone": "13900000000"}, "a"
    )
    return hand_in(version, ANSWERS)


@pytest.mark.parametrize("kind_and_typed", [(NAME, "远林"), (NAME, "小远"), (NAME, "古丽"), (ID, "11010519491231002x")])
def test_a_report_is_found_by_what_its_sealed_answers_name(submission, kind_and_typed):
    assert list(Submission.objects.found_by(*kind_and_typed)) == [submission]


def test_who_reported_is_in_no_index(submission):
    assert not Submission.objects.found_by(NAME, "何老师").exists()
    assert not Submission.objects.found_by(PHONE, "13800000000").exists()
    assert not BlindToken.objects.filter(data_key__in=ReporterIdentity.objects.values("data_key")).exists()
    assert {field.partition(".")[0] for field in BlindToken.objects.values_list("field", flat=True)} == {"record"}


def test_an_index_of_reporters_from_before_is_forgotten(submission):
    before = set(BlindToken.objects.values_list("pk", flat=True))
    key = ReporterIdentity.objects.get(submission=submission).data_key
    for kind, typed in ((NAME, "何老师"), (PHONE, "13800000000"), (ID, "11010519491231002X")):
        blindindex.index(key, "reporter", kind, typed)
    import_module("forms.migrations.0017_no_index_of_who_reported").forget(apps, None)
    assert set(BlindToken.objects.values_list("pk", flat=True)) == before


def test_what_is_kept_in_clear_is_not_indexed(submission):
    assert not Submission.objects.found_by(PHONE, "0571-88886666").exists()
    assert "office" in submission.open_answers


def test_a_candidate_is_compared_with_what_was_typed(submission, schema):
    answers = submission.unsealed()
    assert indexing.fitting(schema, answers, NAME, "林远")
    assert not indexing.fitting(schema, answers, NAME, "林古")
    assert not indexing.fitting(schema, answers, NAME, "")
    assert indexing.fitting(schema, answers, ID, "11010519491231002x")
    assert not indexing.fitting(schema, answers, PHONE, "13800000000")


def test_indexing_costs_one_query(version, monkeypatch):
    hand_in(version, ANSWERS, "warm")
    with CaptureQueriesContext(connection) as indexed:
        hand_in(version, ANSWERS, "with")
    monkeypatch.setattr("forms.services.submitting.index_answers", lambda *_, **__: None)
    with CaptureQueriesContext(connection) as plain:
        hand_in(version, ANSWERS, "without")
    assert len(indexed) - len(plain) == 1


def test_a_report_that_names_nobody_costs_none(version, django_assert_num_queries):
    schema = version.schema
    key = sealing.new_key()
    parts = indexing.Compartments(sealed={"facts": "孩子独自在家"})
    with django_assert_num_queries(0):
        indexing.index_answers(schema, parts, key)


def test_erasing_the_reporter_leaves_the_report(submission):
    identity = ReporterIdentity.objects.get(submission=submission)
    sealing.erase(identity.data_key)
    with pytest.raises(Unreadable):
        ReporterIdentity.objects.get(pk=identity.pk).unsealed()
    assert list(Submission.objects.found_by(NAME, "林远")) == [submission]
    assert Submission.objects.get(pk=submission.pk).unsealed()["child_id"] == ANSWERS["child_id"]


def test_erasing_the_report_leaves_no_token_of_it(submission):
    sealing.erase(submission.data_key)
    assert not BlindToken.objects.filter(data_key=submission.data_key).exists()
    assert not Submission.objects.found_by(NAME, "林远").exists()
    with pytest.raises(Unreadable):
        Submission.objects.get(pk=submission.pk).unsealed()


def test_what_was_handed_in_before_there_was_an_index_is_found_after_one_command(submission):
    before = set(BlindToken.objects.values_list("field", "digest", "data_key"))
    BlindToken.objects.all().delete()
    erased = Submission.objects.exclude(pk=submission.pk).get()
    sealing.erase(erased.data_key)
    out = StringIO()
    call_command("index_submissions", stdout=out)

    assert out.getvalue() == "1 submissions are indexed, 1 were erased or do not open.\n"
    assert list(Submission.objects.found_by(NAME, "林远")) == [submission]
    after = set(BlindToken.objects.values_list("field", "digest", "data_key"))
    assert after <= before
    call_command("index_submissions", stdout=out)
    assert set(BlindToken.objects.values_list("field", "digest", "data_key")) == after


def test_the_number_of_an_identity_paper_is_what_it_is_found_by():
    schema = FormSchema.model_validate(
        {
            "key": "papers",
            "title": "证件",
            "steps": [
                {
                    "key": "one",
                    "title": "一",
                    "items": [
                        {
                            "kind": "field",
                            "key": "paper",
                            "type": "identity_paper",
                            "label": "证件",
                            "sensitivity": "personal",
                        }
                    ],
                }
            ],
        }
    )
    answers = {"paper": {"kind": "passport", "number": "E12345678"}}
    assert indexing.fitting(schema, answers, Kind.ID_NUMBER, "e 12345678") == ["E12345678"]
