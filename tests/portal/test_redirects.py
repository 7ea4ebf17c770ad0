"""An editor's redirect leads from where a page was, and never away from where people work."""

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "leads"), [("/was-here", True), ("/desk/was-here", False), ("/api/was-here", False)])
def test_from_pages_only(path, leads):
    Redirect.objects.create(old_path=path, redirect_link="https://elsewhere.example/", is_permanent=False)
    answer = Client().get(path + "/")
    assert (answer.status_code, answer.headers.get("Location")) == (
        (302, "https://elsewhere.example/") if leads else (404, None)
    )
