"""Who reported: read by the officer in charge only, for a reason on record."""

import pytest
from django.urls import reverse

from portal.access.models import Access
from tests.workflows.desk.looking import page, text


def reporter(case):
    return reverse("desk:reporter", args=[case.pk, case.opening_submission.pk])


def test_the_officer_in_charge_reads_who_reported_for_a_reason_on_record(at_desk, story):
    case = story.report()
    story.accept(case)
    client = at_desk("east_police")
    assert "王老师" not in text(client.get(reporter(case)))
    assert "王老师" in text(client.post(reporter(case), {"reason": "回访核实"}))
    reading = Access.objects.get(action="read_reporter")
    assert reading.allowed
    assert "回访核实" in reading.purpose
    assert case.number in reading.purpose


def test_without_a_reason_nothing_is_shown(at_desk, story):
    case = story.report()
    story.accept(case)
    response = at_desk("east_police").post(reporter(case), {"reason": " "})
    assert "王老师" not in text(response)
    assert not Access.objects.filter(action="read_reporter").exists()


@pytest.mark.parametrize("name", ["east_police", "east_township", "east_civil_affairs"])
def test_nobody_else_reads_who_reported_and_the_try_is_on_record(at_desk, story, name):
    case = story.report()
    story.notify(case, "east_police_leader")
    response = at_desk(name).post(reporter(case), {"reason": "just curious"})
    assert response.status_code == 404
    assert Access.objects.get(action="read_reporter").allowed is False


def test_the_reporter_is_never_on_the_paper_itself(at_desk, story):
    case = story.report()
    story.accept(case)
    assert "王老师" not in text(page(at_desk("east_police"), "submission", case.pk, case.opening_submission.pk))
