"""Breaking the glass at the desk: opening by the number, the banner, ending, and the auditor's review."""

import pytest

from portal.access.models import Access, EmergencyAccess
from portal.directory.models import Post
from tests.workflows.desk.looking import page, text
from workflows.models import Case

URL = "/desk/emergencies/"
REASON = "孩子今晚送到我局，需要马上了解情况"


@pytest.fixture
def leader(cast):
    Post.objects.filter(user=cast.east_civil_affairs).update(role="civil_affairs_leader")
    return "east_civil_affairs"


@pytest.fixture
def auditor(cast):
    Post.objects.filter(user=cast.east_teacher).update(role="log_auditor")
    return "east_teacher"


@pytest.fixture
def opened(at_desk, story, leader):
    case = story.report()
    response = at_desk(leader).post(URL, {"number": f" {case.number} ", "reason": REASON})
    assert response["Location"] == f"/desk/cases/{case.pk}/"
    return EmergencyAccess.objects.get()


def test_the_case_opens_with_a_banner_and_its_paper_is_read_on_record(at_desk, opened, leader, story):
    client = at_desk(leader)
    shown = page(client, "case", opened.matter)
    assert "You opened this case in an emergency" in text(shown)
    assert "Try again" not in text(shown)
    paper = client.get(f"/desk/cases/{opened.matter}/submissions/{story_submission(opened)}/")
    assert "独自在家三天" in text(paper)
    assert "王老师" not in text(paper)
    assert Access.objects.get(action="read").emergency


def story_submission(opened):
    return Case.objects.get(pk=opened.matter).opening_submission.pk


def test_who_reported_stays_closed(at_desk, opened, leader):
    address = f"/desk/cases/{opened.matter}/submissions/{story_submission(opened)}/reporter/"
    assert at_desk(leader).post(address, {"reason": "想知道"}).status_code == 404
    assert Access.objects.refused().in_emergencies().get().action == "read_reporter"


@pytest.mark.parametrize("number", ["nothing-1", "", "报", "%"])
def test_a_number_that_is_none_gets_one_sentence_and_no_list(at_desk, leader, story, number):
    case = story.report()
    response = at_desk(leader).post(URL, {"number": number, "reason": REASON})
    assert response.status_code == 200
    assert case.number not in text(response)
    assert not EmergencyAccess.objects.exists()


@pytest.mark.parametrize("reason", ["", "急", "         x"])
def test_a_reason_must_be_one(at_desk, leader, story, reason):
    case = story.report()
    assert at_desk(leader).post(URL, {"number": case.number, "reason": reason}).status_code == 200
    assert not EmergencyAccess.objects.exists()


def test_ending_closes_the_case_again(at_desk, opened, leader):
    client = at_desk(leader)
    assert client.get(f"{URL}{opened.pk}/end/").status_code == 405
    client.post(f"{URL}{opened.pk}/end/")
    assert page(client, "case", opened.matter).status_code == 404
    assert Access.objects.filter(action="end_emergency").exists()


@pytest.mark.parametrize("who", ["east_police", "east_police_leader", "west_police", "east_township"])
def test_nobody_else_sees_ends_or_reviews_it(at_desk, opened, who):
    client = at_desk(who)
    for address in (f"{URL}{opened.pk}/", f"{URL}{opened.pk}/end/"):
        assert client.get(address).status_code in {404, 405}
        assert client.post(address, {"finding": "没有问题"}).status_code == 404
    opened.refresh_from_db()
    assert (opened.ended_at, opened.reviewed_at) == (None, None)
    assert opened.number not in text(client.get(URL))


def test_the_supervisor_sees_the_reason_and_neither_the_case_nor_the_review(at_desk, opened, cast):
    client = at_desk("form_administrator")
    assert REASON in text(client.get(f"{URL}{opened.pk}/"))
    assert client.post(f"{URL}{opened.pk}/", {"finding": "没有问题"}).status_code == 404
    assert page(client, "case", opened.matter).status_code == 404
    assert Access.objects.refused().filter(action="review_emergency", user=cast.form_administrator).exists()


def test_the_auditor_sees_what_was_opened_meanwhile_and_reviews_it_once(at_desk, opened, leader, auditor, cast):
    at_desk(leader).get(f"/desk/cases/{opened.matter}/submissions/{story_submission(opened)}/")
    client = at_desk(auditor)
    assert "to be reviewed" in text(client.get(URL))
    assert "opened a paper" in text(client.get(f"{URL}{opened.pk}/"))
    for finding in ("确有必要，只看了报告", "改口"):
        client.post(f"{URL}{opened.pk}/", {"finding": finding})
    opened.refresh_from_db()
    assert (opened.finding, opened.reviewed_by) == ("确有必要，只看了报告", cast.post(auditor))
    assert page(client, "case", opened.matter).status_code == 404


def test_the_auditor_opens_none(at_desk, story, auditor):
    case = story.report()
    at_desk(auditor).post(URL, {"number": case.number, "reason": REASON})
    assert not EmergencyAccess.objects.exists()


def test_whom_it_is_not_for_does_not_find_the_page(at_desk, cast):
    assert at_desk("east_township").get(URL).status_code == 404
    assert at_desk("east_civil_affairs").get(URL).status_code == 404
