"""An obligation as a definition: into the editor and back, checked, compared in words, exchanged in packs."""

import pytest

from forms.versions.publishing import NotPublishable
from tests.forms.records.conftest import packed
from workflows import packing
from workflows.obligations.builder import save_definition, schema_of
from workflows.obligations.check import check_obligation
from workflows.obligations.comparing import NAMES, differences
from workflows.obligations.models import Obligation
from workflows.obligations.publishing import publish
from workflows.obligations.schema import ObligationSchema
from workflows.schema import Rung

VISIT = ObligationSchema(
    key="monthly_visit", title={"zh-hans": "每月走访"}, records="child_file", form="home_visit", every="month",
    dated_by="visit_at", duty="village_committee", roles=("village_director",),
)  # fmt: skip
IN_HIGH_RISK = {"formula": "${record.child_file.risk} = 'high'"}


def shipped():
    return packing.read(packing.find("child-protection")).obligations


def with_(**changed):
    return ObligationSchema.model_validate({**VISIT.model_dump(), **changed})


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"when": IN_HIGH_RISK}, None),
        ({"records": "nowhere"}, "register_unknown"),
        ({"records": "home_visit"}, "register_unknown"),
        ({"form": "nowhere"}, "form_unknown"),
        ({"form": "child_file"}, "form_apart"),
        ({"every": ""}, "no_period"),
        ({"every": "", "expiry": "child_birth", "shown_days": 30}, "field_sealed"),
        ({"every": "", "expiry": "risk", "shown_days": 30}, "no_date"),
        ({"every": "", "expiry": "gone", "shown_days": 30}, "field_unknown"),
        ({"dated_by": "met"}, "no_date"),
        ({"dated_by": "gone"}, "field_unknown"),
        ({"every": "week", "grace_days": 7}, "too_long"),
        ({"shown_days": 28}, "too_long"),
        ({"until_age": 18, "born": "child_birth"}, None),
        ({"until_age": 18}, "age_unknown"),
        ({"born": "child_birth"}, "age_unknown"),
        ({"until_age": 18, "born": "child_name"}, "no_date"),
        ({"until_age": 18, "born": "gone"}, "field_unknown"),
        ({"duty": ""}, "duty_unknown"),
        ({"roles": ["king"]}, "role_unknown"),
        ({"duty": "police", "roles": []}, "nobody_answers"),
        ({"roles": ["township_worker"]}, "nobody_answers"),
        ({"who": "named", "through": "grade"}, "nobody_answers"),
        ({"who": "named", "through": "school", "roles": []}, "nobody_answers"),
        ({"who": "opener", "duty": ""}, None),
        ({"ladder": [{"side": "before", "days": 3, "tell": ["holder"]}]}, "unheard"),
        ({"ladder": [{"tell": ["holder"], "reassign": "leader"}]}, "rung_does_more"),
        ({"when": {"formula": "${record.child_file.child_name} = 'x'"}}, "field_sealed"),
        ({"when": {"formula": "${record.child_file.gone} = 'x'"}}, "field_unknown"),
        ({"when": {"formula": "${answers.risk} = 'high'"}}, "field_unknown"),
        ({"when": {"formula": "${record.child_file.risk} = 'enormous'"}}, "option_unknown"),
        ({"when": {"formula": "${"}}, "formula_wrong"),
    ],
)
def test_what_keeps_it_from_being_published_is_named(changed, code):
    found = {problem.code for problem in check_obligation(with_(**changed), forms=packed())}
    assert (code in found) if code else not found


def test_a_form_that_cannot_be_begun_at_a_record_is_no_duty():
    forms = {**packed(), "home_visit": packed()["home_visit"].model_copy(update={"at_records": False})}
    assert {problem.code for problem in check_obligation(VISIT, forms=forms)} == {"form_not_begun"}


@pytest.mark.django_db
def test_into_the_editor_and_back_nothing_is_lost():
    expiry = with_(every="", expiry="agreed_until", shown_days=30, days_before=3, when=IN_HIGH_RISK, working=True)
    for schema in (VISIT, expiry, *shipped()):
        assert schema_of(save_definition(schema, by=None)) == schema


@pytest.mark.django_db
def test_publishing_twice_makes_one_version_and_what_is_wrong_none(registry):
    obligation = save_definition(with_(when=IN_HIGH_RISK), by=None)
    version = publish(obligation, by=None)
    assert publish(obligation, by=None) == version
    assert version.schema.when is not None
    assert version.schema.when.tree
    assert Obligation.objects.get().began_on
    with pytest.raises(NotPublishable):
        publish(save_definition(with_(duty=""), by=None), by=None)
    assert obligation.versions.count() == 1


def test_two_versions_are_compared_in_sentences(settings):
    settings.LANGUAGE_CODE = "en"
    assert differences(VISIT, VISIT) == []
    new = with_(every="quarter", grace_days=5, when=IN_HIGH_RISK, ladder=[Rung(days=1, tell=("above",))])
    said = differences(VISIT, new)
    assert any("“Each month” became “Each quarter”" in one for one in said)
    assert len(said) == 3 + 3 + 1


def test_every_field_has_a_name():
    assert set(NAMES) == set(ObligationSchema.model_fields)


@pytest.mark.django_db
def test_a_pack_brings_obligations_and_takes_them_out_again(registry, tmp_path):
    from dataclasses import replace

    from forms.exchange.packs import read_definitions
    from workflows.exporting import export

    of_children = tuple(one for one in shipped() if one.records == "child_file")
    pack = packing.read(packing.find("child-protection"))
    pack = replace(pack, forms=(), workflows=(), letters=(), obligations=of_children)
    assert {str(change.definition.key) for change in packing.apply(pack)} == {"monthly_visit", "quarterly_update"}
    assert packing.apply(pack) == []
    export(tmp_path)
    names = ["obligations/monthly_visit.yaml", "obligations/quarterly_update.yaml"]
    assert tuple(read_definitions(ObligationSchema, tmp_path, names)) == pack.obligations
    # What the register says must fit.
    broken = replace(pack, obligations=(with_(dated_by="gone"),))
    assert packing.problems_of(broken) == [
        "monthly_visit: dated_by: " + str(check_obligation(with_(dated_by="gone"), forms=packed())[0].sentence)
    ]
