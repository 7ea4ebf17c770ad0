"""A running portal after a whole report: no word of it lies in clear in its data or its logs.

And what a body does to it that is too large, or breaks off.
"""

import base64
import hashlib
import hmac
import http.client
import json
import re
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import psutil
import pytest

from tests.adversary import canaries, reporting
from tests.running import DEMO_PASSWORD, ROOT, RunningPortal, free_port, running, wait_for
from tests.walking.visitor import Visitor

# Its portal is on SQLite, whatever the tests run on.
pytestmark = [pytest.mark.faults, pytest.mark.once]
LARGE = 100 * 1024 * 1024
# A blind index could give away less than a whole name.
PIECES_OF_NAMES = (canaries.CHILD[:2], canaries.REPORTER["reporter_name"][:2])
FEWEST_BYTES = 6
ANOTHER_KEY = "another-master-key-that-is-long-enough"
END = b"\r\n--edge--\r\n"


@dataclass
class Walk:
    portal: RunningPortal
    number: str
    code: str
    addresses: list[str]


class Remembering(Visitor):
    """A visitor whose addresses are remembered: they end up in the logs of proxies and in histories."""

    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.addresses: list[str] = []

    def _request(self, method, url, body, headers):
        self.addresses.append(url)
        return super()._request(method, url, body, headers)


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    with running(tmp_path_factory.mktemp("rest") / "data") as portal:
        reporter = Remembering(portal.url)
        number, code = reporting.hand_in(reporter)
        follow = reporter.get("/follow/")
        assert number in reporter.send(follow, follow.form_with("code"), {"code": code}).text
        messages = reporter.get("/follow/messages/")
        reporter.send(messages, messages.form_with("text"), {"text": canaries.ADDED})
        officer = Remembering(portal.url)
        sign_in(officer)
        read_everything(officer, number)
        yield Walk(portal, number, code, reporter.addresses + officer.addresses)


def sign_in(officer: Visitor) -> None:
    page = officer.get("/accounts/sign-in/")
    officer.send(page, page.form_with("password"), {"username": "police", "password": DEMO_PASSWORD})


def read_everything(officer: Visitor, number: str) -> None:
    """Accept, look at the case, read the report and, for a reason, who reported: all that could end up in a log."""
    for path in re.findall(r'href="(/desk/tasks/[0-9a-f-]{36}/)"', officer.get("/desk/").text):
        page = officer.get(path)
        case = re.search(r"/desk/cases/[0-9a-f-]{36}/", page.text)
        assert case
        text = officer.get(case[0]).text
        papers = sorted(set(re.findall(r"/desk/cases/[0-9a-f-]{36}/submissions/[0-9a-f-]{36}/", text)))
        if number not in text or not papers:
            continue
        accept = next(form for form in page.forms() if form.action.endswith("/accept/"))
        officer.send(page, accept, {})
        assert canaries.CHILD in officer.get(papers[0]).text
        asked = officer.get(f"{papers[0]}reporter/")
        shown = officer.send(asked, asked.form_with("reason"), {"reason": "向报告人了解"})
        assert canaries.REPORTER["reporter_name"] in shown.text
        return
    raise AssertionError(f"the police do not find {number}")


