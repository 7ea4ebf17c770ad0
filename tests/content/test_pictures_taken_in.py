"""A picture that an editor uploads is rebuilt from its pixels: no size of it says where it was taken."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Picture
from wagtail.images.models import Image

from content.setup import ensure_groups, ensure_site
from portal.directory.models import User
from tests.content.test_withdrawn import from_a_phone

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    ensure_site()
    person = User.objects.create_user("editor", is_staff=True)
    person.groups.add(ensure_groups())
    client.force_login(person)
    return client


def upload(editor, data, name="活动室.jpg"):
    file = SimpleUploadedFile(name, data, "image/jpeg")
    return editor.post(reverse("wagtailimages:add"), {"title": "照片", "file": file})


@pytest.mark.parametrize("size", ["original", "max-165x165", "width-500", "fill-300x300", "width-900|format-webp"])
def test_no_size_of_a_picture_says_where_it_was_taken(editor, size):
    assert upload(editor, from_a_phone()).status_code == 302
    image = Image.objects.get()
    assert image.file.name.endswith(".jpg")
    with image.get_rendition(size).file.open() as file, Picture.open(file) as drawn:
        assert not dict(drawn.getexif())
        assert not {"exif", "xmp", "comment"} & set(drawn.info)


def test_a_picture_that_lies_on_its_side_is_kept_upright(editor):
    exif = Picture.Exif()
    exif[0x0112] = 6
    taken = io.BytesIO()
    Picture.new("RGB", (120, 80)).save(taken, "JPEG", exif=exif)
    upload(editor, taken.getvalue())
    image = Image.objects.get()
    assert (image.width, image.height) == (80, 120)
    with image.file.open() as file, Picture.open(file) as kept:
        assert kept.size == (80, 120)


def test_one_long_picture_keeps_its_length_as_far_as_it_can_be_drawn(editor):
    long = io.BytesIO()
    Picture.new("RGB", (400, 20_000)).save(long, "PNG")
    upload(editor, long.getvalue(), "一图读懂.png")
    image = Image.objects.get()
    assert image.height == 16_000
    assert image.get_rendition("original|format-webp").height == 16_000


def test_the_largest_picture_that_a_phone_takes_is_kept_whole(editor):
    large = io.BytesIO()
    Picture.new("RGB", (8_000, 6_000), (150, 60, 60)).save(large, "JPEG")
    upload(editor, large.getvalue())
    image = Image.objects.get()
    assert (image.width, image.height) == (8_000, 6_000)


def test_a_picture_that_is_damaged_is_refused_with_a_sentence(editor):
    answer = upload(editor, from_a_phone()[:900])
    assert answer.status_code == 200
    assert "损坏" in answer.content.decode()
    assert not Image.objects.exists()


def test_a_title_is_changed_without_another_picture(editor):
    upload(editor, from_a_phone())
    image = Image.objects.get()
    answer = editor.post(reverse("wagtailimages:edit", args=[image.pk]), {"title": "新标题", "file": ""})
    assert answer.status_code == 302
    changed = Image.objects.get()
    assert (changed.title, changed.file.name) == ("新标题", image.file.name)


@pytest.mark.parametrize("name", ["从手机.heic", "图.svg", "没有后缀"])
def test_what_is_no_picture_by_its_name_is_told_which_are_taken(editor, name):
    answer = upload(editor, from_a_phone(), name)
    assert "JPEG, PNG, WEBP" in answer.content.decode()
    assert not Image.objects.exists()


def test_several_pictures_at_once_are_rebuilt_too(editor):
    file = SimpleUploadedFile("多张.jpg", from_a_phone(), "image/jpeg")
    answer = editor.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "一", "files[]": file},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert answer.json()["success"]
    with Image.objects.get().file.open() as kept, Picture.open(kept) as picture:
        assert not dict(picture.getexif())
