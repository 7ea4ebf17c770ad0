"""Editor ⇄ schema loses nothing."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms import builder
from forms.blocks.families import FAMILIES, family_of
from forms.building import examples, naming, writing
from forms.building.rows import rows_of
from forms.models import Form, OptionList
from forms.schema import AuthorTest, Expectation, FormSchema
from tests.forms import sample

WORDS = st.builds(
    lambda chinese, english: {"zh-hans": chinese, **({"en": english} if english else {})},
    st.text("儿童保护报告情形日期", min_size=1, max_size=8),
    st.text("abc def", max_size=8).map(str.strip),
)
FORMULA = st.sampled_from(
    [
        "${first} = 'yes'",
        "${first} = 'yes' and not-empty(${second})",
        "not(not-empty(${second})) or contains(${first}, 'x')",
        "(${first} = 'a' or ${first} = 'b') and ${second} > 3",
        "${first} = 'it''s'",
        'selected(${first}, "a")',
        "${number} >= 18 and ${number} < 65",
        "${first} = ''",
    ]
)
RULE = st.none() | FORMULA.map(lambda formula: {"formula": formula})
TYPES = ["text", "integer", "decimal", "choice", "multiple_choice", "yes_no", "date", "area", "photos", "id_number"]


@st.composite
def choices_of(draw: Any, key: str) -> dict[str, Any]:
    return {
        "key": key,
        "label": draw(WORDS),
        "attributes": draw(st.just({}) | st.just({"county": "东县", "level": "2"})),
        "since": draw(st.none() | st.just("2026-01-01")),
        "until": draw(st.none() | st.just("2026-12-31")),
        "areas": draw(st.just([]) | st.just(["330106", "3302"])),
    }


@st.composite
def questions(draw: Any, key: str) -> dict[str, Any]:
    kind = draw(st.sampled_from(TYPES))
    choices = [draw(choices_of(f"c{n}")) for n in range(2)] if "choice" in kind else []
    return {
        "kind": "field",
        "key": key,
        "type": kind,
        "label": draw(WORDS),
        "hint": draw(st.just({}) | WORDS),
        "required": draw(st.booleans()),
        "required_when": draw(RULE),
        "shown_when": draw(RULE),
        "computed": draw(RULE),
        "default": draw(RULE),
        "choice_filter": draw(RULE),
        "checks": draw(
            st.lists(st.builds(lambda f, m: {"rule": {"formula": f}, "message": m}, FORMULA, WORDS), max_size=2)
        ),
        "choices": choices,
        "sensitivity": draw(st.sampled_from(["open", "personal", "sensitive", "reporter"])),
        "countable": draw(st.booleans()),
        "prefill": draw(st.just("") | st.just("profile.phone")),
        # Each a list of its own: what a list offers is the same wherever it is used.
        "option_list": f"list_{draw(st.uuids()).hex}" if choices and draw(st.booleans()) else None,
        "settings": draw(
            st.dictionaries(
                st.sampled_from(["least", "most", "unit", "unheard_of", "accept"]),
                st.integers()
                | st.just(0)
                | st.text("ab", max_size=3)
                | st.booleans()
                | st.just(["pdf"])
                | st.just(1.5),
                max_size=3,
            )
        ),
    }


ANSWER = (
    st.text("ab'\"[{1 ", min_size=1, max_size=4)
    | st.integers()
    | st.booleans()
    | st.lists(st.text("ab,", min_size=1, max_size=3), min_size=1, max_size=3)
    | st.just([{"column": "x"}])
    | st.just([{"column": ["a", "b"]}, {}, {"column": True}])
    | st.just("2026-01-31")
)
PLACES = st.sampled_from(["q0_0", "q0_1", "t0", "s0", "n0", "t0.1.column", "gone"])


@st.composite
def author_tests(draw: Any) -> dict[str, Any]:
    def expectation(place: str, must_be: str, value: Any) -> dict[str, Any]:
        return {"place": place, "must_be": must_be, **({"value": value} if must_be == "equal" else {})}

    must_be = st.sampled_from(["shown", "hidden", "required", "optional", "equal", "refused", "accepted"])
    return {
        "title": draw(st.text("测试", min_size=1, max_size=4)),
        "answers": draw(st.dictionaries(st.sampled_from(["q0_0", "q0_1", "t0", "gone"]), ANSWER, max_size=3)),
        "at": draw(st.none() | st.just("2026-01-31T08:30:00+08:00")),
        "context": draw(st.just({}) | st.just({"case": {"situations": ["alone"]}})),
        "expected": draw(
            st.lists(st.builds(expectation, PLACES | st.just(""), must_be, ANSWER | st.none()), max_size=3)
        ),
    }


@st.composite
def schemas(draw: Any) -> FormSchema:
    steps = []
    for number in range(draw(st.integers(1, 3))):
        items: list[dict[str, Any]] = [
            draw(questions(f"q{number}_{place}")) for place in range(draw(st.integers(0, 3)))
        ]
        if draw(st.booleans()):
            items.append(
                {
                    "kind": "table",
                    "key": f"t{number}",
                    "label": draw(WORDS),
                    "columns": [draw(questions("column"))],
                    "least_rows": draw(st.integers(0, 2)),
                    "most_rows": draw(st.integers(2, 9)),
                    "shown_when": draw(RULE),
                    "sensitivity": draw(st.sampled_from(["open", "personal"])),
                }
            )
        if draw(st.booleans()):
            items.append(
                {
                    "kind": "note",
                    "key": f"n{number}",
                    "text": draw(WORDS),
                    "tone": draw(st.sampled_from(["plain", "warning", "danger"])),
                    "shown_when": draw(RULE),
                }
            )
        if draw(st.booleans()):
            inside = [draw(questions(f"g{number}_{place}")) for place in range(draw(st.integers(0, 2)))]
            group = {"kind": "group", "key": f"g{number}", "label": draw(WORDS), "hint": draw(st.just({}) | WORDS)}
            items.append({**group, "shown_when": draw(RULE), "items": inside})
        section = draw(st.none() | st.just("office"))
        step = {"key": f"s{number}", "title": draw(WORDS), "shown_when": draw(RULE), "items": items}
        steps.append({**step, "section": section})
    return FormSchema.model_validate(
        {
            "key": "made_up",
            "title": draw(WORDS),
            "steps": steps,
            "place": draw(st.none() | st.just("q0_0")),
            "numbering": "{year}-{serial:05d}",
            "receipt": draw(st.booleans()),
            "retention_months": draw(st.integers(1, 600)),
            "layout": draw(st.sampled_from(["plain", "court"])),
            "sections": [{"key": "office", "title": draw(WORDS), "filler": "police"}] if draw(st.booleans()) else [],
            "tests": draw(st.lists(author_tests(), max_size=2)),
        }
    )


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(schema=schemas())
def test_what_is_saved_into_the_editor_comes_out_again(schema):
    OptionList.objects.all().delete()
    builder.save_definition(schema, by=None)

    assert builder.schema_of(Form.objects.get(key="made_up")) == schema


def test_the_sample_report_makes_the_round_trip_with_its_revision(cast):
    form = builder.save_definition(sample.schema(), by=cast.form_administrator)

    assert builder.schema_of(form.latest_revision.as_object()) == sample.schema()


def test_saving_a_definition_twice_changes_the_same_form(cast):
    first = builder.save_definition(sample.schema(), by=None)
    second = builder.save_definition(sample.schema(title={"zh-hans": "改名"}), by=None)

    assert (first.pk, second.title) == (second.pk, "改名")


def test_simple_formulas_become_rows_and_others_stay_formulas():
    rows, joint = rows_of("${kind} = 'alone' and not-empty(${days})", {"kind": "choice", "days": "integer"})

    assert [(row.field, row.comparison, row.value) for row in rows] == [
        ("kind", "is", "alone"),
        ("days", "answered", ""),
    ]
    assert joint == "and"
    assert rows_of("(${kind} = 'a' or ${kind} = 'b') and ${days} > 3", {}) is None


def test_a_key_is_made_from_the_chinese_label_and_stays_when_the_label_changes(db):
    form = Form(key="new_form", title="新表单")
    question = {"label": "发现时间", "type": "date", "logic": []}
    step = {"title": "第一步", "items": [{"type": "date", "value": question}], "logic": []}
    form.steps = Form._meta.get_field("steps").to_python([{"type": "step", "value": step}])
    assert builder.schema_of(form).steps[0].items[0].key == "fa_xian_shi_jian"
    form.save()

    form = Form.objects.get(pk=form.pk)
    form.steps[0].value["items"][0].value["label"] = "看到的时间"

    assert builder.schema_of(form).steps[0].items[0].key == "fa_xian_shi_jian"


def test_every_registered_kind_of_field_can_be_chosen_in_the_editor():
    from forms.blocks.families import type_choices
    from forms.fieldtypes import registry

    offered = {key for name in FAMILIES for key, _label in type_choices(name)}

    assert offered == set(registry)
    assert family_of("choice") == "choice"


@pytest.mark.django_db
def test_what_names_nothing_is_not_taken_for_a_part_without_a_label():
    form = builder.save_definition(sample.schema(place=None), by=None)
    naming.settle(form)
    assert form.place == ""


@pytest.mark.django_db
def test_a_part_may_be_named_by_its_label():
    form = builder.save_definition(sample.schema(place=None), by=None)
    form.place = " 地点 "
    naming.settle(form)
    assert form.place == "place"


def written(**question):
    """What the editor holds of one question."""
    asked = {"kind": "field", "key": "asked", "label": {"zh-hans": "问"}, **question}
    step = {"key": "one", "title": {"zh-hans": "一"}, "items": [asked]}
    schema = FormSchema.model_validate({"key": "made_up", "title": {"zh-hans": "表"}, "steps": [step]})
    return writing.streams(schema)["steps"][0]["value"]["items"][0]["value"]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("integer", {"least": 0, "most": 17}),
        ("area", {"level": "village", "least_level": "township"}),
        ("files", {"accept": ["pdf", "docx"]}),
        ("organisation", {"functions": ["school", "police"]}),
        ("identity_paper", {"kinds": ["passport"]}),
        ("money", {"currency": "HKD"}),
        ("decimal", {"places": 0}),
    ],
)
def test_what_a_kind_of_field_can_be_told_has_an_input(kind, told):
    held = written(type=kind, settings=told)

    assert (held["settings"], held["more"]) == (told, "")


def test_what_no_input_offers_is_kept_as_it_was_written():
    held = written(type="files", settings={"accept": ["pdf", "exe"]})

    assert (held["settings"], held["more"]) == ({}, '{"accept": ["pdf", "exe"]}')


def test_the_cells_of_a_table_are_answered_one_by_one_in_an_authors_test():
    rows = [{"column": "x", "several": ["a", "b"]}, {"column": "y"}]
    test = AuthorTest(title="例", answers={"table": rows}, expected=(Expectation(place="table", must_be="accepted"),))
    types = {"table.column": "text", "table.several": "multiple_choice"}

    [held] = examples.write((test,), types)

    cells = [tuple(row["value"].values()) for row in held["value"]["answers"]]
    assert cells == [
        ("table", 1, "column", "x"),
        ("table", 1, "several", "a"),
        ("table", 1, "several", "b"),
        ("table", 2, "column", "y"),
    ]


@pytest.mark.django_db
def test_an_option_of_a_column_may_be_named_by_its_label_in_an_authors_test():
    column = {
        "key": "how",
        "type": "choice",
        "label": {"zh-hans": "怎么样"},
        "choices": [{"key": "well", "label": {"zh-hans": "很好"}}],
    }
    table = {"kind": "table", "key": "table", "label": {"zh-hans": "表格"}, "columns": [column]}
    test = {
        "title": "例",
        "answers": {"table": [{"how": "well"}]},
        "expected": [{"place": "table", "must_be": "shown"}],
    }
    form = builder.save_definition(
        FormSchema.model_validate(
            {
                "key": "made_up",
                "title": {"zh-hans": "表"},
                "steps": [{"key": "one", "title": {"zh-hans": "一"}, "items": [table]}],
                "tests": [test],
            }
        ),
        by=None,
    )
    [answer] = form.tests[0].value["answers"]
    answer["column"], answer["value"] = "怎么样", "很好"

    naming.settle(form)

    assert (answer["column"], answer["value"]) == ("how", "well")


@pytest.mark.django_db
def test_a_column_may_be_named_with_its_table_by_labels_in_a_rule():
    column = {
        "key": "how", "type": "choice", "label": {"zh-hans": "怎么样"},
        "choices": [{"key": "well", "label": {"zh-hans": "很好"}}],
    }  # fmt: skip
    table = {"kind": "table", "key": "table", "label": {"zh-hans": "表格"}, "columns": [column]}
    rule = {"formula": "${table.how} = 'well'"}
    asked = {"kind": "field", "key": "asked", "type": "text", "label": {"zh-hans": "问"}, "shown_when": rule}
    step = {"key": "one", "title": {"zh-hans": "一"}, "items": [table, asked]}
    schema = FormSchema.model_validate({"key": "made_up", "title": {"zh-hans": "表"}, "steps": [step]})
    form = builder.save_definition(schema, by=None)
    [row] = form.steps[0].value["items"][1].value["logic"][0].value["rows"]
    row["field"], row["value"] = "表格.怎么样", "很好"

    naming.settle(form)

    assert builder.schema_of(form) == schema
