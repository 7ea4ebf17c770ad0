"""The desk's navigation stays one line: what only some posts have lies in a menu that opens without a script."""

import re

import pytest

from portal.chrome import Link
from workflows.desk import emergencies

MENU = re.compile(r'<details class="menu desk-nav__more".*?</details>', re.DOTALL)


def menu_of(page):
    found = MENU.search(page.content.decode())
    return found[0] if found else ""


def line_of(page):
    nav = re.search(r'<nav class="desk-nav".*?</nav>', page.content.decode(), re.DOTALL)
    return MENU.sub("", nav[0])


def test_what_only_a_leader_has_is_in_the_menu_and_not_in_the_line(at_desk, story):
    page = at_desk("east_police_leader").get("/desk/")
    for path in ("/desk/emergencies/", "/desk/log/"):
        assert f'href="{path}"' in menu_of(page)
        assert f'href="{path}"' not in line_of(page)
    for path in ("/desk/", "/desk/cases/", "/desk/search/", "/desk/notices/"):
        assert f'href="{path}"' in line_of(page)


def test_who_has_none_of_it_has_no_menu(at_desk, story):
    assert menu_of(at_desk("east_township").get("/desk/")) == ""


@pytest.mark.parametrize(("path", "is_here"), [("/desk/emergencies/", True), ("/desk/", False)])
def test_the_menu_says_that_one_is_behind_it(at_desk, story, path, is_here):
    menu = menu_of(at_desk("east_police_leader").get(path))
    assert ('class="is-here"' in menu) is ('aria-current="page"' in menu) is is_here


def test_the_broken_twin_that_asks_nobody_shows_it_to_all(at_desk, story, monkeypatch):
    monkeypatch.setattr(
        "portal.chrome._links_for_some", [(Link("Emergencies", "/desk/emergencies/", "alert"), lambda _: True)]
    )
    assert "/desk/emergencies/" in menu_of(at_desk("east_township").get("/desk/"))
    assert not emergencies.may_open(story.cast.post("east_township"))
