"""A form that is too large reaches the site with every word and without the files that are too large."""

from io import BytesIO

import pytest
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParser
from django.test import RequestFactory
from django.test.client import encode_multipart

from portal.bodylimit import BodyLimitMiddleware
from portal.thinning import LEFT_OUT, LeftOut, left_out, without_large_files
from portal.turnstile import TAKEN, Turnstile

LARGEST, LARGEST_FILE = 10_000, 4_000
KIND = "multipart/form-data; boundary=edge"


@pytest.fixture(autouse=True)
def few_words(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000


def file(name, size):
    it = BytesIO(b"\x00\xff\r\n--ed" * (size // 8))
    it.name = name
    return it


def form(**values):
    return encode_multipart("edge", values)


def through(body, **environ):
    """What the site got of a body: the request, or None when it was not let through."""
    got = []

    def site(environ, start_response):
        got.append(environ)
        return []

    whole = {"wsgi.input": BytesIO(body), "CONTENT_TYPE": KIND, "CONTENT_LENGTH": str(len(body)), **environ}
    Turnstile(site, largest=LARGEST, largest_file=LARGEST_FILE)(whole, print)
    return got[0] if got else None


def read(environ):
    values, files = MultiPartParser(environ, environ["wsgi.input"], [TemporaryFileUploadHandler()]).parse()
    return dict(values.lists()), {name: [(one.name, one.read()) for one in some] for name, some in files.lists()}


def missing(environ):
    request = HttpRequest()
    request.META = environ
    return left_out(request)


def test_every_word_is_kept_and_the_file_that_is_too_large_is_named():
    environ = through(form(facts="孩子一个人在家", photo=file("她 的片.mp4", 20_000), after=["a", "b"]))
    assert read(environ) == ({"facts": ["孩子一个人在家"], "after": ["a", "b"]}, {})
    assert missing(environ) == [LeftOut("photo", "她 的片.mp4", 20_000)]


def test_a_file_that_is_small_enough_passes_byte_by_byte_beside_one_that_is_not():
    environ = through(form(photo=[file("a.jpg", 3_200), file("b.mp4", 8_000), file("c.jpg", 800)]))
    sent = [("a.jpg", file("", 3_200).read()), ("c.jpg", file("", 800).read())]
    assert read(environ) == ({}, {"photo": sent})
    assert missing(environ) == [LeftOut("photo", "b.mp4", 8_000)]


def test_small_files_for_which_there_is_no_room_together_are_left_out_too():
    environ = through(form(photo=[file(f"{number}.jpg", 3_200) for number in range(4)], facts="x"))
    values, files = read(environ)
    assert [name for name, _content in files["photo"]] == ["0.jpg", "1.jpg"]
    assert [one.name for one in missing(environ)] == ["2.jpg", "3.jpg"]
    assert values == {"facts": ["x"]}
    assert int(environ["CONTENT_LENGTH"]) <= LARGEST


def test_a_file_without_its_end_is_no_file():
    whole = form(facts="x", photo=[file("a.mp4", 20_000), file("b.jpg", 3_200)])
    environ = through(whole.removesuffix(b"\r\n--edge--\r\n"))
    assert read(environ) == ({"facts": ["x"]}, {})


def test_when_the_sender_is_gone_before_the_end_nothing_passes():
    body = form(facts="x", photo=file("a.mp4", 20_000))
    assert through(body[:-1], CONTENT_LENGTH=str(len(body))) is None


@pytest.mark.parametrize(
    "sent",
    [
        {"body": form(facts="x" * 1_001, photo=file("a.mp4", 20_000))},
        {"body": form(photo=[file(f"{number}.jpg", 80) for number in range(101)])},
        {"body": form(facts="x", photo=file("a.mp4", TAKEN * LARGEST))},
        {"body": form(photo=file("a.mp4", 20_000)), "CONTENT_TYPE": "multipart/form-data"},
        {"body": b"x" * 20_000, "CONTENT_TYPE": "text/plain"},
    ],
    ids=["many words", "many files", "far too large", "no boundary", "no form"],
)
def test_what_cannot_be_made_smaller_is_known_by_its_length_and_nothing_of_it_is_kept(sent):
    environ = through(**sent)
    assert int(environ["CONTENT_LENGTH"]) == len(sent["body"])
    assert environ["wsgi.input"].read() == b""
    assert missing(environ) == []


def answer(view):
    request = RequestFactory().post("/", **{LEFT_OUT: [LeftOut("photo", "a.mp4", 20_000)]})
    middleware = BodyLimitMiddleware(lambda request: view(request))
    return middleware.process_view(request, view, (), {}) or middleware(request)


def test_only_a_view_that_tells_of_missing_files_gets_a_form_without_them(db):
    @without_large_files
    def telling(request):
        return HttpResponse(left_out(request)[0].name)

    def silent(request):
        return HttpResponse("all well")

    assert answer(telling).content == b"a.mp4"
    assert answer(silent).status_code == 413
