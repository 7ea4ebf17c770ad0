"""Notices: one for each person and key, a mail that says nothing, and nobody reads another's."""

import pytest
from django.core import mail

from portal.jobs.models import Job
from portal.notices.job_handlers import send_mail
from portal.notices.models import Notice
from portal.notices.services import mark_read, notify
from portal.notices.wording import NoticeTemplates, templates

NUMBER = "强报-990121-2026-00001"


def tell(*people, key="task:1", words=None):
    words = {"number": NUMBER} if words is None else words
    return notify(people, key=key, template="new_task", words=words, path="/desk/tasks/1/")


def test_a_second_call_with_the_same_key_tells_nobody_twice(officer):
    assert len(tell(officer)) == 1
    assert tell(officer) == []
    assert Notice.objects.unread(officer).count() == 1
    assert Job.objects.filter(kind="notices.mail").count() == 1


def test_everybody_gets_a_notice_of_their_own(officer, cast):
    tell(officer, cast.east_police_leader)
    assert [notice.user for notice in Notice.objects.visible_to(officer)] == [officer]
    assert Notice.objects.visible_to(cast.west_police).count() == 0


def test_a_person_without_an_address_gets_no_mail(cast):
    tell(cast.east_police)
    assert not Job.objects.filter(kind="notices.mail").exists()


def test_a_person_who_has_left_is_told_nothing(officer):
    officer.is_active = False
    assert tell(officer) == []


def test_the_sentence_names_the_number(officer):
    (notice,) = tell(officer)
    assert NUMBER in notice.sentence


@pytest.mark.parametrize("words", [{}, {"number": NUMBER, "child": "小明"}])
def test_words_that_are_missing_or_have_no_place_are_refused_and_nothing_is_written(officer, words):
    with pytest.raises((KeyError, ValueError)):
        tell(officer, words=words)
    assert not Notice.objects.exists()


def test_an_unknown_template_is_refused(officer):
    with pytest.raises(LookupError):
        notify([officer], key="x", template="gossip", words={}, path="/desk/")


def test_a_template_key_is_registered_once():
    fresh = NoticeTemplates()
    fresh.add("new_task", "…")
    with pytest.raises(ValueError, match="twice"):
        fresh.add("new_task", "…")


def test_every_template_says_its_sentence_with_its_words():
    for template in templates:
        assert "%(" not in template.say(dict.fromkeys(template.words, "7"))


def test_the_mail_says_where_and_not_what_and_has_the_same_id_each_time(officer):
    (notice,) = tell(officer)
    send_mail(notice_id=notice.pk)
    send_mail(notice_id=notice.pk)
    first, second = mail.outbox
    assert first.to == ["officer@example.org"]
    assert NUMBER not in first.body
    assert "/desk/\n" in first.body
    assert officer.name not in first.body
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_what_was_read_meanwhile_is_not_mailed(officer):
    (notice,) = tell(officer)
    mark_read(officer)
    send_mail(notice_id=notice.pk)
    assert mail.outbox == []


def test_marking_as_read_reaches_only_ones_own_notices(officer, cast):
    (mine,) = tell(officer)
    (theirs,) = tell(cast.east_police_leader)
    assert mark_read(officer, notices=[mine.pk, theirs.pk]) == 1
    theirs.refresh_from_db()
    assert theirs.read_at is None
