"""The poster of a page with a form."""

import pytest
from django.urls import reverse
from wagtail.models import Page, Site

from forms.admin.poster import poster_context
from forms.models import FormPage, ReportIndexPage


@pytest.fixture
def page(version) -> FormPage:
    home = Page.get_first_root_node().add_child(instance=Page(title="首页", slug="poster-home"))
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, "hostname": "localhost"})
    index = home.add_child(instance=ReportIndexPage(title="报告", slug="report"))
    hostile = "<b>报告</b> \u202e{{ 1 }}"
    return index.add_child(instance=FormPage(title=hostile, slug="sample", form=version.form))


def test_the_code_leads_to_the_page(page):
    context = poster_context(page)

    assert context["address"] == page.full_url
    assert str(context["picture"]).startswith("data:image/svg+xml")


def test_who_edits_the_page_gets_it_as_pdf(client, page, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("editor"))

    answer = client.get(reverse("form_poster", args=[page.pk]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_nobody_else_does(client, cast, page):
    client.force_login(cast.east_police)

    assert client.get(reverse("form_poster", args=[page.pk])).status_code in (302, 403)
