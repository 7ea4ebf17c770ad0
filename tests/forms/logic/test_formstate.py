"""A whole form with answers."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from forms.logic.compile import compile_rules
from forms.logic.formstate import FormState, evaluate_form
from forms.schema import FormSchema
from tests.forms.logic.schemas import check, form, group, options, question, table

NOW = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)


def state(schema: FormSchema, answers: dict[str, Any], **context: Any) -> FormState:
    return evaluate_form(schema, answers, now=NOW, context=context)


def test_a_hidden_answer_is_absent_for_all_others() -> None:
    schema = form(
        question("danger", "yes_no"),
        question("reason", shown_when="${danger}"),
        question("more", shown_when="not-empty(${reason})"),
    )
    shown = state(schema, {"danger": True, "reason": "x", "more": "y"})
    assert shown.answers == {"danger": True, "reason": "x", "more": "y"}
    hidden = state(schema, {"danger": False, "reason": "x", "more": "y"})
    assert hidden.answers == {"danger": False}
    assert hidden.shown == {"one": True, "danger": True, "reason": False, "more": False}


def test_order_of_computation_is_not_the_order_of_the_form() -> None:
    schema = form(
        question("total", "computed", computed="${double} + 1"),
        question("double", "computed", computed="${n} * 2"),
        question("n", "integer"),
    )
    assert state(schema, {"n": 4}).answers == {"total": 9, "double": 8, "n": 4}


def test_a_computed_value_cannot_be_sent_in() -> None:
    assert state(form(question("total", "computed", computed="1 + 1")), {"total": 99}).answers == {"total": 2}


def test_a_fraction_that_was_computed_loses_no_digit() -> None:
    schema = form(question("n", "decimal"), question("half", "computed", computed="${n} div 3"))
    assert state(schema, {"n": "1"}).answers["half"] == "0.333333333333"


def test_a_hidden_step_hides_what_is_in_it() -> None:
    schema = form(question("a"), then=(question("b", required=True), table("t", question("c"))), then_when="${a} = 'x'")
    hidden = state(schema, {"a": "y", "b": "1", "t": [{"c": "2"}]})
    assert (hidden.answers, hidden.required, hidden.rows) == ({"a": "y"}, {"a": False}, {})
    assert not any(hidden.shown[key] for key in ("two", "b", "t"))


def test_unknown_keys_and_wrong_kinds_are_left_out() -> None:
    schema = form(question("age", "integer"), question("danger", "yes_no"), question("day", "date"), question("who"))
    sent = {"age": "many", "danger": "yes", "day": "2026-02-30", "who": 7, "is_staff": True}
    assert state(schema, sent).answers == {}


def test_required_when_its_condition_holds_and_it_is_shown() -> None:
    schema = form(
        question("a"), question("b", required_when="${a} = 'x'"), question("c", required=True, shown_when="${a} = 'z'")
    )
    assert state(schema, {"a": "x"}).required == {"a": False, "b": True}
    assert state(schema, {"a": "z"}).required == {"a": False, "b": False, "c": True}


def test_a_check_speaks_only_of_an_answer_that_is_there() -> None:
    schema = form(question("age", "integer", checks=[check(". < 18", "年龄须小于18")]))
    assert state(schema, {"age": 20}).failures == {"age": ({"zh-hans": "年龄须小于18"},)}
    assert state(schema, {"age": 17}).failures == {}
    assert state(schema, {}).failures == {}


def test_a_check_against_something_empty_does_not_fail() -> None:
    schema = form(question("arrived", "datetime", checks=[check(". >= ${sent}")]), question("sent", "datetime"))
    later, earlier = "2026-11-21T09:00:00+08:00", "2026-11-21T08:00:00+08:00"
    assert state(schema, {"arrived": earlier}).failures == {}
    assert state(schema, {"arrived": later, "sent": earlier}).failures == {}
    assert "arrived" in state(schema, {"arrived": earlier, "sent": later}).failures


def test_an_option_that_is_filtered_out_is_no_answer() -> None:
    schema = form(
        question("county", "choice", choices=options("east", "west")),
        question(
            "town", "choice", choices=options("east_1", "east_2", "west_1"), choice_filter="starts-with(., ${county})"
        ),
    )
    found = state(schema, {"county": "west", "town": "east_1"})
    assert [choice.key for choice in found.choices["town"]] == ["west_1"]
    assert found.answers == {"county": "west"}


def test_of_several_choices_only_those_on_offer_stay() -> None:
    schema = form(question("needs", "multiple_choice", choices=options("a", "b")))
    assert state(schema, {"needs": ["b", "hacked"]}).answers == {"needs": ["b"]}
    assert state(schema, {"needs": ["hacked"]}).answers == {}


def test_defaults_are_offered_not_answered() -> None:
    schema = form(question("day", "date", default="today()"), question("n", "integer", default="${day} - 1"))
    found = state(schema, {})
    assert (found.defaults, found.answers) == ({"day": "2026-11-21"}, {})


def test_a_table_has_logic_in_its_rows() -> None:
    schema = form(
        question("name"),
        question("strict", "yes_no"),
        table(
            "people",
            question("name", checks=[check(". != ${name_of_all}")]),
            question("n", "integer"),
            question("why", shown_when="${n} > 3", required_when="${strict}"),
            question("double", "computed", computed="${n} * 2"),
            question("copy", "computed", computed="${name}"),
        ),
        question("name_of_all"),
        question("total", "computed", computed="sum(${people.double})"),
    )
    rows = [{"name": "甲", "n": 2, "why": "hidden"}, {"n": 4, "why": "shown", "junk": 1}]
    found = state(schema, {"name": "form", "strict": True, "people": rows, "name_of_all": "甲"})
    assert found.answers["people"] == [
        {"name": "甲", "n": 2, "double": 4, "copy": "甲"},
        {"n": 4, "why": "shown", "double": 8},
    ]
    assert found.answers["total"] == 12
    assert [row.shown["why"] for row in found.rows["people"]] == [False, True]
    assert [row.required.get("why") for row in found.rows["people"]] == [None, True]
    assert [tuple(row.failures) for row in found.rows["people"]] == [("name",), ()]


def test_an_empty_column_is_not_the_field_of_the_same_name() -> None:
    schema = form(question("name"), table("people", question("name"), question("copy", "computed", computed="${name}")))
    assert state(schema, {"name": "form", "people": [{}]}).answers["people"] == [{}]


def test_a_table_that_is_no_list_of_rows_is_empty() -> None:
    schema = form(table("people", question("name")))
    for sent in ("x", {"name": "x"}, [1, "x"], None, []):
        assert state(schema, {"people": sent}).answers == {}


def test_a_form_may_ask_what_lies_beyond_it() -> None:
    schema = form(question("a", shown_when="${case.report.danger} = 'yes'"))
    assert state(schema, {}, case={"report": {"danger": "yes"}}).shown["a"]
    assert not state(schema, {}).shown["a"]


def test_a_circle_ends_and_a_broken_formula_is_empty() -> None:
    circle = form(question("a", shown_when="${b} = 'x'"), question("b", shown_when="${a} = 'x'"))
    assert state(circle, {"a": "x", "b": "x"}).answers == {}
    broken = form(question("a"), question("n", "computed", computed="regex(${a}, ${a})"))
    assert state(broken, {"a": "("}).answers == {"a": "("}


def test_compiled_and_plain_forms_behave_alike_and_compiling_fills_every_tree() -> None:
    schema = form(
        question("a", checks=[check(". != 'x'")], default="'d'"),
        table("t", question("b", shown_when="${a} = 'x'")),
        then=(question("c", required_when="${a} = 'x'"),),
    )
    compiled = compile_rules(schema)
    sent = {"a": "x", "t": [{"b": "1"}]}
    assert state(compiled, sent) == state(schema, sent)
    rules = [compiled.steps[0].items[0].checks[0].rule, compiled.steps[0].items[1].columns[0].shown_when]
    assert [rule.tree for rule in rules] == [{"!=": [{"this": []}, "x"]}, {"=": [{"ref": ["a"]}, "x"]}]
    assert compiled.steps[1].shown_when.tree is True


ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)),
    max_leaves=6,
)
FORM = form(
    question("a", "integer", checks=[check(". > ${b}")]),
    question("b", "decimal", shown_when="${a} != 1"),
    question("c", "choice", choices=options("x", "y"), choice_filter="${a} > 1 or . = 'x'"),
    question("d", "multiple_choice", choices=options("x", "y"), required_when="selected(., 'x')"),
    table("t", question("e", "date", default="${d}"), question("f", "computed", computed="${e} - today()")),
    question("g", "files", shown_when="count(${t}) > 0"),
)


@given(st.dictionaries(st.sampled_from("abcdtg"), ANYTHING))
def test_whatever_is_sent_the_form_has_a_state_and_what_stays_stays(sent: dict[str, Any]) -> None:
    once = state(FORM, sent)
    assert set(once.shown) == {"one", *"abcdtg"}
    assert state(FORM, once.answers).answers == once.answers


def test_a_group_hides_what_is_in_it() -> None:
    schema = form(
        question("moved", "yes_no"),
        group("new_home", question("town"), question("why", shown_when="not-empty(${town})"), shown_when="${moved}"),
        question("said", "computed", computed="concat(${town}, '!')"),
    )
    answers = {"moved": True, "town": "东镇", "why": "打工"}
    assert state(schema, answers).answers == {**answers, "said": "东镇!"}
    hidden = state(schema, {**answers, "moved": False})
    assert hidden.answers == {"moved": False, "said": "!"}
    assert not any(hidden.shown[key] for key in ("new_home", "town", "why"))


def test_a_choice_is_on_offer_on_its_days_and_in_its_areas_only() -> None:
    towns = [
        {"key": "old", "label": "旧", "until": "2026-11-20"},
        {"key": "last_day", "label": "末", "until": "2026-11-21"},
        {"key": "coming", "label": "新", "since": "2026-11-22"},
        {"key": "east", "label": "东", "areas": ["330106"]},
        {"key": "all", "label": "全"},
    ]
    schema = form(
        question("where", "area"),
        question("town", "choice", choices=towns),
        table("visits", question("to", "choice", choices=towns)),
    ).model_copy(update={"place": "where"})
    offered = {choice.key for choice in state(schema, {}).choices["town"]}
    assert offered == {"last_day", "all"}
    here = state(schema, {"where": "330106001000", "town": "old", "visits": [{"to": "east"}, {"to": "coming"}]})
    assert [choice.key for choice in here.choices["town"]] == ["last_day", "east", "all"]
    assert here.answers == {"where": "330106001000", "visits": [{"to": "east"}, {}]}


def test_towns_are_offered_by_the_attribute_of_their_county() -> None:
    choices = [
        {"key": "t1", "label": "桃源", "attributes": {"county": "c1"}},
        {"key": "t2", "label": "柳林", "attributes": {"county": "c2"}},
        {"key": "t3", "label": "桃园"},
    ]
    town = question("town", "choice", choices=choices, choice_filter="county = ${county} or contains(label, '园')")
    schema = form(question("county", "choice", choices=options("c1", "c2")), town)
    for filled in (schema, compile_rules(schema)):
        found = state(filled, {"county": "c2", "town": "t1"})
        assert [choice.key for choice in found.choices["town"]] == ["t2", "t3"]
        assert "town" not in found.answers


def test_each_row_knows_its_number_and_the_rows_before_it() -> None:
    before = "indexed-repeat(${a}, ${t}, position(..) - 1)"
    rows = table("t", question("a", "integer"), question("n", "computed", computed=f"coalesce({before}, position(..))"))
    found = state(form(rows), {"t": [{"a": 5}, {"a": 6}, {}]})
    assert [row["n"] for row in found.answers["t"]] == [1, 5, 6]


def test_options_are_named_in_chinese_the_own_row_first() -> None:
    name = question("name", "computed", computed="choice-label(${sex}, '${sex}')")
    own = question("sex", "choice", choices=[{"key": "f", "label": {"zh-hans": "女孩", "en": "Girl"}}])
    schema = form(
        question("sex", "choice", choices=[{"key": "f", "label": {"zh-hans": "女", "en": "Woman"}}]),
        name,
        table("t", own, {**name, "key": "called"}),
        table("u", {**name, "key": "other"}),
    )
    found = state(schema, {"sex": "f", "t": [{"sex": "f"}, {}], "u": [{}]}).answers
    assert found == {"sex": "f", "name": "女", "t": [{"sex": "f", "called": "女孩"}, {}], "u": [{"other": "女"}]}


def test_once_keeps_the_answer_that_is_kept() -> None:
    schema = form(question("a", "integer"), question("first", "computed", computed="once(${a})"))
    assert state(schema, {"a": 1}).answers["first"] == 1
    assert state(schema, {"a": 2, "first": 1}).answers["first"] == 1


def test_rows_count_as_answered_wherever_the_counting_stands() -> None:
    schema = form(
        question("n", "computed", computed="count-non-empty(${t})"),
        table("t", question("a"), question("b", "integer")),
    )
    assert state(schema, {"t": [{"a": "x"}, {}, {"b": 0}, {"a": ""}]}).answers["n"] == 2


def test_what_the_host_offers_is_computed_with() -> None:
    schema = form(question("a", shown_when="selected(${case.report.situations}, 'fled')"))
    for situations, shown in ((["fled", "hurt"], True), ([], False)):
        offered = {"case": {"report": {"situations": situations}}}
        assert evaluate_form(schema, {}, now=NOW, context=offered).shown["a"] is shown


def test_a_long_computed_number_keeps_its_digits() -> None:
    schema = form(question("n", "decimal", computed="-(12345678901234567890.123456789012)"))
    assert state(schema, {}).answers["n"] == "-12345678901234567890.123456789012"
