"""What belongs to a document is there for everybody only while the document is: explanations, files, pictures."""

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.models import PageViewRestriction

from content.importing.pages import import_document
from content.models import Disclosure, ExplanationPage, NumberSeries, PolicyAttachment, PolicyPage
from content.policytext.parse import parse
from content.publication import ensure_publication
from content.search import search
from content.setup import ensure_groups, ensure_site
from portal.directory.models import User
from tests.content.policytext.samples import SAMPLE
from tests.content.test_policy_page import attach, explain
from tests.roots import ensure_root

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy(db):
    ensure_root()
    return import_document(parse(SAMPLE, "sample.txt"), publish=True).page


@pytest.fixture
def editor():
    person = User.objects.create_user("editor", is_staff=True)
    person.groups.add(ensure_groups())
    return person


def unpublish(policy):
    policy.unpublish()


def withhold(policy):
    policy.disclosure = Disclosure.WITHHELD
    policy.save()


def status(client, address):
    caches["pages"].clear()
    return client.get(address).status_code


@pytest.mark.parametrize("taken_down", [unpublish, withhold])
def test_what_explains_a_document_goes_down_with_it(policy, client, taken_down):
    page = explain(policy)
    assert status(client, page.url) == 200
    taken_down(PolicyPage.objects.get(pk=policy.pk))
    assert status(client, page.url) == 404
    assert not search("三句话").found


def test_an_explanation_waits_until_its_document_is_there(policy, client, editor):
    policy.unpublish()
    page = explain(PolicyPage.objects.get(pk=policy.pk))
    page.save_revision().publish()
    assert not ExplanationPage.objects.get().live
    assert status(client, f"/policy/{policy.slug}/picture/") == 404
    assert not page.permissions_for_user(editor).can_publish()

    PolicyPage.objects.get(pk=policy.pk).get_latest_revision().publish()
    page = ExplanationPage.objects.get()
    assert page.permissions_for_user(editor).can_publish()
    page.get_latest_revision().publish()
    assert status(client, page.url) == 200


@pytest.mark.parametrize("taken_down", [unpublish, withhold])
def test_a_file_of_what_is_withheld_is_there_for_editors_only(policy, client, editor, taken_down):
    address = attach(policy).document.url
    assert status(client, address) == 200
    taken_down(PolicyPage.objects.get(pk=policy.pk))
    assert status(client, address) == 404
    client.force_login(editor)
    assert status(client, address) == 200


def test_a_file_that_another_document_shows_stays(policy, client):
    file = attach(policy).document
    other = ensure_site().policies.add_child(instance=PolicyPage(title="另一件", slug="other"))
    PolicyAttachment.objects.create(page=other, document=file)
    policy.unpublish()
    assert status(client, file.url) == 200


def uploaded():
    return Document.objects.create(title="table", file=ContentFile(b"%PDF-1.7", "table.pdf"))


def test_a_file_that_no_page_shows_is_there_for_editors_only(client, editor, policy):
    file = uploaded()
    assert status(client, file.url) == 404
    client.force_login(editor)
    assert status(client, file.url) == 200


def test_a_file_goes_with_the_page_whose_text_links_to_it(policy, client):
    file = uploaded()
    page = explain(policy)
    page.body[0].value.source = f'<p><a linktype="document" id="{file.pk}">表</a></p>'
    page.save()
    assert status(client, file.url) == 200
    page.unpublish()
    assert status(client, file.url) == 404


def test_what_only_a_draft_shows_waits_for_it(policy, client, editor):
    file = uploaded()
    page = PolicyPage.objects.get(pk=policy.pk)
    page.files.add(PolicyAttachment(document=file))
    page.save_revision()
    assert status(client, file.url) == 404
    page.get_latest_revision().publish()
    assert status(client, file.url) == 200


def test_a_picture_goes_with_its_page(policy, client, editor):
    page = explain(policy)
    address = drawn_on(page)
    page.unpublish()
    assert status(client, address) == 404
    client.force_login(editor)
    assert status(client, address) == 200


def test_what_is_shown_behind_a_password_is_there_for_who_knows_it(policy, client):
    page = explain(policy)
    password = PageViewRestriction.objects.create(page=policy, restriction_type="password", password="看见")
    addresses = [drawn_on(page), attach(policy).document.url]
    assert [status(client, address) for address in addresses] == [404, 404]
    client.post(f"/_util/authenticate_with_password/{password.pk}/{page.pk}/", {"password": "看见", "return_url": "/"})
    assert [status(client, address) for address in addresses] == [200, 200]


def test_only_documents_take_the_steps_of_documents(policy):
    policies = ensure_site().policies
    ensure_publication(NumberSeries.objects.create(code="禾政发", organ="禾川市人民政府"), policies)
    page = explain(policy)
    assert PolicyPage.objects.get(pk=policy.pk).has_workflow
    for other in (page, type(policies).objects.get()):
        assert not other.has_workflow
        assert other.get_workflow() is None


def drawn_on(page):
    return page.body[1].value["image"].get_rendition("width-20|format-webp").url


def test_a_picture_is_served_by_the_portal(policy, client):
    answer = client.get(drawn_on(explain(policy)))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert "private" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content)[8:12] == b"WEBP"


NOT_THERE = ["none.png", "x.svg", "", "{drawn}/x.png", f"{'x' * 999}.png"]
NEVER = ["../documents/table.pdf", "..%2f..%2fsecret.png", "a\\..\\b.png", "%00.png"]


@pytest.mark.parametrize("name", [*NOT_THERE, *NEVER])
def test_nothing_else_has_an_address_among_the_pictures(policy, client, name):
    attach(policy)
    drawn = drawn_on(explain(policy)).rpartition("/")[2]
    assert status(client, f"/media/images/{name.format(drawn=drawn)}") in (400, 404)
    assert status(client, "/media/documents/table.pdf") == 404
