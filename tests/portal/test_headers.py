"""Headers: nothing private is stored, nothing foreign is loaded, nothing too large is taken."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/accounts/sign-in/", "/report/t/", "/follow/", "/desk/", "/admin/"])
def test_pages_about_people_are_never_stored(pages, address):
    assert pages.get(address)["Cache-Control"] == "no-store"


def test_every_page_of_a_signed_in_person_is_never_stored(pages, cast):
    pages.force_login(cast.east_police)
    assert pages.get("/t/public/")["Cache-Control"] == "no-store"


def test_an_ordinary_page_is_asked_for_again_each_time(pages):
    assert pages.get("/t/forgotten/")["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("address", ["/t/public/", "/nowhere/", "/admin/", "/accounts/sign-in/"])
def test_every_answer_says_what_a_browser_may_do(pages, address):
    response = pages.get(address)
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", ["/t/public/", "/nowhere/", "/admin/", "/t/broken/"])
def test_no_policy_allows_inline_script_or_evaluated_text(pages, address):
    pages.raise_request_exception = False
    policy = pages.get(address)["Content-Security-Policy"]
    directives = dict(directive.strip().split(" ", 1) for directive in policy.split(";"))
    assert directives["script-src"] == "'self'"
    assert directives["default-src"] == "'none'"
    assert "unsafe-eval" not in policy
    # Only the admin's text editor writes style sheets.
    assert ("unsafe-inline" in policy) == (address == "/admin/")


def test_the_admin_has_a_policy_of_its_own(pages):
    assert "frame-src 'self'" in pages.get("/admin/")["Content-Security-Policy"]
    assert "frame-src" not in pages.get("/t/public/")["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/admin/", "/admin/redirects/add/", "/admin/users/", "/admin/pages/2/edit/"])
def test_the_admin_writes_no_inline_script(pages, address, django_user_model):
    pages.force_login(django_user_model.objects.create(username="root", is_superuser=True))
    page = pages.get(address).content.decode()
    for attributes in re.findall(r"<script\b([^>]*)>", page):
        assert "src=" in attributes or 'type="application/json"' in attributes
    assert not re.search(r"<[^>]+\son(click|change|submit|load|error)=", page)


def test_a_request_that_announces_too_much_is_refused_in_the_readers_language(pages, settings):
    settings.REQUEST_MAX_BYTES = 100
    pages.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    response = pages.post("/t/echo/", {"text": "x" * 200})
    assert response.status_code == 413
    assert "the steps before it are saved" in response.content.decode()


def test_a_request_within_the_limit_passes(pages, settings):
    settings.REQUEST_MAX_BYTES = 1000
    assert pages.post("/t/echo/", b"x" * 200, content_type="text/plain").content == b"200"


def test_only_the_admin_takes_as_many_fields_as_its_editor_has(pages, settings):
    settings.FIELDS_OUTSIDE_ADMIN = 100
    form, some = "application/x-www-form-urlencoded", "&".join(f"field_{number}=x" for number in range(100))
    assert pages.post("/t/echo/", some, content_type=form).status_code == 200
    assert pages.post("/t/echo/", f"{some}&more=x", content_type=form).status_code == 400
    assert pages.post("/admin/login/", f"{some}&more=x", content_type=form).status_code != 400


def test_a_length_that_is_no_number_counts_as_none(pages):
    assert pages.get("/t/public/", CONTENT_LENGTH="１０").status_code == 200


def test_an_unknown_host_is_refused_before_anything_is_kept(kept_pages):
    assert Client().get("/t/public/", headers={"host": "evil.example"}).status_code == 400
