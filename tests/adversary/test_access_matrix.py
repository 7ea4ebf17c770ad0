"""Everybody of access_matrix.md tries everything in it, in the own area and elsewhere, at every address there is."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.adversary import canaries, matrix
from tests.adversary.asking import Asker
from tests.adversary.conftest import CELLS
from tests.adversary.everybody import HOME, PLACES, Somebody
from tests.adversary.gaps import crossed, in_world
from tests.adversary.probes import PROBES
from tests.adversary.routes import addresses, of_ours
from tests.adversary.twins import TWINS
from tests.adversary.world import UNTOLD, World, build, words_about_child, words_about_reporter
from tests.lasting import rolled_back

MATRIX = matrix.read()
WHO = [person.who for person in MATRIX.people]
# One of them on each database, for what a database may choke on; the others on SQLite only.
ALWAYS = "prosecutor"
WALKING = [ALWAYS, *(pytest.param(who, marks=pytest.mark.once) for who in WHO if who != ALWAYS)]
# Signs the person out.
NOT_WALKED = {"accounts/sign-out/"}
# Words, and the things of the table of which one must be allowed to hear them.
SECRETS = (
    (("restricted",), words_about_child("objected")),
    (("new_report",), tuple(word for name in UNTOLD for word in words_about_child(name))),
    (("new_report", "read_correction"), words_about_child("wrong")),
    (("named_report",), words_about_child("named")),
    (("story", "download_export"), words_about_child("told")),
    (("record",), (canaries.OFFICERS, canaries.CONCLUSION)),
    (("letter",), (canaries.ADVICE,)),
    (("reporter",), (*words_about_reporter("told"), canaries.REPORTER["reporter_phone"])),
    (("reporter_of_new",), words_about_reporter("new")),
    (("begun_report",), (*words_about_child("unsent"), *words_about_reporter("unsent"))),
    ((), tuple(word for name in ("quiet", "hidden") for word in words_about_child(name))),
)


@pytest.fixture(scope="module")
def built(demo, unprinted) -> Iterator[World]:
    with rolled_back():
        yield build(demo)


@pytest.fixture
def world(built, db) -> World:
    cache.clear()
    return built


def enter(world: World, person: Somebody) -> Asker:
    """Signed in, or with what somebody without an account holds."""
    asker = Asker(person)
    if person.who == "reporter_with_code":
        asker.client.post("/follow/", {"code": world.codes["told" if person.place == HOME else "elsewhere"]})
    elif person.who == "draft_holder" and person.place == HOME:
        asker.client.get(f"{world.page.get_url()}resume/{world.unsent_token}/")
    elif person.who == "draft_holder":
        asker.client.post(f"{world.page.get_url()}start/")
    return asker


def secrets(who: str, place: str) -> tuple[str, ...]:
    """Every word that the person must hear at no address whatever."""
    hidden = [words for things, words in SECRETS if not any(MATRIX.allows(who, thing, place) for thing in things)]
    if place == HOME:
        hidden += [words_about_child("elsewhere"), words_about_reporter("elsewhere")]
    return (*canaries.IN_PHOTO, *(word for words in hidden for word in words))


def differing(world: World, asker: Asker) -> Iterator[tuple[str, ...]]:
    """Cells that are not as the table says; for a denied one, also what a refused request has written all the same."""
    who, place = asker.person.who, asker.person.place
    for thing, probe in PROBES.items():
        before = len(asker.heard)
        done, allowed = probe(world, asker), MATRIX.allows(who, thing, place)
        written = {table for answer in asker.heard[before:] for table in answer.written}
        if done != allowed:
            yield place, thing, "done" if done else "not done"
        if written and not allowed:
            yield place, thing, "wrote", *sorted(written)


def walk(world: World, asker: Asker) -> Iterator[tuple[str, ...]]:
    """Look at every address, with every id; elsewhere at the own case with the ids of another one.

    Looking writes nothing, whoever looks.
    """
    at_home = asker.person.place == HOME
    known = in_world(world) if at_home else crossed(world)
    for route, gaps in of_ours():
        if route not in NOT_WALKED and (at_home or "case_id" in gaps):
            for address in addresses(route, gaps, known):
                if written := asker.get(address).written:
                    yield asker.person.place, address, "wrote", *sorted(written)


@pytest.mark.parametrize("who", WALKING)
def test_everybody_sees_and_does_what_the_table_says_and_nothing_else(world, who, request):
    wrong = []
    for place in PLACES:
        with rolled_back():
            asker = enter(world, world.people[who, place])
            wrong += [*differing(world, asker), *walk(world, asker)]
        request.config.stash[CELLS] += len(PROBES)
        said = secrets(who, place)
        wrong += [(place, answer.address, word) for answer in asker.heard for word in said if word in answer.text]
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.once
@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.guard)
def test_the_broken_twin_without_this_guard_the_table_would_be_wrong(world, twin, monkeypatch):
    got = []
    for without in (lambda _patch: None, twin.without):
        with rolled_back(), monkeypatch.context() as patch:
            without(patch)
            asker = enter(world, world.people[twin.who, twin.place])
            got.append([PROBES[thing](world, asker) for thing in twin.things])
    assert got == [[False] * len(twin.things), [True] * len(twin.things)]
