"""Each address of the desk that shows a page is walked in a browser, in one of two tests."""

import re
from uuid import UUID

from django.urls import resolve

from tests.adversary.routes import routes
from tests.browser.test_every_room import ROOMS

ONE = UUID(int=1)
CASE = f"/desk/cases/{ONE}/"
GAPS = {
    "case": CASE, "paper": f"{CASE}submissions/{ONE}/", "shutting": ONE, "exclusion": 1, "request": ONE, "named": ONE,
    "correction": 1, "emergency": 1, "post": 1,
    "task": ONE, "duty": ONE, "month": "2026-10",
}  # fmt: skip
# tests/browser/test_main_job.py walks these on the way from the report to the end of the case.
ON_THE_WAY = {
    "desk/notices/<int:notice_id>/",
    "desk/tasks/<uuid:task_id>/",
    "desk/tasks/<uuid:task_id>/form/",
    "desk/tasks/<uuid:task_id>/form/<path:place>",
    "desk/tasks/<uuid:task_id>/start-form/",
    "desk/tasks/<uuid:task_id>/steps/<slug:transition>/",
    "desk/tasks/<uuid:task_id>/accept/",
    "desk/cases/<uuid:case_id>/submissions/<uuid:submission_id>/reporter/",
    # tests/browser/test_reading.py
    "desk/policy/<int:page_id>/assign/",
    # tests/browser/test_child_file.py
    "desk/records/",
    "desk/records/<uuid:record_id>/",
    "desk/records/<uuid:record_id>/papers/<uuid:paper_id>/",
    "desk/records/forms/<uuid:draft_id>/",
    "desk/records/forms/<uuid:draft_id>/<path:place>",
}
# They answer a button with another page, or with a file.
NO_PAGE = re.compile(
    r"^desk/(filters|accept|finish)/$|^desk/notices/unread/$|/(end|excuse|take-back|confirm|refuse|remove|retry|seen|watch|new/<slug:form_key>|begin/<slug:form_key>|route|read|export|download/<slug:kind>|letter|answered|erase|pdf|paper)/$"
    r"|/rights/.*/lift/$|/rights/(holds|erasures)/$|/(decide|search)/$(?<!^desk/search/)|/files/<uuid:file_id>/$|/extracts/<uuid:extract_id>/file/$"
)


def walked() -> set[str]:
    pages = {page.partition("?")[0] for room in ROOMS.values() for page in room}
    return {resolve(page.format_map(GAPS)).route for page in pages}


def of_the_desk() -> set[str]:
    return {route for route, _gaps in routes() if route.startswith("desk/")}


def missing() -> set[str]:
    rest = of_the_desk() - walked() - ON_THE_WAY
    return {route for route in rest if not NO_PAGE.search(route)}


def test_every_address_of_the_desk_is_walked_or_says_why_not():
    assert missing() == set()


def test_what_is_listed_is_still_there_and_in_one_list():
    assert of_the_desk() >= ON_THE_WAY
    assert not walked() & ON_THE_WAY


def test_the_broken_twin_a_page_that_nobody_walks_would_be_seen(monkeypatch):
    monkeypatch.setitem(ROOMS, "log_auditor", [])
    assert "desk/log/" in missing()
