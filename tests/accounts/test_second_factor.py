"""The second factor: who needs it, how it is set up, asked for, used up, replaced and reset."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission

from portal.access.models import Access
from portal.access.refusal import Refused
from portal.accounts import entry, patience, second_factor, totp
from portal.accounts.models import RecoveryCode, SecondFactor, SignedIn
from portal.directory.models import Post, User
from portal.notices.models import Notice
from portal.privacy.models import DataKey
from portal.privacy.sealing import Unreadable
from tests.accounts.conftest import DOOR, PASSWORD, new_browser, sign_in

pytestmark = pytest.mark.django_db
CODE_PAGE = "/accounts/second-factor/code/"
SET_UP = "/accounts/second-factor/set-up/"
SECRET = b"twenty bytes of a key"[:20]


@pytest.fixture
def clock(clock, monkeypatch):
    for module in (second_factor, entry, patience):
        monkeypatch.setattr(module, "time", lambda: clock.now.timestamp())
    return clock


@pytest.fixture
def secured(officer, clock):
    """The officer with an app, whose first code has gone by."""
    codes = second_factor.set_up(officer, SECRET, shown_at(clock))
    clock.pass_by(timedelta(minutes=2))
    officer.codes = codes
    return officer


@pytest.fixture
def administrator(db, cast):
    user = cast.form_administrator
    user.user_permissions.add(
        Permission.objects.get(codename="access_admin"), Permission.objects.get(codename="change_user")
    )
    return User.objects.get(pk=user.pk)


def shown_at(clock, secret=SECRET):
    return totp.code_at(secret, clock.now.timestamp())


def enter(client, code):
    return client.post(CODE_PAGE, {"code": code})


def key_on(page):
    return second_factor.totp.base64.b32decode(re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", ""))


def test_the_codes_are_those_of_the_standard():
    """RFC 6238, appendix B, the last six digits."""
    secret = b"12345678901234567890"
    for at, code in [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]:
        assert totp.step_of(secret, code, at=at) == at // 30


@pytest.mark.parametrize(("seconds", "taken"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_a_clock_may_go_wrong_by_half_a_minute(seconds, taken):
    at = 1_000_000_005
    assert (totp.step_of(SECRET, totp.code_at(SECRET, at + seconds), at=at) is not None) is taken


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "-12345"])
def test_what_is_no_code_is_none(typed):
    assert totp.step_of(SECRET, typed, at=0) is None


def test_full_width_digits_and_spaces_are_read(clock):
    code = shown_at(clock)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    assert totp.step_of(SECRET, f" {wide[:3]} {wide[3:]}", at=clock.now.timestamp())


def test_after_the_password_the_code_is_asked_and_before_it_nobody_is_signed_in(secured, browser, clock):
    first = sign_in(browser, secured.username, next="/desk/cases/")
    assert first["Location"] == CODE_PAGE
    assert browser.get("/desk/").status_code == 302
    assert not SignedIn.objects.exists()
    assert enter(browser, shown_at(clock))["Location"] == "/desk/cases/"
    assert browser.get("/desk/").status_code == 200


def test_the_session_has_a_new_name_after_each_of_the_two_steps(secured, browser, clock):
    session = browser.session
    session["before"] = "here"
    session.save()
    names = [session.session_key]
    sign_in(browser, secured.username)
    names.append(browser.session.session_key)
    enter(browser, shown_at(clock))
    names.append(browser.session.session_key)
    assert len(set(names)) == 3
    assert SignedIn.objects.get().session_key == names[-1]


def test_a_code_is_taken_once(secured, browser, clock):
    code = shown_at(clock)
    sign_in(browser, secured.username)
    assert enter(browser, code).status_code == 302
    other = new_browser()
    sign_in(other, secured.username)
    assert "used already" in enter(other, code).content.decode()
    clock.pass_by(timedelta(seconds=30))
    assert enter(other, shown_at(clock)).status_code == 302


def test_an_older_code_than_the_last_one_is_not_taken_either(secured, clock):
    before = shown_at(clock)
    clock.pass_by(timedelta(seconds=30))
    assert second_factor.accepts(secured, shown_at(clock))
    assert not second_factor.accepts(secured, before)


def test_without_the_password_the_code_page_leads_to_the_door(browser, db):
    assert enter(browser, "123456")["Location"] == DOOR


def test_the_password_is_good_for_five_minutes_only(secured, browser, clock):
    sign_in(browser, secured.username)
    clock.pass_by(timedelta(seconds=entry.HALF_SECONDS + 1))
    assert enter(browser, shown_at(clock))["Location"] == DOOR


def test_a_password_that_was_changed_meanwhile_opens_nothing(secured, browser, clock):
    sign_in(browser, secured.username)
    secured.set_password("Something else 33")
    secured.save()
    assert enter(browser, shown_at(clock))["Location"] == DOOR


def test_guessing_codes_costs_time_and_says_how_much(secured, browser, clock):
    sign_in(browser, secured.username)
    for _ in range(patience.FREE_ATTEMPTS):
        enter(browser, "000000")
    held = enter(browser, shown_at(clock))
    assert "Please wait 2 seconds" in held.content.decode()
    clock.pass_by(timedelta(seconds=3))
    assert enter(browser, shown_at(clock)).status_code == 302


def test_a_recovery_code_opens_once_and_the_person_is_told(secured, browser, clock):
    typed = secured.codes[0].lower().replace("-", " ")
    sign_in(browser, secured.username)
    assert enter(browser, typed).status_code == 302
    assert Notice.objects.get(template="recovery_code_used").words == {"left": "9"}
    other = new_browser()
    sign_in(other, secured.username)
    assert enter(other, typed).status_code == 200


def test_somebody_elses_recovery_code_opens_nothing(secured, cast):
    assert not second_factor.accepts(cast.west_police, secured.codes[0])


def test_neither_key_nor_recovery_codes_lie_in_the_database_in_clear(secured):
    kept = str(list(SecondFactor.objects.values())) + str(list(RecoveryCode.objects.values()))
    assert str(SECRET) not in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in secured.codes)
    assert SECRET not in bytes(SecondFactor.objects.get().sealed_secret)


def test_a_sealed_key_moved_to_another_person_does_not_open(secured, cast):
    factor = SecondFactor.objects.get()
    factor.user = cast.west_police
    with pytest.raises(Unreadable):
        factor.unsealed()


def test_setting_up_shows_picture_and_key_and_takes_the_right_code_only(officer, browser, clock):
    sign_in(browser, officer.username)
    page = browser.get(SET_UP).content.decode()
    secret = key_on(page)
    assert 'src="data:image/svg+xml' in page
    assert "not right" in browser.post(SET_UP, {"code": "000000"}).content.decode()
    assert not SecondFactor.objects.exists()
    shown = browser.post(SET_UP, {"code": shown_at(clock, secret), "next": "/desk/cases/"}).content.decode()
    assert len(re.findall(r"<code>[2-9A-Z]{5}-[2-9A-Z]{5}</code>", shown)) == second_factor.RECOVERY_CODES
    assert 'href="/desk/cases/"' in shown
    assert SecondFactor.objects.get(user=officer).unsealed() == secret


def test_the_key_that_is_offered_is_another_one_in_another_session(officer, browser, clock):
    other = new_browser()
    keys = []
    for client in (browser, other, browser):
        sign_in(client, officer.username)
        keys.append(key_on(client.get(SET_UP).content.decode()))
    assert keys[0] != keys[1]
    assert keys[0] == keys[2]


def test_setting_up_signs_out_everywhere_else_and_tells_the_person(officer, browser, clock):
    other = new_browser()
    for client in (browser, other):
        sign_in(client, officer.username)
    before = browser.session.session_key
    browser.post(SET_UP, {"code": shown_at(clock, key_on(browser.get(SET_UP).content.decode()))})
    assert other.get("/desk/").status_code == 302
    assert browser.session.session_key != before
    assert Notice.objects.filter(template="second_factor_set", user=officer).exists()


def test_who_has_a_factor_cannot_set_up_another_without_showing_the_first(secured, browser, clock):
    sign_in(browser, secured.username)
    enter(browser, shown_at(clock))
    assert browser.get(SET_UP)["Location"] == "/accounts/second-factor/"
    clock.pass_by(timedelta(seconds=30))
    refused = browser.post("/accounts/second-factor/with-code/", {"code": "000000", "wanted": "app"})
    assert refused["Location"] == "/accounts/second-factor/"
    allowed = browser.post("/accounts/second-factor/with-code/", {"code": shown_at(clock), "wanted": "app"})
    assert allowed["Location"] == SET_UP
    new = key_on(browser.get(SET_UP).content.decode())
    assert new != SECRET
    old_key = SecondFactor.objects.get().data_key_id
    browser.post(SET_UP, {"code": shown_at(clock, new)})
    assert SecondFactor.objects.get().unsealed() == new
    assert DataKey.objects.get(pk=old_key).wrapped is None


def test_a_new_sheet_of_recovery_codes_makes_the_old_one_worthless(secured, browser, clock):
    sign_in(browser, secured.username)
    enter(browser, shown_at(clock))
    clock.pass_by(timedelta(seconds=30))
    browser.post("/accounts/second-factor/with-code/", {"code": shown_at(clock), "wanted": "codes"})
    assert second_factor.recovery_codes_left(secured) == second_factor.RECOVERY_CODES
    assert not second_factor.accepts(secured, secured.codes[1])


class TestRequired:
    @pytest.fixture(autouse=True)
    def _required(self, settings, clock):
        settings.SECOND_FACTOR_REQUIRED = True
        settings.SECOND_FACTOR_ROLES = ["police_officer"]

    def test_a_role_that_needs_it_sets_it_up_before_working(self, officer, browser):
        sign_in(browser, officer.username)
        assert browser.get("/desk/cases/")["Location"] == f"{SET_UP}?next=%2Fdesk%2Fcases%2F"
        assert browser.get("/follow/").status_code == 200

    def test_another_role_works_without(self, cast, browser):
        browser.force_login(cast.east_teacher)
        assert browser.get("/desk/").status_code == 200

    def test_changing_to_a_post_that_needs_it_asks_for_it(self, cast, browser):
        teacher = cast.east_teacher
        browser.force_login(teacher)
        organisation = cast.post("east_police").organisation
        other = Post.objects.create(user=teacher, organisation=organisation, role="police_officer")
        browser.post("/accounts/post/", {"post": other.pk})
        assert browser.get("/desk/")["Location"].startswith(SET_UP)

    def test_a_session_that_has_not_passed_it_is_asked_for_the_code(self, secured, browser, clock):
        browser.force_login(secured)
        sent = browser.get("/desk/cases/")["Location"]
        assert sent == f"{CODE_PAGE}?next=%2Fdesk%2Fcases%2F"
        answer = browser.post(sent, {"code": shown_at(clock), "next": "/desk/cases/"})
        assert answer["Location"] == "/desk/cases/"
        assert browser.get("/desk/cases/").status_code == 200

    def test_nobody_enters_the_administration_without_it(self, administrator, browser):
        browser.force_login(administrator)
        assert browser.get("/admin/")["Location"].startswith(SET_UP)
        assert browser.get("/desk/").status_code == 200

    def test_staff_who_are_no_editors_are_refused_there_as_ever(self, cast, browser):
        browser.force_login(cast.east_teacher)
        assert browser.get("/admin/").status_code == 403

    def test_the_door_says_when_none_is_asked_for(self, browser, settings):
        sentence = "asks for no second factor"
        assert sentence not in browser.get(DOOR).content.decode()
        settings.SECOND_FACTOR_REQUIRED = False
        assert sentence in browser.get(DOOR).content.decode()


def test_an_administrator_resets_it_on_record_and_the_person_is_told_and_signed_out(
    secured, administrator, browser, clock
):
    sign_in(browser, secured.username)
    enter(browser, shown_at(clock))
    admin = new_browser()
    admin.force_login(administrator)
    page = f"/admin/people/{secured.pk}/second-factor/"
    assert "Reset second factor" in admin.get("/admin/users/").content.decode()
    assert admin.get(page).status_code == 200
    assert admin.post(page).status_code == 302
    assert not second_factor.is_set(secured)
    assert not RecoveryCode.objects.filter(user=secured).exists()
    assert browser.get("/desk/").status_code == 302
    entry_in_log = Access.objects.get(action="reset_second_factor")
    assert (entry_in_log.user, entry_in_log.object_id) == (administrator, str(secured.pk))
    assert Notice.objects.filter(template="second_factor_reset", user=secured).exists()


def test_nobody_resets_their_own_or_without_the_right(secured, administrator, cast):
    with pytest.raises(Refused, match="own_factor"):
        second_factor.reset(administrator, by=administrator)
    with pytest.raises(Refused, match="no_right"):
        second_factor.reset(secured, by=cast.west_police)
    assert second_factor.is_set(secured)


def test_an_editor_without_the_right_does_not_find_the_page(secured, cast):
    editor = cast.form_administrator
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = new_browser()
    client.force_login(editor)
    assert client.post(f"/admin/people/{secured.pk}/second-factor/").status_code in (302, 403)
    assert second_factor.is_set(secured)


def test_the_password_alone_never_signs_in_who_has_a_factor_even_where_none_is_required(secured, browser, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert sign_in(browser, secured.username, PASSWORD)["Location"] == CODE_PAGE
