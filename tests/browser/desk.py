"""What people do at the desk, whatever the case is about."""

from typing import Any

from tests.browser.filling import fill_step
from tests.browser.person import Person


def open_task(staff: Person, number: str, title: str = "") -> None:
    """The task of the case that stands in the inbox; with its title where there are several."""
    staff.go("/desk/")
    staff.page.locator(".inbox__task", has_text=number).locator("h2 a", has_text=title).click()
    staff.page.wait_for_load_state()


def begin_form(staff: Person) -> None:
    """From the page of a task to the first page of its form."""
    staff.page.locator("form[action$='/start-form/'] button").click()
    staff.page.wait_for_load_state()


def take(staff: Person, way: str) -> None:
    """Finish a task without a form by one of its ways."""
    staff.page.locator(f"form[action*='/steps/{way}/'] button").click()
    staff.page.wait_for_load_state()


def hand_in(staff: Person, answers: dict[str, Any], way: str, picture: str = "") -> None:
    """Fill in the form of a task from its page on, answering what is asked, and finish the task by that way.

    Each page is looked at under that name; without one, because another test or person has looked at it, none is.
    """
    begin_form(staff)
    left = dict(answers)
    while not staff.page.url.rstrip("/").endswith("review-and-send"):
        fill_step(staff, left)
        if picture:
            staff.look(f"{picture}-{staff.page.url.rstrip('/').rsplit('/', 1)[-1]}")
        staff.press()
    assert not left, f"nobody asked for {sorted(left)}"
    if picture:
        staff.look(f"{picture}-review")
    staff.page.locator(f"button[name=transition][value={way}]").click()
    staff.page.wait_for_load_state()
    assert "review-and-send" not in staff.page.url, staff.page.locator("main").inner_text()
