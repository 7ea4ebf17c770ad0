"""Which ways a new notice takes out of the portal, and when. Asked in the transaction of the notice, done by jobs."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils import timezone

from portal.directory.models import Post
from portal.jobs.models import Job
from portal.jobs.services import enqueue_all, planned
from portal.notices.kinds import KINDS
from portal.notices.models import Channel, Delivery, Notice, NoticeChoice
from portal.notices.quiet import after_quiet, end_of_slot, next_morning
from portal.notices.wording import templates

# A group, or a telephone, hears of new things once in so many minutes, however many there are.
MINUTES_OF_A_GROUP, MINUTES_OF_A_TEXT = 10, 60


def plan(notices: Sequence[Notice], *, urgent: bool, organisations: Collection[int] | None = None) -> None:
    """All of one telling: the same template, the same moment; to the groups of these organisations, else of all that
    the people have a post in.
    """
    if not notices:
        return
    now = timezone.now()
    choices = {one.pk: one for one in NoticeChoice.objects.filter(user__in=[notice.user_id for notice in notices])}
    chosen = [(notice, choices.get(notice.user_id) or NoticeChoice(user=notice.user)) for notice in notices]
    jobs = [job for notice, choice in chosen if (job := _mail(notice, choice, now, urgent=urgent))]
    of_groups = [notice for notice in notices if not templates[notice.template].alone]
    deliveries = [*_texts(chosen, now, urgent=urgent), *_groups(of_groups, now, organisations, urgent=urgent)]
    Delivery.objects.bulk_create([one for one, _at in deliveries], ignore_conflicts=True)
    known = {one.key: one for one in Delivery.objects.filter(key__in=[one.key for one, _at in deliveries])}
    enqueue_all([*jobs, *(_job(known[one.key], at) for one, at in deliveries)])


def _mail(notice: Notice, choice: NoticeChoice, now: datetime, *, urgent: bool) -> Job | None:
    if not notice.user.email or choice.mail == choice.Mail.NEVER:
        return None
    if choice.mail == choice.Mail.DIGEST and not urgent:
        at = next_morning(now)
        day = str(timezone.localdate(at))
        key = f"notices.digest:{notice.user_id}:{day}"
        return planned("notices.digest", key=key, run_after=at, user_id=notice.user_id, day=day)
    at = now if urgent else after_quiet(now, choice.quiet_from, choice.quiet_until)
    return planned("notices.mail", key=f"notices.mail:{notice.pk}", run_after=at, notice_id=notice.pk)


def _texts(
    chosen: list[tuple[Notice, NoticeChoice]], now: datetime, *, urgent: bool
) -> list[tuple[Delivery, datetime]]:
    wanted = [(notice, choice) for notice, choice in chosen if choice.has_phone and _wants_text(choice, urgent=urgent)]
    gateway = Channel.objects.active().filter(kind="sms").first() if wanted else None
    if gateway is None:
        return []
    found = []
    for notice, choice in wanted:
        at = now if urgent else _slot(now, MINUTES_OF_A_TEXT, choice)
        key = f"sms:{notice.pk}" if urgent else f"sms:{notice.user_id}:{int(at.timestamp())}"
        found.append((Delivery(channel=gateway, user_id=notice.user_id, key=key, urgent=urgent), at))
    return found


def _wants_text(choice: NoticeChoice, *, urgent: bool) -> bool:
    return choice.sms == choice.Sms.ALL or (urgent and choice.sms == choice.Sms.URGENT)


def _groups(
    notices: Sequence[Notice], now: datetime, organisations: Collection[int] | None, *, urgent: bool
) -> list[tuple[Delivery, datetime]]:
    if not notices:
        return []
    users = [notice.user_id for notice in notices]
    posts = Post.objects.current().filter(user__in=users)
    ours = posts.values("organisation") if organisations is None else organisations
    personal = [kind.key for kind in KINDS.values() if kind.is_personal]
    found = []
    for channel in Channel.objects.of_organisations(ours).exclude(kind__in=personal):
        at = now if urgent else _slot(now, MINUTES_OF_A_GROUP, channel)
        what = f"urgent:{min(notice.pk for notice in notices)}" if urgent else str(int(at.timestamp()))
        key = f"group:{channel.pk}:{what}"
        found.append((Delivery(channel=channel, key=key, urgent=urgent), at))
    return found


def _slot(now: datetime, minutes: int, quiet: NoticeChoice | Channel) -> datetime:
    return after_quiet(end_of_slot(now, minutes), quiet.quiet_from, quiet.quiet_until)


def _job(delivery: Delivery, at: datetime) -> Job:
    return planned("notices.deliver", key=delivery.job_key, run_after=at, delivery_id=str(delivery.pk))
