"""An invented activity of a township's women's federation, registered and approved, so that the list is not empty."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from forms.models import Form, Submission
from forms.services import start_draft, submit
from portal.directory.models import Post
from workflows.models import Case
from workflows.services import accept_task, complete_task, occasion_of

ACTIVITY, APPROVAL = "activity", "approval"
ORGANISER, REVIEWER = "women_town", "women_county"


def ensure_activity() -> None:
    """Nothing where anybody has registered an activity already."""
    if Submission.objects.filter(version__form__key=ACTIVITY).exists():
        return
    post = _post(ORGANISER)
    submission = _hand_in(ACTIVITY, "demo", post, _registration(post))
    _agree(Case.objects.get(case_submissions__submission=submission))


def _agree(case: Case) -> None:
    reviewer = _post(REVIEWER)
    task = case.tasks.open().get(key="review")
    accept_task(task, by=reviewer)
    signature = {"name": "方慧心", "agreed": True, "signed_at": timezone.localtime().isoformat()}
    version = Form.objects.get(key=APPROVAL).current_version
    if version is None:
        raise LookupError(APPROVAL)
    answers = {"result": "approved", "leader_signature": signature}
    draft, _token = start_draft(version, occasion=occasion_of(task.pk), post=reviewer, initial=answers)
    complete_task(task, "agree", by=reviewer, draft=draft, idempotency_key=f"demo:{draft.pk}")


def _hand_in(form: str, occasion: str, post: Post, answers: dict[str, Any]) -> Submission:
    version = Form.objects.get(key=form).current_version
    if version is None:
        raise LookupError(form)
    draft, _token = start_draft(version, occasion=occasion, post=post, initial=answers)
    return submit(draft, by=post, idempotency_key=f"demo:{draft.pk}").submission


def _registration(post: Post) -> dict[str, Any]:
    first = timezone.localdate() + timedelta(days=12)
    return {
        "title": "周末安全小课堂",
        "organiser": str(post.organisation_id),
        "co_organisers": "桃源村村民委员会",
        "kind": "self_protection",
        "publicity": "用游戏学会防走失、防溺水和居家安全。请家长把孩子送到儿童之家，活动后接回。",
        "times": ["weekend"],
        "sessions": [_session(first + timedelta(days=7 * week)) for week in range(3)],
        "venue": "childrens_home",
        "place": "990121101201",
        "place_text": "桃源村儿童之家一楼",
        "children_count": 30,
        "age_from": 6,
        "age_to": 12,
        "left_behind_only": False,
        "volunteers": 5,
        "sign_up": "public",
        "leader_name": "蒋春燕",
        "leader_phone": "13800000031",
        "emergency_contact": "镇值班室 13800000032",
        "checked": True,
        "free": True,
        "off_site": False,
        "overnight": False,
        "water": False,
        "safety_plan": "每六名儿童配一名志愿者，签到签退，全程清点人数，现场备急救箱。",
    }


def _session(day: Any) -> dict[str, str]:
    return {"day": day.isoformat(), "begins": "09:00", "ends": "11:00"}


def _post(username: str) -> Post:
    return Post.objects.select_related("user", "organisation").filter(user__username=username).order_by("pk")[0]
