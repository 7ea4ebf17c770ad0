"""What belongs to a document is there for everybody only while the document is: explanations, files, pictures."""

import io
import re
from importlib import import_module
from ipaddress import ip_network

import pytest
from django.apps import apps
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, PageViewRestriction

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
update = import_module("content.migrations.0021_what_pages_no_longer_show")


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


def test_what_is_shown_to_who_signs_in_is_there_for_who_has(policy, client):
    page = explain(policy)
    PageViewRestriction.objects.create(page=policy, restriction_type="login")
    addresses = [drawn_on(page), attach(policy).document.url]
    assert [status(client, address) for address in addresses] == [404, 404]
    client.force_login(User.objects.create_user("somebody"))
    assert [status(client, address) for address in addresses] == [200, 200]


def test_no_page_is_closed_by_a_password_that_many_share(policy, client):
    """Nothing would slow down its guessing."""
    client.force_login(User.objects.create_superuser("root"))
    for address in (
        reverse("wagtailadmin_pages:set_privacy", args=[policy.pk]),
        reverse(
            "wagtailadmin_collections:set_privacy", args=[Collection.get_first_root_node().add_child(name="内部").pk]
        ),
    ):
        choices = client.get(address).context["form"].fields["restriction_type"].choices
        assert "login" in dict(choices)
        assert "password" not in dict(choices)


def test_a_file_taken_out_of_a_document_is_taken_away_with_it(policy, client):
    file = attach(policy).document
    PolicyPage.objects.get(pk=policy.pk).save_revision().publish()
    assert status(client, file.url) == 200

    page = PolicyPage.objects.get(pk=policy.pk).get_latest_revision_as_object()
    page.files = []
    page.save_revision().publish()

    assert not PolicyAttachment.objects.exists()
    assert status(client, file.url) == 404


def test_what_was_open_before_is_closed_by_the_update(policy, client):
    """By content.0021: a file that was taken out of a document, and a picture as its camera made it."""
    kept, taken_out = attach(policy).document, attach(policy).document
    PolicyAttachment.objects.filter(document=taken_out)._raw_delete("default")
    image = Image.objects.create(title="照片", file=ContentFile(from_a_phone(), "phone.jpg"))
    image.get_rendition("original")
    assert status(client, taken_out.url) == 200

    update.close(apps, None)

    assert [status(client, file.url) for file in (kept, taken_out)] == [200, 404]
    assert not image.renditions.exists()


def test_a_picture_says_nothing_of_the_place_where_it_was_taken(policy, client):
    """In every size in which the page links to it."""
    image = Image.objects.create(title="照片", file=ContentFile(from_a_phone(), "phone.jpg"))
    block = ("picture", {"image": image, "description": "活动室"})
    policy.add_child(instance=ExplanationPage(title="图解", slug="photo", body=[block]))

    html = client.get(f"{policy.url}photo/").content.decode()
    drawn = [client.get(address) for address in set(re.findall(r"/media/images/[^\"]+", html))]

    assert len(drawn) == 2
    for answer in drawn:
        picture = Picture.open(io.BytesIO(b"".join(answer.streaming_content)))
        assert not dict(picture.getexif())
        assert not {"exif", "xmp", "comment"} & set(picture.info)


def from_a_phone():
    exif = Picture.Exif()
    exif[0x010F] = "phone"
    exif.get_ifd(0x8825).update({1: "N", 2: (26.0, 34.0, 12.0), 3: "E", 4: (106.0, 42.0, 1.0)})
    exif[0x8825] = exif.get_ifd(0x8825)
    taken = io.BytesIO()
    Picture.new("RGB", (1200, 900), "#0b5f5d").save(taken, "JPEG", exif=exif, comment=b"at home")
    return taken.getvalue()


@pytest.mark.parametrize("missing", ["second factor", "network"])
def test_who_is_not_let_into_the_admin_sees_no_more_than_everybody(policy, client, editor, settings, missing):
    address = uploaded().url
    client.force_login(editor)
    assert status(client, address) == 200
    settings.SECOND_FACTOR_REQUIRED = missing == "second factor"
    settings.ADMIN_NETWORKS = [ip_network("10.0.0.0/8")] if missing == "network" else []
    assert status(client, address) == 404


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
