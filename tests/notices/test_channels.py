"""Outside of the portal people hear that there is something new, and where; never what."""

import hashlib
import hmac
import json
from datetime import datetime, time, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from portal.directory.models import Post, User
from portal.jobs import claims, runner
from portal.jobs.models import Job
from portal.jobs.registry import registry
from portal.notices.delivering import something_new
from portal.notices.job_handlers import ATTEMPTS, send_digest
from portal.notices.models import Channel, Delivery, Notice, NoticeChoice
from portal.notices.quiet import after_quiet, end_of_slot, next_morning
from portal.notices.services import mark_read, notify
from tests.notices.conftest import SECRET

NUMBER = "强报-990121-2026-00001"
PHONE = "13912345678"


def tell(*people, key="task:1", template="new_task"):
    return notify(people, key=key, template=template, words={"number": NUMBER}, path="/desk/tasks/1/")


def choose(user, phone="", **values):
    choice = NoticeChoice(user=user, **values)
    if phone:
        choice.seal_phone(phone)
    choice.save()
    return choice


def run(kind):
    for job in Job.objects.filter(kind=kind, state=Job.State.WAITING):
        Job.objects.filter(pk=job.pk).update(run_after=timezone.now())
        runner.run(str(job.pk))


def at(clock):
    return timezone.make_aware(datetime(2026, 11, 22, *clock))


@pytest.mark.parametrize(
    ("now", "start", "end", "then"),
    [
        ((12, 0), (22, 0), (7, 0), (22, 12, 0)),
        ((23, 0), (22, 0), (7, 0), (23, 7, 0)),
        ((3, 0), (22, 0), (7, 0), (22, 7, 0)),
        ((7, 0), (22, 0), (7, 0), (22, 7, 0)),
        ((13, 0), (12, 0), (14, 0), (22, 14, 0)),
        ((14, 0), (12, 0), (14, 0), (22, 14, 0)),
    ],
)
def test_quiet_hours_may_go_over_midnight(now, start, end, then):
    day, hour, minute = then
    assert after_quiet(at(now), time(*start), time(*end)) == timezone.make_aware(datetime(2026, 11, day, hour, minute))


def test_without_both_times_no_hour_is_quiet():
    assert after_quiet(at((3, 0)), None, time(7)) == after_quiet(at((3, 0)), time(7), time(7)) == at((3, 0))


def test_a_slot_ends_after_now_and_the_morning_is_the_next_one():
    assert end_of_slot(at((12, 0)), 10) == at((12, 10))
    assert next_morning(at((7, 59))) == at((8, 0))
    assert next_morning(at((8, 0))) == at((8, 0)) + timedelta(days=1)


def test_a_mail_waits_for_the_end_of_quiet_hours_and_danger_does_not(officer):
    day = timezone.localtime()
    around = {"quiet_from": (day - timedelta(hours=1)).time(), "quiet_until": (day + timedelta(hours=2)).time()}
    choose(officer, **around)
    tell(officer)
    tell(officer, key="2", template="urgent_task")
    later, now = Job.objects.filter(kind="notices.mail").order_by("-run_after")
    assert later.run_after > timezone.now() + timedelta(minutes=90)
    assert now.run_after <= timezone.now()


def test_whoever_wants_one_mail_in_the_morning_gets_one_for_all_with_an_id_that_stays(officer):
    choose(officer, mail="digest")
    tell(officer)
    tell(officer, key="2")
    job = Job.objects.get(kind="notices.digest")
    for _time in range(2):
        send_digest(**job.arguments)
    assert [one.extra_headers["Message-ID"] for one in mail.outbox] == [mail.outbox[0].extra_headers["Message-ID"]] * 2
    assert "2" in mail.outbox[0].body
    assert NUMBER not in mail.outbox[0].body
    mark_read(officer)
    send_digest(**job.arguments)
    assert len(mail.outbox) == 2


