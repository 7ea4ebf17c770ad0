"""Phones with a bad connection, against the real server: they wait for themselves and for nobody else."""

import http.client
import multiprocessing
import socket
from contextlib import closing

import pytest

SLOW_PHONES = 12


def serve(port):
    from granian.constants import Interfaces
    from granian.server import Server

    Server(
        "tests.supervisor.tinysite:application", port=port, interface=Interfaces.WSGI, workers=1,
        blocking_threads=32, log_enabled=False,
    ).serve()  # fmt: skip


@pytest.fixture(scope="module")
def port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        number = probe.getsockname()[1]
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(number,))
    server.start()
    while server.is_alive():
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", number)) == 0:
                break
    yield number
    server.terminate()
    server.join()


def begin_upload(port, announced, sent):
    phone = socket.create_connection(("127.0.0.1", port), timeout=20)
    head = f"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {announced}\r\n\r\n"
    phone.sendall(head.encode() + b"x" * sent)
    return phone


def status(phone):
    return phone.makefile("rb").readline().split()[1]


def test_while_a_dozen_slow_uploads_are_on_their_way_others_are_answered(port):
    phones = [begin_upload(port, announced=1000, sent=10) for _ in range(SLOW_PHONES)]
    for _ in range(5):
        reader = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        reader.request("GET", "/")
        assert reader.getresponse().read() == b"0"
    for phone in phones:
        phone.sendall(b"x" * 990)
    assert [status(phone) for phone in phones] == [b"200"] * SLOW_PHONES


def test_a_body_in_chunks_arrives_whole(port):
    sender = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    sender.request("POST", "/", body=iter([b"abc", b"defg"]), encode_chunked=True)
    assert sender.getresponse().read() == b"7"
