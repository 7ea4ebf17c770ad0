"""Somebody who knows every address and every id walks them all, in every way that a program has.

What each role may see and do is the table's question (test_access_matrix.py); here it is what no table can list: odd
methods, odd values, and the many pages of the admin.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from forms.models import StoredFile
from tests.adversary import canaries, matrix
from tests.adversary.conftest import Planted, browser_of
from tests.adversary.everybody import HOME
from tests.adversary.gaps import of_planted
from tests.adversary.routes import addresses, of_ours, routes
from workflows.models import Case, Task

pytestmark = pytest.mark.usefixtures("unprinted")
OUTSIDERS = ["police_west", "", "log_auditor"]
# Who has been let into the admin, and who that is in the table.
ADMINISTRATORS = {"system": "system_administrator", "editor": "site_editor", "forms": "form_administrator"}
IDS = ("task_id", "case_id", "draft_id", "notice_id")
# What pages ask by POST.
NAMES = ("organisation", "reason", "post", "language", "size", "next", "username", "password", "code", "_key", "_go")
KEPT_OUT = {302, 401, 403, 404, 405, 410}


def walking(people: list[str]) -> list[Any]:
    """The first of them on each database, for what a database may choke on; the others on SQLite only."""
    return [*people[:1], *(pytest.param(name, marks=pytest.mark.once) for name in people[1:])]


def leaks(answer: Any, forbidden: tuple[str, ...]) -> list[str]:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    said = body.decode("utf-8", "replace") + str(answer.headers) + str(answer.cookies)
    return [word for word in forbidden if word in said]


def visit(client: Client, address: str, *, in_every_way: bool) -> Iterator[Any]:
    """As a browser asks; and once for each route by every way that a program has."""
    yield client.get(address)
    yield client.post(address, {"_go": "next", "reason": "我想知道", "organisation": "1"})
    if not in_every_way:
        return
    yield client.post(address, dict.fromkeys(NAMES, "\x00"))
    yield client.post(address, dict.fromkeys(NAMES, "' OR 1=1; --"))
    yield client.post(address, {"_method": "DELETE"}, headers={"x-http-method-override": "PUT"})
    yield client.delete(address)


def state_of(planted: Planted) -> list[Any]:
    return [
        Case.objects.get(pk=planted.case.pk).state,
        *Task.objects.filter(case=planted.case).order_by("pk").values_list("state", "assignee", "organisation"),
        *type(planted.open).objects.order_by("pk").values_list("pk", "revision", "sealed_answers", "submission"),
        StoredFile.objects.count(),
        planted.case.events.count(),
    ]


@pytest.mark.parametrize("somebody", walking(OUTSIDERS))
def test_who_is_no_part_of_a_case_learns_nothing_by_any_address_and_changes_nothing(planted, somebody):
    client, known, before, wrong = browser_of(somebody), of_planted(planted), state_of(planted), []
    for route, gaps in of_ours():
        # Who signs out sees nothing any more, and a report may be begun by everybody.
        if route.startswith("accounts/sign-out") or route.endswith(("/<key>/drafts/", "<path:page_path>/start/")):
            continue
        for place, address in enumerate(addresses(route, gaps, known)):
            for answer in visit(client, address, in_every_way=place == 0):
                if found := leaks(answer, (*canaries.ALL, planted.code)):
                    wrong.append((answer.request["REQUEST_METHOD"], address, found))
                if any(name in gaps for name in IDS) and answer.status_code not in KEPT_OUT:
                    wrong.append((answer.request["REQUEST_METHOD"], address, answer.status_code))
    assert wrong == []
    assert state_of(planted) == before


def test_the_officer_in_charge_does_see_who_reported_so_the_crawl_can_see_it_too(planted):
    address = f"/desk/cases/{planted.case.pk}/submissions/{planted.sent.submission_id}/reporter/"

    answer = browser_of("police").post(address, {"reason": "向报告人了解情况"})

    assert set(leaks(answer, canaries.ABOUT_REPORTER)) == set(canaries.ABOUT_REPORTER)


@pytest.mark.parametrize("somebody", walking(list(ADMINISTRATORS)))
def test_the_admin_holds_no_word_of_any_report_and_opens_to_each_what_the_table_says(planted, somebody):
    """Every address of Wagtail's admin that takes no gaps, and those with one number in it."""
    client, wrong, table = browser_of(somebody), [], matrix.read()
    # A gap that takes another kind of word, and Wagtail's page that fails on purpose, answer 500: read that too.
    client.raise_request_exception = False
    for route, gaps in routes():
        if not route.startswith("admin/") or len(gaps) > 1 or "(" in route or "logout" in route:
            continue
        thing = table.thing_at(route)
        closed = thing != "everybody" and not table.allows(ADMINISTRATORS[somebody], str(thing), HOME)
        known = {name: [1, planted.page.pk, planted.case.pk] for name in gaps}
        for address in addresses(route, gaps, known):
            answer = client.get(address)
            found = leaks(answer, (*canaries.ALL, planted.code))
            wrong += [(address, found)] if found else []
            wrong += [(address, thing)] if closed and answer.status_code == 200 else []
    assert wrong == []
