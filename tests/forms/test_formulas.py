"""What the editor says of a formula while it is written."""

import pytest
from django.urls import reverse

from forms.admin.formulas import Written, judged
from forms.admin.functions import FUNCTIONS
from forms.logic.calls import CONSTANTS
from forms.logic.operators import registry
from forms.models import Form
from tests.editing import signed_in_to_edit

ADDRESS = "wagtailsnippets_portal_forms_form:formula"
FIELDS = [
    {"key": "danger", "type": "yes_no"},
    {"key": "kind", "type": "choice", "choices": ["alone", "cared_for"]},
    {"key": "days", "type": "integer"},
    {"key": "people", "type": "table"},
    {"key": "age", "type": "integer", "table": "people"},
    {"key": "grid", "type": "matrix", "choices": ["a"], "rows": ["first"]},
]


def said(formula, *, rule="shown_when", asking=None, fields=FIELDS):
    return judged(Written(formula=formula, rule=rule, asking=asking or {"type": "text"}, fields=fields))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("formula", "how"),
    [
        ("${danger} and ${kind} = 'alone'", {}),
        ("${danger}", {"asking": {}}),
        ("sum(${people.age}) > 3", {"asking": {"key": "people", "type": "table"}}),
        ("${danger}", {"asking": {"type": "table"}, "fields": FIELDS[:1]}),
        ("${age} > 3", {"asking": {"key": "name", "type": "text", "table": "people"}}),
        (". > ${days}", {"asking": {"key": "more", "type": "integer"}, "rule": "check"}),
        ("${days} * 2", {"asking": {"key": "twice", "type": "integer"}, "rule": "computed"}),
        ("${grid.first} = 'a'", {}),
    ],
)
def test_a_formula_that_can_be_computed_has_no_mistake(formula, how):
    assert said(formula, **how) == {"error": ""}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("formula", "sentence", "at"),
    [
        ("${danger} and ${dangr}", "dangr", 14),
        ("${kind} = 'lonely'", "lonely", 10),
        ("${days} + 1", "条件", 0),
        ("${danger} and (", "", 15),
        ("${case.nothing.there} = 1", "case.nothing.there", 0),
    ],
)
def test_a_mistake_is_said_with_its_place(formula, sentence, at):
    answer = said(formula)

    assert sentence in answer["error"]
    assert answer["at"] == at


def test_every_function_of_the_language_is_offered():
    assert set(FUNCTIONS) == {one.key for one in registry if not one.sign} | set(CONSTANTS)


def test_the_editor_asks_and_others_may_not(client, cast):
    address, sent = reverse(ADDRESS), {"formula": "1 +", "rule": "computed", "asking": {"type": "integer"}}
    client.force_login(cast.east_police)
    assert client.get(address).status_code in (302, 403)
    assert client.post(address, sent, content_type="application/json").status_code in (302, 403)

    editor = signed_in_to_edit(client, cast, Form)
    assert editor.post(address, sent, content_type="application/json").json()["error"]
    assert editor.post(address, {"formula": 1}, content_type="application/json").status_code == 400
    assert {"name": "selected", "help": "whether an option is chosen: selected(${field}, 'option')"} in editor.get(
        address
    ).json()["functions"]
