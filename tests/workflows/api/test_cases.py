"""What is done with a case as a whole, by programs: the same ways, rules and log as on the page of the case."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from portal.access.models import Access
from tests.workflows.later import published
from tests.workflows.test_beside import BESIDE
from tests.workflows.test_race import at_once
from workflows.desk.acting import acts_on
from workflows.models import Case, CaseMerge, CaseRest, Event

pytestmark = pytest.mark.django_db
FINE = {"reason": "died"}


class Program:
    """Signed in as somebody of the cast, with the token that pages have; English."""

    def __init__(self, cast, who, *, checks=True):
        self.client = Client(enforce_csrf_checks=checks, headers={"accept-language": "en"})
        self.client.force_login(getattr(cast, who))
        self.client.cookies["csrftoken"] = self.token = "t" * 32

    def acts(self, case):
        return self.client.get(f"/api/v1/cases/{case}/acts/")

    def do(self, case, what, said=None, **headers):
        headers = {"x-csrftoken": self.token, **headers}
        body = json.dumps(said or {})
        address = f"/api/v1/cases/{case}/acts/{what}/"
        return self.client.post(address, body, content_type="application/json", headers=headers)


@pytest.fixture
def program(cast):
    return lambda who="east_police_leader": Program(cast, who)


@pytest.fixture
def case(story, version):
    """On the workflow with ways beside the tasks; no child is in danger."""
    published(BESIDE)
    return story.report(danger_now="no")


def code(answer):
    return (answer.status_code, answer.json()["error"]["code"])


def test_it_offers_what_the_page_of_the_case_offers_with_the_same_reasons(program, cast, case):
    said = program().acts(case.pk).json()
    offered = acts_on(Case.objects.get(), cast.post("east_police_leader"))
    assert {one["key"] for one in said if not one["refusal"]} == {one.key for one in offered.possible}
    assert {one["key"] for one in said if one["refusal"]} == {one.key for one in offered.refused}
    by_key = {one["key"]: one for one in said}
    assert by_key["suspend-case"]["asks"] == ["reason", "until"]
    assert "court" in {reason["key"] for reason in by_key["suspend-case"]["reasons"]}
    assert by_key["merge-case"]["asks"] == ["number"]
    assert [reason["key"] for reason in by_key["stop"]["reasons"]] == ["died", "moved"]


def test_a_case_is_ended_for_one_of_its_reasons_and_opened_again(program, case):
    leader = program()
    assert leader.do(case.pk, "stop").status_code == 409
    ended = leader.do(case.pk, "stop", FINE)
    assert (ended.status_code, ended.json()["closed"], ended.json()["state"]["en"]) == (200, True, "Terminated")
    assert code(leader.do(case.pk, "stop", FINE)) == (409, "no_such_step")
    back = leader.do(case.pk, "take-back")
    assert (back.status_code, back.json()["closed"]) == (200, False)


def test_a_case_rests_until_a_day_and_goes_on_and_going_on_twice_is_once(program, case):
    leader, until = program(), (timezone.localdate() + timedelta(days=9)).isoformat()
    assert leader.do(case.pk, "suspend-case", {"reason": "court"}).json()["error"]["at"] == ["until"]
    assert leader.do(case.pk, "suspend-case", {"reason": "x", "until": until}).json()["error"]["at"] == ["reason"]
    assert leader.do(case.pk, "suspend-case", {"reason": "court", "until": until}).json()["rests_until"] == until
    assert code(leader.do(case.pk, "suspend-case", {"reason": "court", "until": until})) == (409, "resting")
    assert [leader.do(case.pk, "go-on").json()["rests_until"] for _time in range(2)] == ["", ""]
    assert not CaseRest.objects.exists()
    assert Event.objects.filter(kind="gone_on").count() == 1


def test_two_cases_become_one_and_part_again(program, story, case):
    leader, into = program(), story.report(danger_now="no")
    assert code(leader.do(case.pk, "merge-case", {"number": "报-1999-00001"})) == (422, "no_such_case")
    merged = leader.do(case.pk, "merge-case", {"number": f" {into.number} "}).json()
    assert (merged["part_of"], merged["closed"]) == (into.number, True)
    assert {one["key"] for one in leader.acts(case.pk).json()} == {"part-case"}
    assert leader.do(case.pk, "part-case").json()["part_of"] == ""
    assert code(leader.do(case.pk, "part-case")) == (409, "not_merged")
    assert not CaseMerge.objects.exists()


def test_the_policy_refuses_as_at_the_desk_and_the_refusal_is_on_record(program, case):
    assert code(program("east_police").do(case.pk, "stop", FINE)) == (403, "not_your_role")
    assert code(program("east_police").do(case.pk, "take-back")) == (403, "not_your_step")
    assert Access.objects.filter(action="take_way", allowed=False, matter=case.pk).exists()
    assert not Case.objects.get().is_closed


@pytest.mark.parametrize("who", ["west_police", "east_teacher", "form_administrator"])
def test_to_others_the_case_is_not_there_and_their_try_is_on_record(program, case, who):
    other = program(who)
    assert (other.acts(case.pk).status_code, other.do(case.pk, "stop", FINE).status_code) == (404, 404)
    assert other.acts(uuid4()).status_code == 404
    assert Access.objects.filter(action="see", allowed=False, matter=case.pk).count() == 2
    assert not Case.objects.get().is_closed


@pytest.mark.parametrize("what", ["nothing", "accept", "part-case-x"])
def test_what_is_not_offered_is_not_there(program, case, what):
    assert program().do(case.pk, what, FINE).status_code == 404


def test_a_page_of_another_site_does_nothing_with_the_cookies_of_the_reader(program, case):
    refused = program().do(case.pk, "stop", FINE, **{"x-csrftoken": ""})
    assert code(refused) == (403, "csrf")
    assert not Case.objects.get().is_closed


def test_without_signing_in_or_without_a_post_there_is_nothing(client, case, django_user_model):
    address = f"/api/v1/cases/{case.pk}/acts/"
    assert code(client.get(address)) == (401, "not_signed_in")
    client.force_login(django_user_model.objects.create(username="nobody"))
    assert code(client.get(address)) == (403, "no_post")
    assert code(client.post(f"{address}stop/", "{}", content_type="application/json")) == (403, "no_post")


def test_answers_are_kept_by_no_cache_and_what_is_malformed_is_not_repeated(program, case):
    leader = program()
    assert "no-store" in leader.acts(case.pk)["Cache-Control"]
    refused = leader.do(case.pk, "suspend-case", {"reason": "court", "until": "小明"})
    assert refused.status_code == 422
    assert "小明" not in refused.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_programs_at_once_end_it_once(program, case):
    leaders = [program(), program()]
    answers = at_once(*[lambda leader=leader: leader.do(case.pk, "stop", FINE) for leader in leaders])
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert Event.objects.filter(case=case, kind="moved").count() == 1