def test_danger_does_not_wait_for_the_morning_and_who_wants_no_mail_gets_none(officer, cast):
    choose(officer, mail="digest")
    leader = cast.east_police_leader
    leader.email = "leader@example.org"
    leader.save()
    choose(leader, mail="never")
    tell(officer, leader, template="urgent_task")
    assert [job.kind for job in Job.objects.filter(kind__startswith="notices.")] == ["notices.mail"]


def test_a_mail_server_that_is_away_for_an_hour_loses_nothing_and_sends_it_once(officer, monkeypatch):
    tell(officer)
    job = Job.objects.get(kind="notices.mail")
    pauses = [min(claims.FIRST_PAUSE * 4**n, claims.LONGEST_PAUSE) for n in range(ATTEMPTS - 1)]
    assert registry.max_attempts(job.kind) == ATTEMPTS
    assert sum(pauses, timedelta()) > timedelta(hours=1)

    def away(*_given):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", away)
        for _try in range(6):
            run("notices.mail")
    job.refresh_from_db()
    assert (job.state, job.attempts, mail.outbox) == (Job.State.WAITING, 6, [])
    assert "example.org" not in job.error
    run("notices.mail")
    run("notices.mail")
    assert len(mail.outbox) == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<notice.{Notice.objects.get().pk}@localhost>"


def test_the_account_s_own_news_may_be_said_in_a_mail(officer):
    notify([officer], key="d", template="new_device", words={}, path="/accounts/devices/")
    run("notices.mail")
    assert "/accounts/devices/" in mail.outbox[0].body


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "webhook"])
def test_a_group_hears_once_that_there_is_something_and_nothing_else(officer, cast, channel, gateway, kind):
    channel(kind)
    tell(officer, cast.east_police_leader)
    tell(officer, key="2")
    run("notices.deliver")
    ((_path, _headers, body),) = gateway.got
    assert something_new(urgent=False) in body.decode()
    for secret in (NUMBER, "tasks", officer.name):
        assert secret not in body.decode()
    assert Delivery.objects.get().sent_at is not None


def test_a_group_of_another_organisation_hears_nothing(officer, cast, channel):
    channel("wecom")
    tell(cast.west_police)
    assert not Delivery.objects.exists()


def test_who_has_two_offices_makes_only_the_group_ring_that_it_is_about(officer, cast, channel):
    other = cast.post("west_police").organisation
    Post.objects.create(user=officer, organisation=other, role="police_officer")
    theirs, of_other = channel("wecom"), channel("wecom", key="other")
    Channel.objects.filter(pk=of_other.pk).update(organisation=other)
    notify(
        [officer], key="k", template="new_task", words={"number": "1"}, path="/", organisations=[theirs.organisation_id]
    )
    assert [one.channel for one in Delivery.objects.all()] == [theirs]


@pytest.mark.parametrize("template", ["question_for_you", "case_moved", "new_device"])
def test_a_group_does_not_hear_that_there_is_news_for_one_person_alone(officer, channel, template):
    """Who of the organisation has reported something could be told from the moment."""
    channel("wecom")
    words = {} if template == "new_device" else {"number": NUMBER}
    notify([officer], key="alone", template=template, words=words, path="/follow/")
    assert not Delivery.objects.exists()
    assert Notice.objects.filter(user=officer).count() == 1


def test_danger_is_told_to_a_group_at_once_each_time(officer, channel):
    channel("wecom", quiet_from=time(0), quiet_until=time(23, 59, 59))
    tell(officer, template="urgent_task")
    tell(officer, key="2", template="urgent_task")
    assert Delivery.objects.filter(urgent=True).count() == 2
    assert not Job.objects.filter(kind="notices.deliver", run_after__gt=timezone.now()).exists()


