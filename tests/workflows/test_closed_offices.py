"""An office is closed while work lies there: nothing of it waits where nobody looks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.directory.models import Organisation, OrganisationSuccession
from portal.jobs import runner
from portal.jobs.models import Job
from tests.cast import EAST, PREFECTURE
from tests.workflows.desk.conftest import at_desk
from tests.workflows.desk.looking import inbox_of, text
from workflows.events import broken_links
from workflows.models import Case
from workflows.services import closing

__all__ = ["at_desk"]


@pytest.fixture
def close():
    """Close an office, and an hour passes."""

    def close(function, area):
        office = Organisation.objects.get(function=function, area=area)
        office.active = False
        office.save()
        Job.objects.filter(kind="workflows.office_closed").update(run_after=timezone.now())
        for job in Job.objects.filter(kind="workflows.office_closed", state=Job.State.WAITING):
            runner.run(str(job.pk))
        return office

    return close


def test_its_open_work_goes_to_whoever_answers_now_and_the_case_says_so(story, close, cast, at_desk):
    case = story.report()
    close("police", EAST)
    task = case.tasks.get()
    assert task.organisation == cast.post("city_police").organisation
    assert case.number in text(inbox_of(at_desk("city_police")))
    assert [event.kind for event in case.events.order_by("sequence")][-2:] == ["routed", "deadline_restarted"]
    assert broken_links(Case.objects.get()) == []


def test_where_nobody_answers_the_portal_office_sees_it(story, close, at_desk):
    case = story.report()
    close("police", PREFECTURE)
    close("police", "990122000000")
    close("police", EAST)
    client = at_desk("form_administrator")
    assert case.tasks.get().organisation is None
    assert "Nobody answers for it" in text(inbox_of(client))


def test_what_an_officer_of_the_closed_office_had_in_hand_is_not_left_with_them(story, close):
    case = story.report()
    story.accept(case)
    close("police", EAST)
    task = case.tasks.open().get()
    assert (task.organisation, task.assignee) == (None, None)


def test_who_took_over_has_it_already_and_nothing_moves(story, cast, close):
    case, office = story.report(), cast.post("east_police").organisation
    heir = cast.post("city_police").organisation
    OrganisationSuccession.objects.create(old=office, new=heir, on=timezone.localdate() - timedelta(days=1))
    close("police", EAST)
    assert case.tasks.get().organisation == office
    assert case.tasks.visible_to_post(cast.post("city_police")).exists()


def test_asked_again_it_does_nothing(story, close):
    case = story.report()
    office = close("police", EAST)
    before = case.events.count()
    closing.pass_on(case.tasks.get().pk)
    assert closing.left_behind(office) == []
    assert case.events.count() == before


def test_an_office_without_open_work_asks_for_nothing(cast, close):
    close("procuratorate", EAST)
    assert not Job.objects.filter(kind="workflows.office_closed").exists()
