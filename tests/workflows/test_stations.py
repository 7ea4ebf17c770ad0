"""A work station from its registration to the public list, and out of it; who works there stands nowhere public."""

import pytest

from content.models import StationPage
from content.setup import ensure_site
from forms import services as forms
from forms.models import Form
from portal.jobs import runner
from portal.jobs.models import Job
from tests.cast import EAST, EAST_TOWN, EAST_VILLAGE
from tests.shipped import publish_part
from workflows import services
from workflows.models import Case, CasePage
from workflows.prefill import initial_answers

pytestmark = pytest.mark.django_db

APPLICANT, REVIEWER = "east_township", "east_civil_affairs"
NAME, MOBILE = "田小满", "13800000077"
SIGNED = {"name": "审批人", "signed_at": "2026-11-22T09:00:00+08:00"}
BOTH = {
    "subject": "both", "place": EAST_VILLAGE, "station_name": "桃源村儿童之家", "station_kind": "childrens_home",
    "address": "村委会一楼", "hours": "周六 9:00–17:00", "rooms": ["reading", "calls"], "office_phone": "0999-0123431",
    "post_kind": "village_director", "worker_name": NAME, "worker_phone": MOBILE, "appointment": "committee",
    "since": "2026-03-01", "trainings": [{"day": "2026-04-01", "hours": "6", "topic": "强制报告"}],
}  # fmt: skip


@pytest.fixture(autouse=True)
def published(cast):
    ensure_site()
    publish_part(("approval", "station_staff"), "stations")


@pytest.fixture
def register(cast):
    def make(**changes):
        post = cast.post(APPLICANT)
        version = Form.objects.get(key="station_staff").current_version
        answers = {**BOTH, "operator": str(post.organisation_id), **changes}
        draft, _token = forms.start_draft(version, occasion=f"page:{answers['place']}", post=post, initial=answers)
        receipt = forms.submit(draft, by=post, idempotency_key=str(draft.pk))
        return Case.objects.get(case_submissions__submission=receipt.submission)

    return make


@pytest.fixture
def finish(cast):
    def make(case, key, way, *, by, **answers):
        case = Case.objects.get(pk=case.pk)
        task, post = case.tasks.open().get(key=key), cast.post(by)
        draft = None
        if task.type.form:
            version = Form.objects.get(key=task.type.form).current_version
            known = initial_answers(task, version.schema, by=post).answers
            signed = {"leader_signature": SIGNED} if task.type.form == "approval" else {}
            draft, _token = forms.start_draft(
                version, occasion=services.occasion_of(task.pk), post=post, initial={**known, **signed, **answers}
            )
        services.complete_task(task, way, by=post, draft=draft)
        waiting = Job.objects.filter(state=Job.State.WAITING, kind="workflows.effect")
        for job in sorted(waiting, key=lambda job: job.arguments["effect_run"]):
            runner.run(str(job.pk))

    return make


def test_a_confirmed_station_is_on_the_site_and_nothing_of_who_works_there(client, register, finish):
    case = register()
    assert not StationPage.objects.exists()
    finish(case, "review", "agree", by=REVIEWER, result="approved")
    page = StationPage.objects.get()
    assert (page.title, page.area_id, page.telephone, page.live) == (
        "桃源村儿童之家",
        EAST_VILLAGE,
        "0999-0123431",
        True,
    )
    assert (page.kind, page.rooms) == ("儿童之家", "阅读室、亲情通话室")
    assert page.rooms_en
    for html in (client.get(page.url).content.decode(), client.get("/stations/").content.decode()):
        assert "村委会一楼" in html
        assert NAME not in html
        assert MOBILE not in html


def test_a_change_is_seen_when_it_is_confirmed_and_a_closed_station_says_so(client, register, finish):
    case = register()
    finish(case, "review", "agree", by=REVIEWER, result="approved")
    finish(case, "keep", "still_right", by=APPLICANT)
    finish(case, "change", "hand_in_change", by=APPLICANT, hours="每天 8:00–20:00")
    assert StationPage.objects.get().hours == "周六 9:00–17:00"
    finish(case, "review", "agree", by=REVIEWER, result="approved")
    assert StationPage.objects.get().hours == "每天 8:00–20:00"
    finish(case, "keep", "close", by=APPLICANT)
    assert StationPage.objects.get().status == "closed"
    assert "tel:0999" not in client.get(StationPage.objects.get().url).content.decode()


@pytest.mark.parametrize(
    ("post_kind", "place"),
    [("village_director", EAST_TOWN), ("village_supervisor", EAST_TOWN), ("township_supervisor", EAST_VILLAGE),
     ("township_supervisor", EAST)],
)  # fmt: skip
def test_a_post_of_a_village_is_in_a_village_and_one_of_a_township_in_a_township(register, post_kind, place):
    with pytest.raises(forms.Incomplete):
        register(subject="worker", post_kind=post_kind, place=place)
    right = {"township_supervisor": EAST_TOWN}.get(post_kind, EAST_VILLAGE)
    assert register(subject="worker", post_kind=post_kind, place=right).state == "in_review"


def test_who_works_somewhere_is_registered_without_a_page(register, finish):
    case = register(subject="worker")
    finish(case, "review", "agree_worker", by=REVIEWER, result="approved")
    case.refresh_from_db()
    assert case.state == "registered"
    assert not CasePage.objects.exists()
    assert not StationPage.objects.exists()


def test_the_number_of_a_person_comes_to_no_page_whoever_writes_it(register, finish):
    finish(register(), "review", "agree", by=REVIEWER, result="approved")
    page = StationPage.objects.get()
    page.telephone = MOBILE
    page.save(clean=False)
    assert StationPage.objects.get().telephone == ""
