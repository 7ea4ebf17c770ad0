"""What people do at the desk, whatever the case is about."""

from tests.browser.person import Person


def open_task(staff: Person, number: str) -> None:
    """The task of the case that stands in the inbox."""
    staff.go("/desk/")
    staff.page.locator(".inbox__task", has_text=number).locator("h2 a").click()
    staff.page.wait_for_load_state()


def begin_form(staff: Person) -> None:
    """From the page of a task to the first page of its form."""
    staff.page.locator("form[action$='/start-form/'] button").click()
    staff.page.wait_for_load_state()


def take(staff: Person, way: str) -> None:
    """Finish a task without a form by one of its ways."""
    staff.page.locator(f"form[action*='/steps/{way}/'] button").click()
    staff.page.wait_for_load_state()
