"""What reaches Django of a request, and what leaves of an answer."""

import threading
from io import BytesIO

import pytest

from portal.turnstile import Turnstile

LARGEST = 100


class Site:
    """Remembers what it was asked, and in which thread."""

    def __init__(self, answer=None):
        self.bodies, self.lengths, self.threads, self.answer = [], [], set(), answer

    def __call__(self, environ, start_response):
        self.threads.add(threading.get_ident())
        self.bodies.append(environ["wsgi.input"].read())
        self.lengths.append(environ.get("CONTENT_LENGTH"))
        start_response("200 OK", [])
        return self.answer if self.answer is not None else [b"fine"]


class Answer(list):
    streaming = False
    closed_in = None

    def close(self):
        self.closed_in = threading.get_ident()


def send(site, body=b"", **environ):
    said = []
    turnstile = Turnstile(site, largest=LARGEST, largest_file=LARGEST)
    whole = {"wsgi.input": BytesIO(body), **environ}
    answer = turnstile(whole, lambda *head: said.append(head[0]))
    return said[0], answer


def test_a_whole_body_reaches_the_site():
    site = Site()
    assert send(site, b"x" * 80, CONTENT_LENGTH="80")[0] == "200 OK"
    assert site.bodies == [b"x" * 80]


def test_a_body_that_breaks_off_never_reaches_the_site():
    site = Site()
    assert send(site, b"x" * 79, CONTENT_LENGTH="80")[0] == "400 Bad Request"
    assert site.bodies == []


def test_a_body_in_chunks_gets_the_length_it_has():
    site = Site()
    send(site, b"x" * 70, HTTP_TRANSFER_ENCODING="chunked")
    assert (site.bodies, site.lengths) == ([b"x" * 70], ["70"])


@pytest.mark.parametrize("announced", [{"CONTENT_LENGTH": "250"}, {"CONTENT_LENGTH": "99999"}])
def test_too_large_a_body_is_thrown_away_and_the_site_learns_its_length(announced):
    site = Site()
    send(site, b"x" * 250, **announced)
    assert (site.bodies, site.lengths) == ([b""], [announced["CONTENT_LENGTH"]])


def test_too_large_a_body_in_chunks_is_known_by_a_length_over_the_limit():
    site = Site()
    send(site, b"x" * 250, HTTP_TRANSFER_ENCODING="chunked")
    assert int(site.lengths[0]) == LARGEST + 1


def test_requests_from_many_threads_are_answered_in_one():
    site = Site()
    turnstile = Turnstile(site, largest=LARGEST, largest_file=LARGEST)
    phones = [threading.Thread(target=turnstile, args=({"wsgi.input": BytesIO()}, print)) for _ in range(8)]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()
    assert len(site.bodies) == 8
    assert len(site.threads) == 1
    assert threading.get_ident() not in site.threads


def test_an_ordinary_answer_is_one_piece_and_closed_where_the_database_is():
    site = Site(Answer([b"a", b"b"]))
    assert send(site)[1] == [b"ab"]
    assert site.answer.closed_in in site.threads


def test_a_stream_is_left_to_the_thread_that_sends_it():
    stream = iter([b"a", b"b"])
    assert send(Site(stream))[1] is stream


def test_when_the_site_fails_the_browser_hears_of_it_and_the_thread_lives_on():
    bodies = []

    def broken(environ, start_response):
        bodies.append(environ["wsgi.input"].read())
        raise ZeroDivisionError

    turnstile = Turnstile(broken, largest=LARGEST, largest_file=LARGEST)
    said = []
    for _ in range(2):
        turnstile({"wsgi.input": BytesIO()}, lambda *head: said.append(head[0]))
    assert said == ["500 Internal Server Error"] * 2
    assert len(bodies) == 2