def test_a_text_message_goes_to_who_asked_for_it_signed_and_names_nothing(officer, cast, channel, gateway):
    channel("sms", of_officer=False)
    choose(officer, PHONE, sms="urgent")
    choose(cast.east_police_leader, sms="all")
    tell(officer, cast.east_police_leader)
    assert not Delivery.objects.exists()
    tell(officer, key="2", template="urgent_task")
    run("notices.deliver")
    ((_path, headers, body),) = gateway.got
    assert json.loads(body)["to"] == PHONE
    assert NUMBER not in body.decode()
    signature = hmac.new(SECRET.encode(), headers["X-Tonghu-Timestamp"].encode() + b"." + body, hashlib.sha256)
    assert headers["X-Tonghu-Signature"] == f"sha256={signature.hexdigest()}"
    assert headers["X-Tonghu-Delivery"] == str(Delivery.objects.get().pk)


def test_who_takes_the_number_away_meanwhile_gets_no_message(officer, channel, gateway):
    channel("sms", of_officer=False)
    choice = choose(officer, PHONE, sms="all")
    tell(officer)
    choice.forget_phone()
    run("notices.deliver")
    assert gateway.got == []
    assert not Job.objects.exclude(state=Job.State.DONE).filter(kind="notices.deliver").exists()


def test_what_cannot_be_sent_is_tried_again_under_the_same_id_and_says_why(officer, channel, gateway):
    channel("webhook")
    tell(officer)
    gateway.status = 503
    run("notices.deliver")
    delivery = Delivery.objects.get()
    assert (delivery.problem, delivery.sent_at) == ("status_503", None)
    gateway.status = 200
    run("notices.deliver")
    run("notices.deliver")
    delivery.refresh_from_db()
    assert (delivery.problem, delivery.sent_at is None) == ("", False)
    first, second = (headers["X-Tonghu-Delivery"] for _path, headers, _body in gateway.got)
    assert first == second == str(delivery.pk)


def test_a_worker_killed_between_sending_and_noting_sends_it_again_under_the_same_id(officer, channel, gateway):
    channel("webhook")
    tell(officer)
    run("notices.deliver")
    Delivery.objects.update(sent_at=None)
    Job.objects.filter(kind="notices.deliver").update(state=Job.State.WAITING, attempts=1)
    run("notices.deliver")
    assert len({headers["X-Tonghu-Delivery"] for _path, headers, _body in gateway.got}) == 1
    assert len(gateway.got) == 2


def test_a_robot_that_answers_200_and_refuses_has_not_taken_it(officer, channel, gateway):
    channel("wecom")
    tell(officer)
    gateway.answer = b'{"errcode":93000,"errmsg":"invalid webhook url"}'
    run("notices.deliver")
    assert Delivery.objects.get().problem == "errcode_93000"


def test_address_and_secret_lie_sealed(channel, gateway):
    made = channel("webhook")
    row = str(Channel.objects.values().get(pk=made.pk)) + bytes(made.sealed_address).hex()
    assert "geheim" not in row
    assert SECRET.encode().hex() not in row
    assert Channel.objects.get().unsealed().secret == SECRET


@pytest.fixture
def administrator(client, db):
    client.force_login(User.objects.create_superuser("root", "root@example.org", "x"))
    client.cookies["django_language"] = "en"
    return client


def form_of(**changes):
    given = {"key": "team", "name": "Team", "kind": "webhook", "active": "on", "url": "", "secret": "", **changes}
    return {name: value for name, value in given.items() if value != ""}


