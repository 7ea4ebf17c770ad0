"""A page in another language is there for everybody as long as its Chinese page is, with all that belongs to it."""

import pytest
from django.core.cache import caches
from wagtail.models import Locale, Page, PageViewRestriction

from content.importing.pages import import_document
from content.models import ActivityPage, ExplanationPage, PolicyPage, ServiceGuideIndexPage, ServiceGuidePage
from content.models.activity import SignUp
from content.policytext.parse import parse
from content.setup import ensure_site
from content.signingup import SigningUp
from tests.content.policytext.samples import SAMPLE
from tests.content.test_policy_page import explain
from tests.content.test_translations import translated
from tests.content.test_withdrawn import drawn_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return ensure_site()


@pytest.fixture
def uyghur(site):
    return Locale.objects.get(language_code="ug")


@pytest.fixture
def policy(site):
    return import_document(parse(SAMPLE, "sample.txt"), publish=True).page


@pytest.fixture
def activity(site):
    site.activities.add_child(
        instance=ActivityPage(title="活动", slug="a", sign_up_by=SignUp.EVERYBODY, outcome="顺利")
    )
    ActivityPage.objects.get().save_revision().publish()
    return ActivityPage.objects.get()


def status(client, address):
    caches["pages"].clear()
    return client.get(address).status_code


def take_down(page):
    type(page).objects.get(pk=page.pk).unpublish()


def close(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


@pytest.mark.parametrize(("shut", "answer"), [(take_down, 404), (close, 302)])
def test_the_picture_of_an_explanation_goes_with_the_chinese_document(client, policy, uyghur, shut, answer):
    page = explain(policy)
    page.save_revision().publish()
    reading_aid = translated(page, uyghur, title="رەسىم")
    PolicyPage.objects.get(pk=policy.pk).get_translation(uyghur).get_latest_revision().publish()
    reading_aid.get_latest_revision().publish()
    drawn = drawn_on(page)
    assert [status(client, address) for address in (reading_aid.url, drawn)] == [200, 200]

    shut(policy)

    assert [status(client, address) for address in (reading_aid.url, drawn)] == [answer, 404]


def test_a_document_is_explained_in_another_language_only_after_the_chinese_explanation(client, policy, uyghur):
    reading_aid = PolicyPage.objects.get(pk=translated(policy, uyghur, title="ھۆججەت").pk)
    assert not ExplanationPage.can_create_at(reading_aid)
    assert ExplanationPage.can_create_at(policy)

    reading_aid.add_child(instance=ExplanationPage(title="ئىزاھ", slug="alone", locale=uyghur))
    ExplanationPage.objects.get().save_revision().publish()

    assert status(client, f"/ug{policy.url}alone/") == 404
    assert "/alone/" not in client.get("/sitemap-pages.xml").content.decode()


@pytest.mark.parametrize("shut", [take_down, close])
def test_nobody_signs_up_to_what_is_not_there_by_the_number_of_its_translation(activity, uyghur, shut):
    edition = translated(activity, uyghur, title="پائالىيەت")
    assert SigningUp.named_in({"activity": str(edition.pk)})
    shut(activity)
    for page in (activity, edition):
        assert SigningUp.named_in({"activity": str(page.pk)}) is None


def test_a_guide_does_not_name_a_document_that_is_hidden_with_the_chinese_one(client, policy, uyghur, site):
    reading_aid = PolicyPage.objects.get(pk=translated(policy, uyghur, title="ھۆججەت").pk)
    basis = [("basis", {"document": reading_aid, "clause": "", "says": ""})]
    guide = ServiceGuideIndexPage.objects.get().add_child(
        instance=ServiceGuidePage(title="指南", slug="g", basis=basis)
    )
    assert [row.title for row in guide.shown_basis()] == ["ھۆججەت"]
    take_down(policy)
    assert not ServiceGuidePage.objects.get().shown_basis()


def test_a_translation_does_not_outlive_its_chinese_page_in_public(client, activity, uyghur):
    edition = translated(activity, uyghur, title="پائالىيەت")
    assert status(client, edition.url) == 200
    assert b"/ug/activities/a/" in client.get("/sitemap-pages.xml").content

    Page.objects.get(pk=activity.pk).delete()

    assert client.get(edition.url).status_code == 404
    assert b"/ug/activities/a/" not in client.get("/sitemap-pages.xml").content
    # What somebody has translated is not lost.
    assert ActivityPage.objects.get(pk=edition.pk).title == "پائالىيەت"
