"""A volunteer and a social organisation from their registration to the register, and looked at again each year."""

from datetime import date, datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from forms import services as forms
from forms.fieldtypes.lookups import asking_as
from forms.models import Form, Record
from portal.access.refusal import Refused
from tests.cast import EAST_TOWN, EAST_VILLAGE
from tests.shipped import publish_part
from workflows import services
from workflows.models import Case
from workflows.obligations import builder as obligation_builder
from workflows.obligations import publishing, sweeping
from workflows.obligations.models import Obligation, Owed
from workflows.prefill import initial_answers

pytestmark = pytest.mark.django_db

APPLICANT, REVIEWER = "east_teacher", "east_civil_affairs"
FORMS = ("approval", "volunteer_org", "volunteer_file", "volunteer_recheck")
VOLUNTEER = {
    "kind": "volunteer", "name": "黎青禾", "place": EAST_VILLAGE, "phone": "13900000001", "birth": "1990-05-03",
    "idno": "990121199005030012", "volunteer_group": "teacher", "skills": ["homework"], "times": ["weekend"],
    "agrees_to_query": True,
}  # fmt: skip
ORGANISATION = {
    "kind": "organisation", "name": "暖阳社工服务中心", "place": EAST_TOWN, "phone": "13900000002",
    "credit_code": "51990121MJD0000013", "organisation_kind": "social_work", "registered_with": "县民政局",
    "head_name": "丁暖", "services": ["counselling"], "skills": ["mind"], "times": ["after_school"],
    "agrees_to_query": True,
}  # fmt: skip
TODAY = timezone.localdate()
QUERY = {
    "queried_on": TODAY.isoformat(), "query_result": "nothing", "standing": "active",
    "valid_until": (TODAY + timedelta(days=360)).isoformat(),
}  # fmt: skip
SIGNED = {"leader_signature": {"name": "审批人", "signed_at": "2026-11-22T09:00:00+08:00"}}


@pytest.fixture(autouse=True)
def published(cast):
    pack = publish_part(FORMS, "volunteers")
    [yearly] = [one for one in pack.obligations if one.records == "volunteer_file"]
    obligation = obligation_builder.save_definition(yearly, by=None)
    publishing.publish(obligation, by=None)
    assert Obligation.objects.get().live


@pytest.fixture
def apply(cast):
    def make(answers):
        post = cast.post(APPLICANT)
        version = Form.objects.get(key="volunteer_org").current_version
        draft, _token = forms.start_draft(version, occasion="page:1", post=post, initial=answers)
        receipt = forms.submit(draft, by=post, idempotency_key=str(draft.pk))
        return Case.objects.get(case_submissions__submission=receipt.submission)

    return make


@pytest.fixture
def finish(cast):
    def make(case, key, way, *, by=REVIEWER, **answers):
        task, post = Case.objects.get(pk=case.pk).tasks.open().get(key=key), cast.post(by)
        version = Form.objects.get(key=task.type.form).current_version
        known = initial_answers(task, version.schema, by=post).answers
        initial = {**known, **answers}
        draft, _token = forms.start_draft(version, occasion=services.occasion_of(task.pk), post=post, initial=initial)
        services.complete_task(task, way, by=post, draft=draft)
        return known

    return make


@pytest.fixture
def registered(apply, finish):
    def make(answers=VOLUNTEER):
        case = apply(answers)
        finish(case, "review", "agree", result="approved", **SIGNED)
        assert not Record.objects.filter(form__key="volunteer_file").exists()
        known = finish(case, "register", "enter", **QUERY)
        case.refresh_from_db()
        return case, known, Record.objects.get(form__key="volunteer_file")

    return make


@pytest.mark.parametrize("answers", [VOLUNTEER, ORGANISATION])
def test_who_was_agreed_to_is_in_the_register_without_typing_it_again(registered, answers):
    case, known, record = registered(answers)
    assert case.state == "registered"
    asked_again = {"agrees_to_query", "birth", "registered_with"}
    assert known == {key: said for key, said in answers.items() if key not in asked_again}
    assert record.unsealed() == {**known, **QUERY}
    assert record.area_code == answers["place"]


