"""Much traffic costs its senders time and turns nobody away, with and without scripts in the browser."""

import re
from html import unescape

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory

from portal.effort import load, puzzles, services
from portal.effort.puzzles import Puzzle, solves
from portal.effort.services import Limit, Window

pytestmark = pytest.mark.django_db
HERE, THERE = "203.0.113.5", "198.51.100.7"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    cache.clear()
    now = [1_800_000_000.0]
    for module in (load, puzzles):
        monkeypatch.setattr(module, "time", lambda: now[0])
    return now


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setitem(services.LIMITS, "report", Limit(Window(3, 600)))
    monkeypatch.setitem(services.LIMITS, "follow", Limit(Window(100, 60), Window(4, 600)))


def post(address=HERE, **fields):
    request = RequestFactory().post("/report/x/start/", fields, REMOTE_ADDR=address)
    request.LANGUAGE_CODE = "en"
    return request


def send(purpose="report", address=HERE, **fields):
    """One attempt: None when it went on."""
    request = post(address, **fields)
    answer = services.ask(request, purpose)
    if answer is None:
        services.note(request, purpose)
    return answer


def carried(page: HttpResponse) -> dict[str, str]:
    inputs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode())
    return {name: unescape(value) for name, value in inputs if name != "csrfmiddlewaretoken"}


def puzzle_of(page):
    html = page.content.decode()
    nonce = re.search(r'data-effort-nonce-value="([0-9a-f]+)"', html)[1]
    return nonce, int(re.search(r'data-effort-bits-value="(\d+)"', html)[1])


def solved(page):
    nonce, bits = puzzle_of(page)
    answer = next(str(n) for n in range(10_000_000) if solves(nonce, bits, str(n)))
    return {**carried(page), "_effort_answer": answer}


def too_many(times=3, **place):
    for _ in range(times):
        assert send(**place) is None
    return send(**place)


def test_below_the_limit_nothing_is_asked():
    assert [send() for _ in range(3)] == [None, None, None]


def test_above_it_the_page_shows_the_hotlines_first_and_refuses_nothing():
    page = too_many()
    html = page.content.decode()
    assert page.status_code == 429
    assert page["Retry-After"] == "5"
    assert html.index("110") < html.index("<form class=")
    assert "不会被拒绝" in html


def test_another_address_is_not_asked():
    too_many()
    assert send(address=THERE) is None


def test_the_work_done_lets_one_on():
    assert send(**solved(too_many())) is None


def test_who_has_no_script_waits_and_presses_the_button(clock):
    page = too_many()
    clock[0] += 5
    assert send(**carried(page)) is None


def test_who_presses_too_early_keeps_their_turn(clock):
    page = too_many()
    clock[0] += 3
    again = send(**carried(page))
    assert again["Retry-After"] == "2"
    same, first = (Puzzle.read(carried(each)["_effort"], "report") for each in (again, page))
    assert same == first is not None
    clock[0] += 2
    assert send(**carried(again)) is None


def test_what_was_typed_is_carried_along():
    too_many()
    page = send(code="7K3M <b>", _key="k")
    assert carried(page) | {"code": "7K3M <b>", "_key": "k"} == carried(page)
    assert "<b>" not in page.content.decode()


def test_work_counts_once():
    done = solved(too_many())
    assert send(**done) is None
    assert send(**done).status_code == 429


def test_work_for_one_thing_is_none_for_another():
    done = solved(too_many())
    for _ in range(4):
        send("follow")
    assert send("follow", **done).status_code == 429


@pytest.mark.parametrize("answer", ["", "-1", "x", "1" * 13, "١"])
def test_what_is_no_answer_is_none(answer):
    assert not solves("nonce", 0, answer)


def test_zero_bits_are_counted_from_the_front():
    number = next(n for n in range(100_000) if solves("nonce", 12, str(n)))
    assert puzzles.hashlib.sha256(f"nonce:{number}".encode()).hexdigest().startswith("000")
    assert not solves("nonce", 64, str(number))


def test_an_invented_token_or_an_old_one_counts_for_nothing(clock):
    page = too_many()
    forged = {**carried(page), "_effort": carried(page)["_effort"][:-2] + "xx"}
    clock[0] += 10
    assert send(**forged).status_code == 429
    assert Puzzle.read("", "report") is None
    clock[0] += puzzles.GOOD_FOR
    assert Puzzle.read(carried(page)["_effort"], "report") is None


def test_those_who_wait_at_one_address_go_on_one_after_the_other_and_nobody_waits_for_ever():
    too_many()
    waits = [int(send()["Retry-After"]) for _ in range(30)]
    assert waits[:3] == [10, 15, 20]
    assert max(waits) == services.LONGEST_WAIT


def test_the_work_grows_with_the_traffic_up_to_what_a_telephone_can_do():
    bits = []
    for n in range(3 * 2**8):
        request = post()
        services.note(request, "report")
        if n % 96 == 95:
            bits.append(puzzle_of(services.ask(request, "report"))[1])
    assert bits == sorted(bits)
    assert (bits[0], bits[-1]) == (services.EASIEST_BITS + 5, services.HARDEST_BITS)


def test_wrong_codes_from_many_addresses_together_raise_the_price_for_all():
    for n in range(4):
        assert send("follow", address=f"198.51.100.{n}") is None
    assert send("follow", address=THERE).status_code == 429


def test_after_a_while_it_is_free_again(clock):
    too_many()
    clock[0] += 1200
    assert send() is None


def test_no_address_stands_in_the_cache(monkeypatch):
    keys = []
    monkeypatch.setattr(load.cache, "add", lambda key, *_args: keys.append(key))
    services.note(post(), "report")
    assert keys
    assert not any(HERE in key for key in keys)
