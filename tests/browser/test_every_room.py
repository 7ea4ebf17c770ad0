"""Each page of the desk that the main job does not pass, on a telephone and at a desk: read by everybody, and whole."""

from collections.abc import Callable

import pytest

from tests.browser.person import Person

pytestmark = pytest.mark.browser

# Who looks after a room, and its pages. `{case}` is the first case of that person's list.
ROOMS = {
    "police": ["/desk/absence/", "/desk/search/", "/desk/notices/", "/desk/cases/", "/desk/cases/?show=closed"],
    "police_leader": ["/desk/emergencies/", "{case}", "{case}exclude/"],
    "log_auditor": ["/desk/log/", "/desk/rights/retention/"],
    "civil_leader": ["/desk/rights/", "/desk/rights/requests/", "/desk/rights/retention/", "/desk/rights/processing/"],
}


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
@pytest.mark.parametrize("name", ROOMS)
def test_each_page_is_read_without_barriers_and_fits_the_screen(
    somebody: Callable[..., Person], name: str, phone: bool
) -> None:
    person = somebody(name, phone=phone)
    for page in ROOMS[name]:
        person.go(page.replace("{case}", first_case_of(person)) if "{case}" in page else page)
        person.look(f"room-{page.partition('?')[0].strip('/').replace('/', '-').replace('{case}', 'case-')}")
        person.fits_the_screen()


def first_case_of(person: Person) -> str:
    person.go("/desk/cases/")
    found = person.page.locator("main a[href^='/desk/cases/'][href*='-']").first.get_attribute("href")
    assert found, f"{person.page.url} lists no case"
    return found
