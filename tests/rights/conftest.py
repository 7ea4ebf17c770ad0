"""Those who look after the rights of people in the data, and cases that are over."""

import pytest

from portal.directory.models import Organisation, Post, User
from tests.cast import EAST, PREFECTURE, WEST
from tests.workflows.conftest import run_jobs, sealed_folder, story, version
from workflows import services
from workflows.models import Case

__all__ = ["run_jobs", "sealed_folder", "story", "version"]

KEEPERS = {
    "leader": ("civil_affairs", EAST, "civil_affairs_leader"),
    "deputy": ("civil_affairs", EAST, "civil_affairs_leader"),
    "west_leader": ("civil_affairs", WEST, "civil_affairs_leader"),
    "city": ("civil_affairs", PREFECTURE, "city_officer"),
    "auditor": ("portal_office", PREFECTURE, "log_auditor"),
}


class Keepers:
    """Posts by name, each looked up afresh."""

    def __getattr__(self, name: str) -> Post:
        return Post.objects.select_related("organisation", "user").get(user__username=name)


@pytest.fixture
def keepers(cast) -> Keepers:
    for name, (function, area, role) in KEEPERS.items():
        organisation, _ = Organisation.objects.get_or_create(
            function=function, area_id=area, defaults={"name": f"{area} {function}"}
        )
        user = User.objects.create(username=name, name=name, is_active=True)
        Post.objects.create(user=user, organisation=organisation, role=role)
    return Keepers()


@pytest.fixture
def closed_case(story) -> Case:
    """The police have looked into a report and found that it was not so."""
    return close(story, story.report())


def close(story, case: Case) -> Case:
    task = story.accept(case)
    draft = story.draft(task, result="false", child_name="小明")
    services.complete_task(task, "refuse", by=story.cast.post("east_police"), draft=draft)
    case.refresh_from_db()
    assert case.is_closed
    return case
