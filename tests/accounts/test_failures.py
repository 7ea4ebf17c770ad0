"""Failed sign-ins stand in the access log: whose, from where, when. Never what was typed."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.access import chain
from portal.access.models import Access
from portal.accounts import failures, second_factor
from portal.effort.services import Window
from tests.accounts.conftest import PASSWORD, new_browser, sign_in

WRONG, HERE = "not the password 7", "10.1.2.3"


def failed():
    return list(Access.objects.of_failed_sign_ins().order_by("pk"))


@pytest.fixture(autouse=True)
def real_clock():
    cache.clear()


def test_a_wrong_password_is_on_record_with_whose_it_was_and_from_where(browser, officer):
    sign_in(browser, "east_police", WRONG)
    (row,) = failed()
    assert (row.user, row.post, row.allowed, row.address, row.purpose) == (officer, None, False, HERE, "password")
    assert (row.object_type, row.object_id) == ("directory.user", str(officer.pk))
    assert row.digest == chain.digest_of(row)


def test_of_a_name_that_nobody_has_nothing_is_kept_but_that_it_happened(browser, officer):
    sign_in(browser, PASSWORD, WRONG)  # people do type their password there
    (row,) = failed()
    assert (row.user, row.object_id, row.address, row.purpose) == (None, "", HERE, "password")
    assert PASSWORD not in str(vars(row))


def test_nothing_that_was_typed_is_kept(browser, officer):
    sign_in(browser, "east_police", WRONG)
    sign_in(browser, "nobody of that name", WRONG)
    said = " ".join(str(vars(row)) for row in failed())
    assert WRONG not in said
    assert "nobody of that name" not in said


def test_who_comes_in_is_not_among_them(browser, officer):
    assert sign_in(browser, "east_police").status_code == 302
    assert failed() == []


def test_the_broken_twin_that_is_not_told_keeps_nothing(browser, officer, monkeypatch):
    monkeypatch.setattr(failures, "record_failed_sign_in", lambda *_, **__: None)
    sign_in(browser, "east_police", WRONG)
    assert failed() == []


def test_a_closed_account_is_named_and_its_tries_are_seen(browser, officer):
    officer.is_active = False
    officer.save()
    sign_in(browser, "east_police")
    assert [row.user for row in failed()] == [officer]


def test_a_wrong_code_after_the_right_password_is_on_record(browser, officer, monkeypatch):
    monkeypatch.setattr(second_factor, "is_set", lambda _user: True)
    monkeypatch.setattr(second_factor, "accepts", lambda _user, _typed: False)
    sign_in(browser, "east_police")
    browser.post("/accounts/second-factor/code/", {"code": "123456"}, REMOTE_ADDR=HERE)
    (row,) = failed()
    assert (row.user, row.address, row.purpose) == (officer, HERE, "second factor")


def test_a_try_during_the_pause_was_no_try(browser, officer):
    for _ in range(8):
        sign_in(browser, "east_police", WRONG)
    assert len(failed()) == 5


def test_a_name_that_exists_and_one_that_does_not_cost_the_same(officer):
    asked = []
    for name in ("east_police", "nobody"):
        with CaptureQueriesContext(connection) as queries:
            sign_in(new_browser(), name, WRONG, address=f"10.9.9.{len(name)}")
        asked.append([query["sql"].split()[0] for query in queries])
    assert asked[0] == asked[1]
    assert "INSERT" in asked[0]


def test_one_address_cannot_fill_the_log(officer, monkeypatch):
    monkeypatch.setattr(failures, "MOST", Window(3, 10**9))
    for number in range(6):
        sign_in(new_browser(), f"name {number}", WRONG)
    assert [row.purpose for row in failed()] == ["password"] * 3 + ["too many to list"]
    sign_in(new_browser(), "east_police", WRONG, address="10.99.0.1")
    assert failed()[-1].user == officer


def test_everybody_reads_the_failures_of_their_own_account_and_nobody_elses(browser, officer, cast):
    sign_in(browser, "east_police", WRONG)
    assert Access.objects.visible_to(cast.east_police).of_failed_sign_ins().count() == 1
    assert not Access.objects.visible_to(cast.west_police).exists()
