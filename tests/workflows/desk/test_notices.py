"""Notices: mine, opened one by one or read all at once."""

from django.urls import reverse

from portal.notices.models import Notice
from tests.workflows.desk.looking import page, text


def test_notices_are_mine_and_opening_one_leads_to_its_page(at_desk, story, run_jobs):
    case = story.report()
    run_jobs("workflows.effect")
    client = at_desk("east_police")
    assert "1 notice you have not read" in text(page(client, "notices"))
    notice = Notice.objects.get(user__username="east_police")
    response = client.post(reverse("desk:open_notice", args=[notice.pk]))
    assert response["Location"] == reverse("desk:case", args=[case.pk])
    assert "0 notices you have not read" in text(page(client, "notices"))
    assert at_desk("east_police_leader").post(reverse("desk:open_notice", args=[notice.pk])).status_code == 404


def test_all_notices_are_read_with_one_click(at_desk, story, run_jobs):
    story.report()
    story.report()
    run_jobs("workflows.effect")
    client = at_desk("east_police")
    client.post(reverse("desk:read_all_notices"))
    assert "0 notices you have not read" in text(page(client, "notices"))
