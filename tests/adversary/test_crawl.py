"""Somebody who knows every address and every id walks them all: who is no part of a case learns nothing of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from forms.models import StoredFile
from portal.accounts.models import SignedIn
from portal.directory.models import Absence, Post
from portal.notices.models import Notice
from tests.adversary import canaries
from tests.adversary.conftest import Planted, browser_of
from tests.adversary.routes import Gaps, addresses, routes
from workflows.models import Case, EffectRun, Task

# Every address outside Wagtail's admin. A new one fails the test until somebody has said here that it is known, and
# has named what stands in its gaps in `known_ids`.
ROUTES = {
    "documents/^(\\d+)/(.*)$",
    "documents/authenticate_with_password/<int:restriction_id>/",
    "accounts/sign-in/",
    "accounts/sign-out/",
    "accounts/after-sign-in/",
    "accounts/post/",
    "accounts/password/",
    "accounts/stay/",
    "accounts/devices/",
    "accounts/devices/<int:signed_in_id>/end/",
    "accounts/devices/end-others/",
    "accounts/single-sign-on/",
    "accounts/single-sign-on/back/",
    "accounts/second-factor/",
    "accounts/second-factor/code/",
    "accounts/second-factor/set-up/",
    "accounts/second-factor/with-code/",
    "preferences/language/",
    "preferences/text-size/",
    "robots.txt",
    "areas/<str:code>/children/",
    "search/",
    "<path:page_path>/d/<uuid:draft_id>/",
    "<path:page_path>/d/<uuid:draft_id>/<path:place>",
    "desk/",
    "desk/absence/",
    "desk/absence/<int:absence_id>/end/",
    "desk/posts/<int:post_id>/hand-over/",
    "desk/notices/",
    "desk/notices/read/",
    "desk/notices/<int:notice_id>/",
    "desk/tasks/<uuid:task_id>/",
    "desk/tasks/<uuid:task_id>/accept/",
    "desk/tasks/<uuid:task_id>/route/",
    "desk/tasks/<uuid:task_id>/steps/<slug:transition>/",
    "desk/tasks/<uuid:task_id>/start-form/",
    "desk/tasks/<uuid:task_id>/form/",
    "desk/tasks/<uuid:task_id>/form/<path:place>",
    "desk/search/",
    "desk/cases/",
    "desk/cases/<uuid:case_id>/",
    "desk/cases/<uuid:case_id>/submissions/<uuid:submission_id>/",
    "desk/cases/<uuid:case_id>/submissions/<uuid:submission_id>/reporter/",
    "desk/cases/<uuid:case_id>/files/<uuid:file_id>/",
    "desk/cases/<uuid:case_id>/effects/<int:run_id>/retry/",
    "desk/cases/<uuid:case_id>/exclude/",
    "desk/cases/<uuid:case_id>/exclusions/<int:exclusion_id>/lift/",
    "desk/log/",
    "desk/log/export/",
    "desk/emergencies/",
    "desk/emergencies/<int:emergency_id>/",
    "desk/emergencies/<int:emergency_id>/end/",
    "desk/rights/",
    "desk/rights/holds/",
    "desk/rights/holds/<int:hold_id>/lift/",
    "desk/rights/erasures/",
    "desk/rights/erasures/<int:proposal_id>/confirm/",
    "desk/rights/erasures/<int:proposal_id>/refuse/",
    "desk/rights/requests/",
    "desk/rights/requests/<uuid:request_id>/",
    "desk/rights/requests/<uuid:request_id>/decide/",
    "desk/rights/requests/<uuid:request_id>/search/",
    "desk/rights/requests/<uuid:request_id>/export/",
    "desk/rights/requests/<uuid:request_id>/download/<slug:kind>/",
    "desk/rights/requests/<uuid:request_id>/letter/",
    "desk/rights/requests/<uuid:request_id>/answered/",
    "desk/rights/requests/<uuid:request_id>/papers/<uuid:submission_id>/erase/",
    "desk/rights/requests/<uuid:request_id>/papers/<uuid:submission_id>/",
    "desk/rights/requests/<uuid:request_id>/papers/<uuid:submission_id>/answers/<str:answer>/",
    "desk/rights/corrections/<int:correction_id>/",
    "desk/rights/corrections/<int:correction_id>/decide/",
    "desk/rights/retention/",
    "desk/rights/processing/",
    "desk/rights/processing/pdf/",
    "follow/",
    "follow/receipt/",
    "follow/copy/",
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
    "_util/login/",
    "^((?:[\\w\\-]+/)*)$",
}
OUTSIDERS = ["police_west", "", "township_west", "teacher", "forms", "log_auditor"]
# They are part of the case or of the work behind it, but never of who reported.
NEVER_REPORTER = ["township", "civil", "prosecutor", "police2"]
IDS = ("task_id", "case_id", "draft_id", "notice_id")
# What pages ask by POST.
NAMES = ("organisation", "reason", "post", "language", "size", "next", "username", "password", "code", "_key", "_go")
KEPT_OUT = {302, 403, 404, 405, 410}
PLACES = ["", "danger/", "what/", "child/", "reporter/", "review-and-send/", "receipt-page/", "files/evidence_photos/"]


def walking(people: list[str]) -> list[Any]:
    """The first of them on each database, for what a database may choke on; the others on SQLite only."""
    return [*people[:1], *(pytest.param(name, marks=pytest.mark.once) for name in people[1:])]


def known_ids(planted: Planted) -> Gaps:
    """What somebody might put into the gaps of an address: the ids of the case and everything that hangs on it."""
    files = [str(file.pk) for file in StoredFile.objects.all()]
    submissions = [member.submission_id for member in planted.case.case_submissions.all()]
    return {
        "case_id": [planted.case.pk],
        "task_id": [task.pk for task in planted.case.tasks.all()],
        "submission_id": submissions,
        "file_id": files,
        "run_id": list(EffectRun.objects.filter(case=planted.case).values_list("pk", flat=True)),
        "notice_id": list(Notice.objects.values_list("pk", flat=True)[:4]),
        "draft_id": [planted.sent.pk, planted.open.pk],
        "page_path": ["report/mandatory"],
        "place": [*PLACES, *(f"file/{file}/" for file in files), *(f"file/{file}/small/" for file in files)],
        "transition": ["accept", "record", "send", "sign", "return"],
        "code": ["990121000000", str(planted.case.pk), "' OR 1=1 --"],
        "signed_in_id": list(SignedIn.objects.values_list("pk", flat=True)[:4]),
        "hold_id": [1],
        "correction_id": [1],
        "answer": ["child_name"],
        "exclusion_id": [1],
        "request_id": [planted.case.pk],
        "kind": ["json", "pdf"],
        "proposal_id": [1],
        "absence_id": list(Absence.objects.values_list("pk", flat=True)),
        "post_id": list(Post.objects.filter(assigned_tasks__case=planted.case).distinct().values_list("pk", flat=True)),
        "emergency_id": [1],
        "restriction_id": [1],
        "page_view_restriction_id": [1],
        "page_id": [planted.page.pk],
    }


def of_ours() -> list[tuple[str, dict[str, Any]]]:
    return [(route, gaps) for route, gaps in routes() if not route.startswith("admin/")]


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


def test_every_address_is_known_to_this_test():
    assert {route for route, _gaps in of_ours()} == ROUTES


@pytest.mark.parametrize("somebody", walking(OUTSIDERS))
def test_who_is_no_part_of_a_case_learns_nothing_by_any_address_and_changes_nothing(planted, somebody):
    client, known, before, wrong = browser_of(somebody), known_ids(planted), state_of(planted), []
    for route, gaps in of_ours():
        if route.startswith(("^", "documents/^", "accounts/sign-out")):
            continue
        for place, address in enumerate(addresses(route, gaps, known)):
            for answer in visit(client, address, in_every_way=place == 0):
                if found := leaks(answer, (*canaries.ALL, planted.code)):
                    wrong.append((answer.request["REQUEST_METHOD"], address, found))
                if any(name in gaps for name in IDS) and answer.status_code not in KEPT_OUT:
                    wrong.append((answer.request["REQUEST_METHOD"], address, answer.status_code))
    assert wrong == []
    assert state_of(planted) == before


@pytest.mark.parametrize("somebody", walking(NEVER_REPORTER))
def test_who_is_part_of_a_case_learns_by_no_address_who_reported(planted, somebody):
    client, known, wrong = browser_of(somebody), known_ids(planted), []
    for route, gaps in of_ours():
        if not route.startswith("desk/") or "transition" in gaps:
            continue
        for address in addresses(route, gaps, known):
            # A bare POST to the township's task would change what the next address shows, so only looking here,
            # and the one POST that may show who reported.
            answers = [client.get(address)]
            if address.endswith("/reporter/"):
                answers.append(client.post(address, {"reason": "向报告人了解情况"}))
            wrong += [(address, found) for answer in answers if (found := leaks(answer, canaries.ABOUT_REPORTER))]
    assert wrong == []


def test_the_officer_in_charge_does_see_who_reported_so_the_crawl_can_see_it_too(planted):
    address = f"/desk/cases/{planted.case.pk}/submissions/{planted.sent.submission_id}/reporter/"

    answer = browser_of("police").post(address, {"reason": "向报告人了解情况"})

    assert set(leaks(answer, canaries.ABOUT_REPORTER)) == set(canaries.ABOUT_REPORTER)


@pytest.mark.parametrize("somebody", walking(["system", "editor", "forms"]))
def test_the_admin_holds_no_word_of_any_report(planted, somebody):
    """Every address of Wagtail's admin that takes no gaps, and those with one number in it."""
    client, wrong = browser_of(somebody), []
    # A gap that takes another kind of word, and Wagtail's page that fails on purpose, answer 500: read that too.
    client.raise_request_exception = False
    for route, gaps in routes():
        if not route.startswith("admin/") or len(gaps) > 1 or "(" in route or "logout" in route:
            continue
        known = {name: [1, planted.page.pk, planted.case.pk] for name in gaps}
        for address in addresses(route, gaps, known):
            found = leaks(client.get(address), (*canaries.ALL, planted.code))
            wrong += [(address, found)] if found else []
    assert wrong == []