def test_the_name_and_number_of_a_volunteer_are_sealed(registered):
    _case, _known, record = registered()
    assert not {"name", "idno", "phone", "query_result"} & set(record.open_answers)


def test_who_registers_sees_the_register_and_others_do_not(registered, cast):
    registered()
    seen = {name: Record.objects.visible_to(getattr(cast, name)).count() for name in cast.people}
    assert seen[REVIEWER] == seen["east_township"] == 1
    assert seen[APPLICANT] == seen["west_township"] == seen["east_police"] == 0


def test_one_number_is_registered_once(registered, apply, finish):
    registered()
    again = apply(VOLUNTEER)
    finish(again, "review", "agree", result="approved", **SIGNED)
    with pytest.raises(Refused) as refused:
        finish(again, "register", "enter", **QUERY)
    assert refused.value.code == "record_exists"


def test_what_is_sent_back_keeps_what_was_written(apply, finish):
    case = apply(ORGANISATION)
    finish(case, "review", "send_back", result="returned", opinion="请补充专业人员", **SIGNED)
    known = finish(case, "correct", "hand_in_again", by=APPLICANT, agrees_to_query=True)
    assert known == {key: said for key, said in ORGANISATION.items() if key != "agrees_to_query"}
    case.refresh_from_db()
    assert case.state == "in_review"


@pytest.fixture
def it_is(monkeypatch):
    def move(day):
        now = datetime.combine(day, datetime.min.time(), ZoneInfo("Asia/Shanghai")) + timedelta(hours=9)
        monkeypatch.setattr(timezone, "now", lambda: now)
        while sweeping.sweep(now, until=monotonic() + 5):
            pass

    return move


def test_before_it_runs_out_somebody_looks_again_and_the_newer_paper_meets_it(registered, it_is, cast):
    _case, _known, record = registered()
    ends = date.fromisoformat(QUERY["valid_until"])
    [owed] = Owed.objects.all()
    assert (owed.period, owed.state) == (ends.isoformat(), "open")
    assert timezone.localdate(owed.appears_at) == ends - timedelta(days=30)
    it_is(ends - timedelta(days=20))
    later = ends + timedelta(days=300)
    answers = {
        "volunteer": record.number, "place": EAST_VILLAGE, "queried_on": (ends - timedelta(days=20)).isoformat(),
        "query_result": "nothing", "standing": "active", "valid_until": later.isoformat(),
    }  # fmt: skip
    recheck(cast, answers)
    found = Owed.objects.order_by("period").values_list("period", "state")
    assert list(found) == [(ends.isoformat(), "met"), (later.isoformat(), "open")]


def test_who_is_paused_owes_no_look(registered, it_is, cast):
    _case, _known, record = registered()
    ends = date.fromisoformat(QUERY["valid_until"])
    it_is(ends - timedelta(days=20))
    recheck(cast, {
        "volunteer": record.number, "place": EAST_VILLAGE, "queried_on": (ends - timedelta(days=20)).isoformat(),
        "query_result": "found", "standing": "paused",
    })  # fmt: skip
    assert Record.objects.get(pk=record.pk).open_answers["standing"] == "paused"
    it_is(ends + timedelta(days=20))
    assert not Owed.objects.missed(timezone.now()).exists()


def test_nobody_looked_again(registered, it_is):
    registered()
    it_is(date.fromisoformat(QUERY["valid_until"]) + timedelta(days=1))
    assert Owed.objects.get().is_missed


def recheck(cast, answers):
    post = cast.post(REVIEWER)
    version = Form.objects.get(key="volunteer_recheck").current_version
    with asking_as(lambda: post):
        draft, _token = forms.start_draft(version, occasion="record:1", post=post, initial=answers)
        forms.submit(draft, by=post, idempotency_key=str(draft.pk))