def forms_of(word: str) -> set[bytes]:
    """A word as it may lie on a disk. Shorter than six bytes it lies somewhere among sealed bytes by chance."""
    plain = word.encode()
    forms = {
        plain, word.encode("utf-16-le"), word.encode("gb18030"), json.dumps(word)[1:-1].encode(),
        base64.b64encode(plain)[: len(plain) // 3 * 4], plain.hex().encode(),
    }  # fmt: skip
    return {form for form in forms if len(form) >= FEWEST_BYTES}


def places_of(words: list[str], folder: Path, log: str) -> list[tuple[str, str]]:
    texts = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    texts["log"] = log.encode()
    return [(word, place) for word in words for place, text in texts.items() for form in forms_of(word) if form in text]


def test_no_word_of_a_report_lies_in_clear_in_the_data_folder_or_in_the_logs(walk: Walk) -> None:
    wait_for(lambda: walk.portal.health()["oldest_due_job_seconds"] == 0, "the end of all jobs")
    words = [*canaries.ALL, *PIECES_OF_NAMES, walk.code, walk.code.replace("-", "")]

    assert places_of(words, walk.portal.data, walk.portal.log) == []
    # The search does find what lies there openly: the number, and the name of an office in the demo.
    assert {place for _word, place in places_of([walk.number], walk.portal.data, "")} & {"db.sqlite3", "db.sqlite3-wal"}


def test_the_blind_index_has_the_report_and_nothing_that_could_be_computed_without_its_key(walk: Walk) -> None:
    with closing(sqlite3.connect(f"file:{walk.portal.data}/db.sqlite3?mode=ro", uri=True)) as database:
        tokens = database.execute("SELECT field, digest, typeof(digest) FROM privacy_blindtoken").fetchall()
    kept = {(field, digest) for field, digest, _kind in tokens}

    fields = {field for field, _digest in kept}
    assert {"record.name", "record.phone"} <= fields
    assert not {field for field in fields if field.startswith("reporter")}
    assert {kind for _field, _digest, kind in tokens} == {"integer"}
    guessed = {
        first_bytes(made) for made in without_a_key(canaries.GUARDIAN_PHONE, canaries.REPORTER["reporter_phone"])
    }
    assert not guessed & {digest for field, digest in kept if field.endswith(".phone")}


def without_a_key(*numbers: str) -> Iterator[bytes]:
    """What somebody would try who has the database and no key."""
    for number in numbers:
        for key in (b"", b"record.phone", b"blind:record.phone", b"reporter.phone", b"blind:reporter.phone"):
            yield hmac.digest(key, number.encode(), "sha256")
        yield hashlib.sha256(number.encode()).digest()


def first_bytes(digest: bytes) -> int:
    return int.from_bytes(digest[:8], signed=True)


def test_without_its_master_key_the_portal_does_not_start_and_names_the_version(walk: Walk) -> None:
    given = {**walk.portal.environment, "MASTER_KEYS": f"2={ANOTHER_KEY}", "PORT": str(free_port())}
    ended = subprocess.run(  # noqa: S603 -- our own words
        [sys.executable, "-m", walk.portal.module], cwd=ROOT, env=given, capture_output=True, text=True, timeout=120
    )

    assert ended.returncode == 1
    assert ended.stderr.startswith("Master key version 1 is missing")
    assert len(ended.stderr.splitlines()) == 1
    assert ANOTHER_KEY not in ended.stdout + ended.stderr


def test_no_picture_lies_in_clear(walk: Walk) -> None:
    sealed = [path for path in (walk.portal.data / "sealed").rglob("*") if path.is_file()]

    assert len(sealed) >= 2
    assert not [path for path in sealed if path.read_bytes()[:4] in {b"\xff\xd8\xff\xe0", b"\x89PNG", b"%PDF"}]


def test_no_address_anybody_visited_says_anything_of_the_report(walk: Walk) -> None:
    said = " ".join(walk.addresses)

    assert [word for word in (*canaries.ALL, walk.code, walk.number) if word in said] == []


def test_a_hundred_megabytes_are_answered_with_a_page_and_cost_no_memory(walk: Walk) -> None:
    visitor = Visitor(walk.portal.url)
    page = reporting.begin(visitor)
    visitor.send(page, page.form_with("_revision"), {"danger_now": "yes", "called_110": "no"}, button=("_go", "save"))
    before = memory(walk.portal)

    status, text = post_zeros(visitor, page.url, LARGE)

    assert status == 413
    assert "110" in text
    assert memory(walk.portal) - before < LARGE / 3
    assert visitor.get(page.url).form_with("danger_now").values["danger_now"] == ["yes"]


def test_what_was_typed_beside_a_film_of_a_hundred_megabytes_is_kept_and_costs_no_memory(walk: Walk) -> None:
    visitor = Visitor(walk.portal.url)
    page = reporting.begin(visitor)
    page = visitor.send(page, page.form_with("_revision"), {"danger_now": "no"}, button=("_go", "next"))
    form = page.form_with("_revision")
    typed = {**form.values, **reporting.STEPS["what"], "situations": "missing", "facts": canaries.FACTS, "_go": "next"}
    before = memory(walk.portal)

    status, text = post_film(visitor, page.url, {name: str(_one(value)) for name, value in typed.items()}, LARGE)

    assert status == 422
    assert "film.mp4" in text
    assert memory(walk.portal) - before < LARGE / 3
    kept = visitor.get(page.url).form_with("facts").values
    assert kept["facts"] == [canaries.FACTS]
    assert kept["situations"] == ["missing"]


def test_a_film_far_too_large_is_refused_before_it_is_sent_and_what_was_saved_before_is_there(walk: Walk) -> None:
    visitor = Visitor(walk.portal.url)
    page = reporting.begin(visitor)
    page = visitor.send(page, page.form_with("_revision"), {"danger_now": "no"}, button=("_go", "next"))

    status, text = announce(visitor, page.url, 20 * LARGE)

    assert status == 413
    assert "之前各步都已保存" in text
    assert visitor.get(page.url).status == 200


def test_a_connection_that_breaks_off_in_the_middle_of_a_photo_leaves_nothing_behind(walk: Walk) -> None:
    visitor = Visitor(walk.portal.url)
    page = reporting.begin(visitor)
    before = {path for path in (walk.portal.data / "sealed").rglob("*") if path.is_file()}
    token = page.form_with("_revision").values["csrfmiddlewaretoken"][0]
    body, kind = reporting.multipart({"csrfmiddlewaretoken": token}, canaries.photo())
    address = urlsplit(urljoin(page.url, "../files/evidence_photos/")).path
    for sent in (1, len(body) // 2, len(body) - 1):
        with socket.create_connection(("127.0.0.1", walk.portal.port), timeout=10) as connection:
            connection.sendall(head(visitor, address, kind, len(body)))
            connection.sendall(body[:sent])

    assert reporting.send_photo(visitor, page).status == 200
    after = {path for path in (walk.portal.data / "sealed").rglob("*") if path.is_file()}
    assert len(after - before) == 1


def head(visitor: Visitor, path: str, kind: str, size: int) -> bytes:
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {cookies}", f"Content-Type: {kind}"]
    return "\r\n".join([*lines, f"Content-Length: {size}", "", ""]).encode()


def post_zeros(visitor: Visitor, url: str, size: int) -> tuple[int, str]:
    """A body that is made while it is sent."""
    connection = opened(visitor, url, "application/x-www-form-urlencoded", size)
    for _piece in range(size // 2**20):
        connection.send(b"0" * 2**20)
    return answer_of(connection)


def post_film(visitor: Visitor, url: str, typed: dict[str, str], size: int) -> tuple[int, str]:
    """A step with a film of that size between its answers."""
    body, kind = reporting.multipart(typed, b"")
    start = body.removesuffix(b"\r\n--edge--\r\n").replace(b'name="file"', b'name="missing_photo"')
    start = re.sub(rb'filename="[^"]*"', b'filename="film.mp4"', start)
    connection = opened(visitor, url, kind, len(start) + size + len(END))
    connection.send(start)
    for _piece in range(size // 2**20):
        connection.send(bytes(2**20))
    connection.send(END)
    return answer_of(connection)


def announce(visitor: Visitor, url: str, size: int) -> tuple[int, str]:
    """A body of which only the head is sent."""
    return answer_of(opened(visitor, url, "multipart/form-data; boundary=edge", size))


def opened(visitor: Visitor, url: str, kind: str, size: int) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(url).port, timeout=60)
    connection.putrequest("POST", urlsplit(url).path)
    connection.putheader("Cookie", "; ".join(f"{name}={value}" for name, value in visitor.cookies.items()))
    connection.putheader("Content-Type", kind)
    connection.putheader("Content-Length", str(size))
    connection.endheaders()
    return connection


def answer_of(connection: http.client.HTTPConnection) -> tuple[int, str]:
    with closing(connection):
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def _one(value: object) -> object:
    return value[0] if isinstance(value, list) else value


def memory(portal: RunningPortal) -> int:
    """Of all processes, in bytes; what they share is counted for each."""
    return sum(process.memory_info().rss for process in portal.everybody() if process.status() != psutil.STATUS_ZOMBIE)
