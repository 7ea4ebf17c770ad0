"""The session ends while somebody types: what is typed stays, and is saved when they have signed in again elsewhere."""

import pytest
from playwright.sync_api import Route, expect

from tests.forms.wizard.standing import ADDRESS, KINDS, STATICS

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><html lang=zh><meta charset=utf-8><title>x</title>
<script type="module" src="/static/forms/wizard/wizard.js"></script>
<form method="post" action="/step/" data-controller="autosave" data-autosave-out-value="signed out"
 data-autosave-saved-value="saved" data-action="input->autosave#soon submit->autosave#leave">
<input type="hidden" name="csrfmiddlewaretoken" value="{token}">
<input type="hidden" name="_revision" value="0" data-autosave-target="revision">
<input name="facts" aria-label="facts"><button>Next</button><p data-autosave-target="status"></p></form>"""


class Portal:
    """Takes what comes with the token of the present session only."""

    def __init__(self) -> None:
        self.token, self.signed_in, self.saved = "first", True, ""

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        if path.startswith("static/"):
            found = next(folder / path[7:] for folder in STATICS if (folder / path[7:]).is_file())
            route.fulfill(body=found.read_text(), content_type=KINDS.get(found.suffix, "text/plain"))
        elif route.request.method == "GET":
            page = PAGE.format(token=self.token)
            route.fulfill(status=200 if self.signed_in else 403, body=page, content_type="text/html")
        elif self.signed_in and self.token in (route.request.post_data or ""):
            self.saved = route.request.post_data or ""
            route.fulfill(json={"revision": 1, "at": "10:00", "stale": ""})
        else:
            route.fulfill(status=403, body="")


def test_what_is_typed_after_the_session_ended_is_saved_after_signing_in_again(chromium):
    portal, page = Portal(), chromium.new_page()
    page.route(f"{ADDRESS}**", portal.answer)
    page.goto(f"{ADDRESS}step/")
    portal.signed_in = False

    page.get_by_label("facts").type("typed afterwards")
    expect(page.get_by_text("signed out")).to_be_visible(timeout=30_000)
    page.get_by_role("button").click()
    expect(page.get_by_label("facts")).to_have_value("typed afterwards")
    assert portal.saved == ""

    portal.token, portal.signed_in = "second", True
    expect(page.get_by_text("saved 10:00")).to_be_visible(timeout=30_000)
    assert "typed afterwards" in portal.saved
    page.close()
