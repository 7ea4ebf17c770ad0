"""The table itself: complete, of one mind, and with somebody who may and somebody who may not for each thing."""

import pytest

from portal.directory.roles import ROLES, fits
from tests.adversary import matrix
from tests.adversary.everybody import PLACES
from tests.adversary.probes import PROBES
from tests.adversary.routes import routes

MATRIX = matrix.read()
WHO = [person.who for person in MATRIX.people]
# What is published is there for everybody: nobody can be refused it.
FOR_EVERYBODY = {"published_page", "report_form"}
# What is no thing of the table: the account, and lists of what is one's own.
NO_THING = {"everybody", "own_desk"}
SMALL = """
| who | role | organisation | works at |
|---|---|---|---|
| anybody | | | |
| judge | judge | court | county |

| who | case |
|---|---|
| judge | yes |
| everybody else | – |
"""


def outcomes(*, who=None, thing=None):
    whos, things = [who] if who else WHO, [thing] if thing else MATRIX.things
    return {MATRIX.allows(w, t, place) for w in whos for t in things for place in PLACES}


def test_every_role_of_the_portal_is_among_the_people_and_works_where_it_can():
    people = [person for person in MATRIX.people if person.role]
    assert {person.role for person in people} == set(ROLES)
    assert all(fits(person.role, person.organisation) for person in people)


@pytest.mark.parametrize("thing", MATRIX.things)
def test_for_each_thing_somebody_may_and_somebody_may_not(thing):
    assert outcomes(thing=thing) == ({True} if thing in FOR_EVERYBODY else {True, False})


@pytest.mark.parametrize("who", WHO)
def test_everybody_may_something_and_may_not_everything(who):
    assert outcomes(who=who) == {True, False}


def test_every_thing_is_asked_for_and_nothing_else_is():
    assert set(PROBES) == set(MATRIX.things)


def test_every_address_of_the_portal_stands_in_the_table():
    """A new page: add its address to tests/adversary/access_matrix.md, and its thing when it is a new one."""
    assert [route for route, _gaps in routes() if MATRIX.thing_at(route) is None] == []


def test_no_address_of_the_table_is_gone():
    known = [route for route, _gaps in routes()]
    for listed in MATRIX.addresses:
        assert any(route == listed or (listed[-1] == "…" and route.startswith(listed[:-1])) for route in known), listed


def test_every_address_is_there_for_something_in_the_table():
    assert set(MATRIX.addresses.values()) - set(MATRIX.things) == NO_THING


def test_who_stands_in_no_row_is_everybody_else_and_yes_holds_in_the_own_area_only():
    small = matrix.read(SMALL)
    assert [small.allows("judge", "case", place) for place in PLACES] == [True, False]
    assert not small.allows("anybody", "case", PLACES[0])


@pytest.mark.parametrize(("right", "wrong"), [("yes", "perhaps"), ("judge | yes", "judges | yes")])
def test_a_mark_or_a_name_that_there_is_not_is_refused(right, wrong):
    with pytest.raises(ValueError, match=wrong.split()[0]):
        matrix.read(SMALL.replace(right, wrong))


def test_a_cell_that_stands_there_twice_is_refused():
    with pytest.raises(ValueError, match="case"):
        matrix.read(SMALL + "\n| who | case |\n|---|---|\n| everybody else | yes |\n")


def test_the_broken_twin_an_address_nobody_listed_would_be_seen(monkeypatch):
    monkeypatch.delitem(MATRIX.addresses, "desk/log/")
    assert [route for route, _gaps in routes() if MATRIX.thing_at(route) is None] == ["desk/log/"]
