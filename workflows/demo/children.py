"""Files of a few invented children, opened some months ago, with visits: some months were met, some missed."""

from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.utils import timezone

from forms.fieldtypes.lookups import asking_as
from forms.models import Form, Record, Submission
from forms.services import start_draft, submit
from portal.directory.models import Post
from workflows.obligations import sweeping
from workflows.obligations.models import Obligation
from workflows.obligations.periods import before, span_at

VILLAGE = "990121101201"
# Name, born, risk, how many months ago there was a visit. The last one's family was never at home.
CHILDREN: tuple[tuple[str, str, str, tuple[int, ...]], ...] = (
    ("林小远", "2015-04-12", "low", (2, 1, 0)),
    ("周禾苗", "2017-09-03", "high", (2, 1, 0)),
    ("石小满", "2012-01-25", "medium", (2, 0)),
    ("田穗儿", "2019-06-30", "low", (2, 1)),
    ("何知夏", "2014-11-08", "medium", (1,)),
    ("柳青青", "2016-02-17", "high", ()),
)
SECONDS = 30


def ensure_children() -> int:
    """Returns how many; nothing where anybody has opened a file already."""
    if Record.objects.filter(form__key="child_file").exists():
        return 0
    village = Post.objects.select_related("user", "organisation").get(user__username="village")
    began = _three_months_ago()
    records = [_opened(child, village, began) for child in CHILDREN]
    _sweep_since(began)
    for record, (_name, _born, _risk, visits) in zip(records, CHILDREN, strict=True):
        for months in visits:
            _visit(record, months, village)
    return len(records)


def _three_months_ago() -> datetime:
    span = span_at("month", timezone.localdate())
    for _month in range(2):
        span = before("month", span)
    return timezone.make_aware(datetime(span.first.year, span.first.month, 1, 9)) - timedelta(days=10)


def _opened(child: tuple[str, str, str, tuple[int, ...]], village: Post, began: datetime) -> Record:
    name, born, risk, _visits = child
    submission = _hand_in(
        "child_file",
        {
            "place": VILLAGE,
            "child_name": name,
            "child_gender": "female",
            "child_birth": born,
            "registered": "no",
            "outwork_type": "both",
            "parents": [{"relation": "father", "name": f"{name[0]}大山", "works_in": "外省"}],
            "entrusted": False,
            "guard_type": "nobody" if risk == "high" else "fair",
            "schooling": "left",
            "health": "healthy",
            "risk": risk,
            "guardian_agrees": True,
        },
        village,
    )
    Record.objects.filter(number=submission.number).update(opened_at=began)
    return Record.objects.get(number=submission.number)


def _sweep_since(began: datetime) -> None:
    """The obligations as if they had been in force since then."""
    first = timezone.localdate(began)
    for obligation in Obligation.objects.exclude(every=""):
        following = span_at(_every(obligation), span_at(_every(obligation), first).behind).first
        Obligation.objects.filter(pk=obligation.pk).update(began_on=first, next_first=following)
    sweeping.sweep(timezone.now(), until=monotonic() + SECONDS)


def _every(obligation: Obligation) -> Any:
    return obligation.every


def _visit(record: Record, months: int, village: Post) -> None:
    now = timezone.localtime().replace(second=0, microsecond=0)
    span = span_at("month", now.date())
    for _month in range(months):
        span = before("month", span)
    # In the month that lasts it was this morning.
    day = timezone.make_aware(datetime(span.first.year, span.first.month, 12, 16)) if months else now
    answers = {"place": VILLAGE, "child": record.number, "visit_at": day.isoformat(), "met": ["child", "carer"]}
    _hand_in("home_visit", {**answers, "issues": ["none"], "talked_to_parents": True}, village)


def _hand_in(form: str, answers: dict[str, Any], post: Post) -> Submission:
    version = Form.objects.get(key=form).current_version
    if version is None:
        raise LookupError(form)
    with asking_as(lambda: post):
        draft, _token = start_draft(version, occasion=f"demo:{form}", post=post, initial=answers)
        return submit(draft, by=post, idempotency_key=f"demo:{draft.pk}").submission
