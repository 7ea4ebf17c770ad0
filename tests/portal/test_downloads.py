"""Files as responses: any one part can be asked for, and no browser makes a page of them."""

import pytest
from django.test import RequestFactory

from portal.downloads import ONE_PIECE, Bytes, file_response

LETTERS = b"abcdefghij"
NAME = "说明.pdf"


class Watched(Bytes):
    """Says which part was read, and when it was closed."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.asked: list[tuple[int, int]] = []
        self.closed = False

    def between(self, start, stop):
        self.asked.append((start, stop))
        return super().between(start, stop)

    def close(self):
        self.closed = True


def answered(content=LETTERS, *, method="GET", shown=False, media_type="application/pdf", name=NAME, **headers):
    request = RequestFactory().generic(
        method, "/file/", headers={key.replace("_", "-"): headers[key] for key in headers}
    )
    return file_response(
        request, content if isinstance(content, Bytes) else Bytes(content), media_type, name, shown=shown, version="v1"
    )


@pytest.mark.parametrize(
    ("asked", "part", "said"),
    [
        ("bytes=0-3", b"abcd", "bytes 0-3/10"),
        ("bytes=4-", b"efghij", "bytes 4-9/10"),
        ("bytes=-3", b"hij", "bytes 7-9/10"),
        ("bytes=-30", LETTERS, "bytes 0-9/10"),
        ("bytes=9-9", b"j", "bytes 9-9/10"),
        ("bytes=8-999999999999999999", b"ij", "bytes 8-9/10"),
        ("bytes= 2 - 3", b"cd", "bytes 2-3/10"),
    ],
)
def test_a_part_is_sent_as_a_part(asked, part, said):
    response = answered(Range=asked)

    assert (response.status_code, response.content) == (206, part)
    assert response["Content-Range"] == said
    assert response["Content-Length"] == str(len(part))


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=10-12", "bytes=-0", "bytes=999999999999999999-"])
def test_a_part_behind_the_end_is_refused_with_the_length(asked):
    content = Watched(LETTERS)

    response = answered(content, Range=asked)

    assert (response.status_code, response.content) == (416, b"")
    assert response["Content-Range"] == "bytes */10"
    assert content.closed
    assert not content.asked


@pytest.mark.parametrize(
    "asked",
    ["", "bytes", "=", "=-", "=5-2", "=0-1,4-5", "=a-b", "=٣-٤", "lines=0-1", "=--1", f"={'9' * 5000}-"],
)
def test_what_is_no_single_range_gets_the_whole(asked):
    asked = f"bytes{asked}" if asked.startswith("=") else asked
    response = answered(Range=asked)

    assert (response.status_code, response.content) == (200, LETTERS)
    assert "Content-Range" not in response
    assert response["Accept-Ranges"] == "bytes"


def test_a_download_goes_on_only_with_the_same_bytes():
    assert answered(Range="bytes=4-", If_Range='"v1"').status_code == 206
    assert answered(Range="bytes=4-", If_Range='"v2"').content == LETTERS
    assert answered(Range="bytes=4-", If_Range="Sun, 22 Nov 2026 08:00:00 GMT").content == LETTERS
    assert answered()["ETag"] == '"v1"'


@pytest.mark.parametrize("length", [10, ONE_PIECE + 1])
def test_head_reads_nothing_and_says_how_long_it_is(length):
    content = Watched(bytes(length))

    response = answered(content, method="HEAD", Range="bytes=0-3")

    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Length"] == str(length)
    assert response["Accept-Ranges"] == "bytes"
    assert content.asked in ([], [(0, 0)])
    assert content.closed


@pytest.mark.django_db
def test_a_large_file_is_a_stream_that_is_closed_with_the_response():
    content = Watched(bytes(ONE_PIECE + 1))

    response = answered(content)

    assert response.streaming
    assert not content.closed
    assert len(response.getvalue()) == ONE_PIECE + 1
    response.close()
    assert content.closed


def test_a_part_of_an_empty_file_cannot_be_had_but_the_whole_can():
    assert answered(b"").status_code == 200
    assert answered(b"", Range="bytes=0-").status_code == 416


@pytest.mark.parametrize("shown", [True, False])
@pytest.mark.parametrize("asked", ["", "bytes=0-1", "bytes=99-"])
def test_no_browser_keeps_it_guesses_what_it_is_or_runs_it(shown, asked):
    response = answered(media_type="image/png", shown=shown, Range=asked)

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store, private"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_only_what_is_shown_is_inline():
    assert answered(shown=True)["Content-Disposition"].startswith("inline")
    assert answered(shown=False)["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("name", ['a"b.pdf', "a\r\nSet-Cookie: x=1.pdf", "a\\b.pdf", "李" * 120 + ".pdf", ""])
def test_no_name_breaks_out_of_the_header(name):
    header = answered(name=name)["Content-Disposition"]

    assert header.startswith("attachment")
    assert "\n" not in header
    assert "\r" not in header
    assert header.isascii()
