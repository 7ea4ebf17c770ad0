"""Guards that stand before the table: each is taken away, and what it kept out comes in. All twins are in twins.py."""

from ipaddress import ip_network
from pathlib import Path

import pytest
from django.test import Client

from forms.models import Draft
from tests.adversary import twins
from tests.adversary.asking import writes
from tests.adversary.conftest import browser_of
from workflows.desk import notices
from workflows.models import Task

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("guard", twins.ELSEWHERE)
def test_the_twin_of_a_guard_is_where_the_list_says(guard):
    file, _colons, test = twins.ELSEWHERE[guard].partition("::")
    assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8")


def test_no_guard_has_two_names():
    names = [twin.guard for twin in twins.TWINS]
    assert len({*names, *twins.ELSEWHERE}) == len(names) + len(twins.ELSEWHERE)


@pytest.mark.parametrize("is_there", [True, False])
def test_without_the_rule_of_networks_the_administration_opens_from_anywhere(house, settings, monkeypatch, is_there):
    settings.ADMIN_NETWORKS = [ip_network("10.20.0.0/16")]
    if not is_there:
        monkeypatch.setattr("portal.accounts.networks.refused_place", lambda _path, _address: "")

    answer = browser_of("forms").get("/admin/", REMOTE_ADDR="203.0.113.77")

    assert answer.status_code == (403 if is_there else 200)


@pytest.mark.parametrize("is_there", [True, False])
def test_without_the_duty_the_administration_opens_without_a_second_factor(house, settings, monkeypatch, is_there):
    settings.SECOND_FACTOR_REQUIRED = True
    if not is_there:
        monkeypatch.setattr("portal.accounts.duties._before_work", lambda _request, _user: None)

    answer = browser_of("forms").get("/admin/")

    assert answer.status_code == (302 if is_there else 200)


@pytest.mark.parametrize("is_there", [True, False])
def test_without_the_middleware_a_forged_request_begins_a_report(house, settings, is_there):
    if not is_there:
        settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("CsrfViewMiddleware")]
    before = Draft.objects.count()

    Client(enforce_csrf_checks=True).post(f"{house.get_url()}start/")

    assert Draft.objects.count() - before == (0 if is_there else 1)


@pytest.mark.parametrize("writing", [False, True])
def test_a_page_that_writes_when_it_is_looked_at_is_seen(house, monkeypatch, writing):
    if writing:
        monkeypatch.setattr(notices, "unread_count", lambda _user: Task.objects.filter(key="").update(urgent=True))

    with writes() as written:
        assert browser_of("police").get("/desk/notices/").status_code == 200

    assert ("workflows_task" in written) is writing


@pytest.mark.parametrize("is_there", [True, False])
def test_without_the_door_staff_are_sent_to_sign_in_instead_of_told_no(house, monkeypatch, is_there):
    if not is_there:
        monkeypatch.setattr("portal.access.middleware.ADMIN", "/nowhere/")

    assert browser_of("teacher").get("/admin/").status_code == (403 if is_there else 302)