def test_an_administrator_makes_a_channel_tries_it_and_never_sees_the_secret_again(administrator, gateway):
    add = reverse("channel:add")
    assert administrator.get(add).status_code == 200
    administrator.post(add, form_of(url=gateway.url, secret=SECRET))
    made = Channel.objects.get()
    edit = administrator.get(reverse("channel:edit", args=[made.pk])).content.decode()
    for secret in ("geheim", SECRET, gateway.url):
        assert secret not in edit
    administrator.post(reverse("channel:edit", args=[made.pk]), form_of(name="Other"))
    made.refresh_from_db()
    assert (made.name, made.unsealed().secret) == ("Other", SECRET)
    assert "Other" in administrator.get(reverse("channel:index")).content.decode()
    state = reverse("channel_state", args=[made.pk])
    assert administrator.get(state).status_code == 200
    shown = administrator.post(state, follow=True)
    assert "The test has arrived" in shown.content.decode()
    gateway.status = 500
    assert "status 500" in administrator.post(state, follow=True).content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"url": "https://evil.example/", "secret": SECRET},
        {"url": "http://127.0.0.1/", "secret": SECRET},
        {"url": "here", "secret": "short"},
        {"url": "here"},
        {"secret": SECRET},
    ],
)
def test_what_leads_elsewhere_or_is_not_signed_is_refused_in_the_form(administrator, gateway, changes):
    given = {**changes, **({"url": gateway.url} if changes.get("url") == "here" else {})}
    administrator.post(reverse("channel:add"), form_of(**given))
    assert not Channel.objects.exists()


def test_a_new_address_gets_no_old_secret(administrator, channel, gateway):
    made = channel("webhook")
    edit = reverse("channel:edit", args=[made.pk])
    administrator.post(edit, form_of(url=gateway.url.replace("hook", "elsewhere")))
    made.refresh_from_db()
    assert "elsewhere" not in made.unsealed().url


def test_a_test_of_the_gateway_asks_whose_telephone(administrator, channel, gateway):
    state = reverse("channel_state", args=[channel("sms", of_officer=False).pk])
    assert administrator.post(state, {"number": "12"}).status_code == 422
    administrator.post(state, {"number": PHONE})
    assert json.loads(gateway.got[0][2])["to"] == PHONE


def test_who_keeps_no_channels_is_kept_out(client, cast, channel):
    client.force_login(cast.east_police)
    assert client.post(reverse("channel_state", args=[channel("wecom").pk])).status_code in (302, 403)


CHOICES = {"mail": "digest", "sms": "urgent", "number": "139 1234 5678", "quiet_from": "22:00", "quiet_until": "07:00"}


def test_a_person_chooses_and_the_number_is_shown_to_nobody_again(client, officer):
    client.force_login(officer)
    client.cookies["django_language"] = "en"
    page = reverse("notice_choices")
    assert client.post(page, CHOICES, follow=True).status_code == 200
    choice = NoticeChoice.objects.get(user=officer)
    assert (choice.mail, choice.sms, choice.unsealed_phone()) == ("digest", "urgent", PHONE)
    shown = client.get(page).content.decode()
    assert PHONE not in shown
    assert "A mobile number is kept" in shown
    key = choice.data_key
    client.post(page, {"mail": "each", "sms": "never", "forget": "on"})
    choice.refresh_from_db()
    key.refresh_from_db()
    assert not choice.has_phone
    assert key.wrapped is None


def test_a_channel_that_is_taken_away_takes_its_key_along(channel):
    made = channel("webhook")
    key = made.data_key
    made.delete()
    key.refresh_from_db()
    assert key.wrapped is None


@pytest.mark.parametrize(
    "changes",
    [{"number": "123"}, {"number": ""}, {"quiet_until": ""}, {"mail": "pigeon"}, {"number": "１３９１２３４５６７８"}],
)
def test_what_makes_no_sense_is_said_and_nothing_is_kept(client, officer, changes):
    client.force_login(officer)
    assert client.post(reverse("notice_choices"), {**CHOICES, **changes}).status_code == 422
    assert not NoticeChoice.objects.exists()


def test_nobody_chooses_without_an_account(client, db):
    assert client.get(reverse("notice_choices")).status_code == 302


def test_an_organisation_is_looked_for_and_not_picked_from_a_list_of_all(administrator):
    page = administrator.get(reverse("channel:add")).content.decode()
    assert "organisation_chooser" in page
    assert '<select name="organisation"' not in page
