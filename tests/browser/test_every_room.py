"""Pages of the desk that the main job does not pass, on a telephone and at a desk: read by everybody, and whole."""

from collections.abc import Callable

import pytest

from tests.browser.person import Person

pytestmark = pytest.mark.browser

REQUEST = "/desk/rights/requests/{request}/"
# Who looks after a room, and its pages, see `address`.
ROOMS = {
    "police": [
        "/desk/absence/", "/desk/search/", "/desk/notices/", "/desk/cases/?urgent=yes", "/desk/cases/?show=closed",
        "/desk/?show=watched",
        "/desk/posts/{post}/hand-over/", "/desk/extracts/",
    ],
    "police_leader": [
        "/desk/board/", "/desk/measures/",
        "/desk/emergencies/", "{case}", "{paper}", "{case}exclude/", "{case}dialogue/",
        "/desk/tasks/{task}/deadline/",
        "/desk/cases/{shutting}/exclusions/{exclusion}/lift/",
    ],
    "township_leader": [
        "/desk/duties/", "/desk/duties/missed/?duty=monthly_visit&period={month}", "/desk/duties/{duty}/",
    ],
    "log_auditor": ["/desk/log/", "/desk/rights/retention/", "/desk/emergencies/{emergency}/"],
    "civil_leader": [
        "/desk/rights/", "/desk/rights/requests/", "/desk/rights/retention/", "/desk/rights/processing/",
        "{case}do/terminate/",
        REQUEST, REQUEST + "papers/{named}/", REQUEST + "papers/{named}/answers/child_now_where/",
    ],
    "city": ["/desk/rights/corrections/{correction}/"],
}  # fmt: skip


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
@pytest.mark.parametrize("name", ROOMS)
def test_each_page_is_read_without_barriers_and_fits_the_screen(
    somebody: Callable[..., Person], unfinished_work: dict[str, str], name: str, phone: bool
) -> None:
    person = somebody(name, phone=phone)
    for page in ROOMS[name]:
        answer = person.page.goto(person.url + address(person, page, unfinished_work))
        assert answer, page
        assert answer.ok, f"{page}: {answer.status}"
        person.look(f"room-{page.partition('?')[0].strip('/').replace('/', '-').replace('{', '').replace('}', '-')}")
        person.fits_the_screen()


def address(person: Person, page: str, unfinished_work: dict[str, str]) -> str:
    """With `{case}` the first case of the person's list, with `{paper}` its first paper; other gaps as given."""
    for gap, value in unfinished_work.items():
        page = page.replace(f"{{{gap}}}", value)
    if "{" not in page:
        return page
    person.go("/desk/cases/")
    case = first_link(person, "main a[href^='/desk/cases/'][href*='-']")
    if "{paper}" not in page:
        return page.replace("{case}", case)
    person.go(case)
    return page.replace("{paper}", first_link(person, "main a[href*='/submissions/']"))


def first_link(person: Person, selector: str) -> str:
    found = person.page.locator(selector).first.get_attribute("href")
    assert found, f"{person.page.url} has no {selector}"
    return found
