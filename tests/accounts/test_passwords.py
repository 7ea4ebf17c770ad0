"""Which passwords are taken, how long they are good for, and that no old one comes back."""

from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from portal.accounts import password_age
from portal.accounts.models import PasswordRecord
from portal.directory.models import User
from tests.accounts.conftest import PASSWORD, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/accounts/password/"


def change(client, new, old=PASSWORD, **data):
    return client.post(PAGE, {"old_password": old, "new_password1": new, "new_password2": new, **data})


def codes_of(password, user=None):
    try:
        validate_password(password, user)
    except ValidationError as error:
        return {problem.code for problem in error.error_list}
    return set()


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("Kr4b!enx", "password_too_short"),
        ("kindergarten7", "password_of_few_kinds"),
        ("KINDERGARTEN7", "password_of_few_kinds"),
        ("84620174620174", "password_of_few_kinds"),
        ("Password123", "password_too_common"),
        ("East_Police1", "password_too_similar"),
    ],
)
def test_a_weak_password_is_refused_for_a_reason(cast, password, code):
    assert code in codes_of(password, cast.east_police)


@pytest.mark.parametrize("password", ["Kindergarten7", "kindergarten 7", "孩子们7Garten的家园呀呀", "KINDERGARTEN-7"])
def test_three_kinds_of_characters_are_enough(cast, password):
    assert codes_of(password, cast.east_police) == set()


def test_none_of_the_last_five_passwords_is_taken_again_and_the_sixth_is(officer, settings):
    former = [f"Number {n} of my passwords" for n in range(6)]
    for password in former:
        officer.set_password(password)
        officer.save()
    assert "password_used_before" in codes_of(former[-1], officer)
    assert "password_used_before" in codes_of(former[1], officer)
    assert codes_of(former[0], officer) == set()
    assert PasswordRecord.objects.filter(user=officer).count() == settings.PASSWORD_HISTORY


def test_the_present_password_counts_although_it_was_set_past_the_history(cast):
    user = User.objects.create_user("somebody", password=PASSWORD)
    assert not PasswordRecord.objects.filter(user=user).exists()
    assert "password_used_before" in codes_of(PASSWORD, user)


def test_somebody_elses_password_is_not_in_the_way(officer, cast):
    assert codes_of(PASSWORD, cast.west_police) == set()


def test_no_password_is_kept_in_clear(officer):
    assert PASSWORD not in str(list(PasswordRecord.objects.values()))


def test_the_page_says_which_rule_is_not_met(officer, browser):
    sign_in(browser, officer.username)
    page = change(browser, "kindergarten").content.decode()
    assert "at least three of these" in page
    assert change(browser, PASSWORD).status_code == 200


def test_a_password_runs_out_after_ninety_days_and_is_changed_before_anything_else(officer, browser, clock):
    clock.pass_by(timedelta(days=90))
    sign_in(browser, officer.username)
    sent = browser.get("/desk/cases/?page=2")
    assert sent["Location"] == f"{PAGE}?next=%2Fdesk%2Fcases%2F%3Fpage%3D2"
    assert "Before you go on" in browser.get(sent["Location"]).content.decode()
    assert change(browser, "Entirely different 2", next="/desk/cases/")["Location"] == "/desk/cases/"
    assert browser.get("/desk/cases/").status_code == 200


def test_public_pages_stay_open_to_whoever_must_change_a_password(officer, browser, clock):
    clock.pass_by(timedelta(days=90))
    sign_in(browser, officer.username)
    assert browser.get("/follow/").status_code == 200
    assert browser.get(PAGE).status_code == 200


def test_a_script_is_not_led_to_the_password_page(officer, browser, clock):
    clock.pass_by(timedelta(days=90))
    sign_in(browser, officer.username)
    assert browser.get("/desk/", headers={"sec-fetch-mode": "cors"}).status_code == 401


def test_two_weeks_before_one_is_told_and_earlier_not(officer, browser, clock):
    clock.pass_by(timedelta(days=75))
    sign_in(browser, officer.username)
    assert "Your password is good until" not in browser.get("/accounts/after-sign-in/", follow=True).content.decode()
    clock.pass_by(timedelta(days=1))
    sign_in(browser, officer.username)
    assert "Your password is good until Feb. 20, 2027" in _after(browser)


def test_the_age_is_a_setting_and_zero_means_never(officer, settings):
    settings.PASSWORD_MAX_AGE_DAYS = 0
    assert password_age.due_on(officer) is None


def test_without_a_record_the_age_counts_from_the_first_day_of_the_account(cast, clock):
    user = User.objects.create_user("somebody", password=PASSWORD, date_joined=clock.now)
    assert password_age.due_on(user) == (clock.now + timedelta(days=90)).date()


def test_who_has_no_password_here_need_not_change_it(cast):
    cast.east_police.set_unusable_password()
    user = cast.east_police
    user.set_unusable_password()
    assert password_age.due_on(user) is None


def test_a_password_that_somebody_else_gave_is_changed_first_and_the_own_one_is_not(officer, browser, settings):
    settings.PASSWORD_GIVEN_MUST_CHANGE = True
    sign_in(browser, officer.username)
    assert browser.get("/desk/")["Location"].startswith(PAGE)
    change(browser, "Entirely different 2")
    assert browser.get("/desk/").status_code == 200
    officer.refresh_from_db()
    assert password_age.due_on(officer) > password_age.timezone.localdate()


def test_a_change_signs_out_everywhere_else_and_gives_this_session_a_new_name(officer, browser):
    from tests.accounts.conftest import new_browser

    elsewhere = new_browser()
    for client in (browser, elsewhere):
        sign_in(client, officer.username)
    before = browser.session.session_key
    change(browser, "Entirely different 2")
    assert browser.session.session_key != before
    assert browser.get("/desk/").status_code == 200
    assert elsewhere.get("/desk/").status_code == 302
    assert officer.signed_in.open().count() == 1


def _after(client):
    return client.get("/accounts/after-sign-in/", follow=True).content.decode()
