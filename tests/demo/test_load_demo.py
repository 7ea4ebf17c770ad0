"""The demo prefecture: complete, safe to load again, and never on a production portal by accident."""

import io
import stat
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from forms.models import Form, FormPage, Submission
from forms.services import start_draft, submit
from portal.directory.codes import Level
from portal.directory.models import Area, Duty, Organisation, Post, User
from portal.directory.roles import ROLES
from tests.lasting import rolled_back
from workflows.demo import answers, signins
from workflows.demo.people import PEOPLE
from workflows.desk.remarks import remarks_on
from workflows.engine import obstacle
from workflows.models import Case, Task
from workflows.services import snapshot_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo, loaded once for all who only look at it; yields what the command said."""
    folder = tmp_path_factory.mktemp("demo")
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        override_settings(DATA_DIR=folder),
        rolled_back(),
    ):
        patch.delenv("DEMO_PASSWORD", raising=False)
        yield load()


OUTSIDE = {"place_outside": ["outside"], "place_outside_where": "邻省某市某县"}


def load(**options) -> str:
    said = io.StringIO()
    call_command("load_demo", stdout=said, **options)
    return said.getvalue()


def password() -> str:
    return signins.file().read_text(encoding="utf-8").splitlines()[0].split()[-1]


def inbox(username: str) -> list[str]:
    user = User.objects.get(username=username)
    return sorted(Task.objects.open().visible_to(user).values_list("key", flat=True))


def test_the_prefecture_has_the_size_it_should_have(loaded):
    levels = {level: Area.objects.filter(level=level).count() for level in Level}
    assert levels == {
        Level.PROVINCE: 1,
        Level.PREFECTURE: 1,
        Level.COUNTY: 2,
        Level.TOWNSHIP: 6,
        Level.VILLAGE: 12,
    }
    assert Organisation.objects.count() == 42


def test_a_report_from_outside_is_accepted_and_waits_at_the_prefectures_police_for_referral(loaded):
    given = {key: value for key, value in answers.hungry_boy(timezone.localtime()).items() if key != "place"}
    version = FormPage.objects.get(form__key="mandatory_report").form.current_version
    draft, _token = start_draft(version, occasion="x", initial={**given, **OUTSIDE})
    receipt = submit(draft, by=None, idempotency_key="once")
    task = Task.objects.get(case__case_submissions__submission=receipt.submission)
    assert (task.organisation.function, task.organisation.area.level) == ("police", Level.PREFECTURE)
    assert [remark.title["zh-hans"] for remark in remarks_on([task])[task.pk]] == ["转办"]


def test_every_role_has_a_person(loaded):
    assert {post.role for post in Post.objects.all()} == set(ROLES)


def test_every_township_has_somebody_who_answers_for_what_the_workflow_asks(loaded):
    for area in Area.objects.filter(level=Level.TOWNSHIP):
        for duty in ("police", "government", "civil_affairs", "procuratorate"):
            assert Duty.objects.answering(duty, area.code).exists(), f"{duty} in {area}"


def test_a_second_load_changes_nothing_and_keeps_the_password(loaded):
    kinds = (Area, Organisation, Duty, User, Post, FormPage, Submission, Case, Task)
    before, first = [kind.objects.count() for kind in kinds], password()
    load()
    assert [kind.objects.count() for kind in kinds] == before
    assert password() == first


def test_everybody_signs_in_with_the_password_of_the_file(loaded):
    assert all(authenticate(username=person.username, password=password()) for person in PEOPLE)


def test_the_sign_in_file_is_for_its_owner_only(loaded):
    assert stat.S_IMODE(signins.file().stat().st_mode) == 0o600


def test_the_command_prints_who_is_who(loaded):
    assert password() in loaded
    assert all(person.username in loaded and person.name in loaded for person in PEOPLE)


def test_two_portals_get_different_passwords(loaded, settings, tmp_path):
    first = password()
    settings.DATA_DIR = tmp_path / "other"
    load()
    assert password() != first
    assert authenticate(username="police", password=password())


def test_the_report_is_a_page_of_the_site(loaded):
    assert FormPage.objects.get(slug="mandatory").url.endswith("/report/mandatory/")


def test_the_inboxes_have_what_the_reports_left_there(loaded):
    assert inbox("police") == ["accept", "respond"]
    assert inbox("township") == ["sign"]
    for nobody in ("police_west", "township_west", "civil", "teacher", "prosecutor"):
        assert inbox(nobody) == []


def test_the_report_of_a_child_in_danger_is_due_within_half_an_hour(loaded):
    task = Task.objects.open().get(key="accept")
    assert task.due_at - timezone.now() <= timedelta(minutes=30)
    assert task.case.urgent


def test_the_admin_opens_for_editors_and_administrators_only(loaded):
    enter = "wagtailadmin.access_admin"
    inside = {user.username for user in User.objects.all() if user.has_perm(enter)}
    assert inside == {"editor", "forms", "system"}


def test_form_administrators_reach_forms_and_workflows_and_no_report(loaded):
    forms = User.objects.get(username="forms")
    assert forms.has_perm("portal_forms.change_form")
    assert forms.has_perm("workflows.change_workflow")
    for reports in ("portal_forms.view_submission", "portal_forms.view_draft", "workflows.view_case"):
        assert not forms.has_perm(reports)


def test_one_person_holds_two_posts_and_one_is_away_with_a_substitute(loaded):
    load()
    assert Post.objects.current().filter(user__username="women").count() == 2
    away = Post.objects.get(user__username="township")
    assert [post.user.username for post in Post.objects.standing_in_for(away)] == ["township_leader"]
    assert away.absences.count() == 1


def test_a_childs_call_for_help_is_with_civil_affairs_and_the_police_learn_of_it_at_once(loaded):
    case = told(
        "public_tip", {"who": "child", "topic": "harm", "facts": "有人打我，我躲在同学家里。", "place": "990121101201"}
    )

    (task,) = case.tasks.all()
    assert (case.state, task.organisation.function) == ("received", "civil_affairs")
    told_at_once = {run.settings["relation"] for run in case.effect_runs.filter(type="notify")}
    assert told_at_once == {"civil_affairs", "police"}
    # Harm is never kept by civil affairs.
    ways = [way for way in case.version.schema.transitions if way.task == "sort"]
    snapshot = snapshot_of(case, timezone.now())
    assert [way.key for way in ways if obstacle(case.version.schema, snapshot, way) is None] == ["to_police"]


def told(form: str, answers: dict[str, object]) -> Case:
    version = Form.objects.get(key=form).current_version
    draft, _token = start_draft(version, occasion="page:1", initial=answers)
    receipt = submit(draft, by=None, idempotency_key="once")
    return Case.objects.get(case_submissions__submission=receipt.submission)
