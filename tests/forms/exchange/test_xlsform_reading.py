"""What becomes of each thing that XLSForm can say."""

from datetime import UTC, datetime
from io import BytesIO

import pytest

from forms import contexts
from forms.exchange.xlsform.reading import Imported, read
from forms.exchange.xlsform.writing import write
from forms.logic.evaluate import evaluate
from forms.logic.parse import parse
from forms.logic.scope import Scope
from forms.logic.values import truth
from forms.schema import FormSchema, Group, Note, Question, Table
from tests.forms.exchange.workbooks import workbook

HEAD = ["type", "name", "label"]
YESNO = [["list_name", "name", "label"], ["yn", "1", "是"], ["yn", "2", "否"]]


def imported(survey, choices=(), settings=(), name="visit.xlsx", **more) -> Imported:
    return read(workbook(survey, choices, settings, **more), name=name)


def form_of(*args, **kwargs) -> FormSchema:
    found = imported(*args, **kwargs)
    assert found.form is not None, found.findings
    return found.form


def said(found: Imported) -> list[tuple[str, str, int | None, str]]:
    return [(finding.severity, finding.sheet, finding.row, finding.column) for finding in found.findings]


def with_column(title: str, *rows: list) -> list[list]:
    return [[*HEAD, title], *rows]


@pytest.mark.parametrize(
    ("kind", "ours"),
    [
        ("text", "text"), ("string", "text"), ("integer", "integer"), ("int", "integer"), ("decimal", "decimal"),
        ("date", "date"), ("dateTime", "datetime"), ("time", "time"), ("acknowledge", "consent"), ("image", "photos"),
        ("photo", "photos"), ("file", "files"), ("video", "files"), ("audio", "audio"), ("hidden", "hidden"),
        ("select_one yn", "choice"), ("select one from yn", "choice"), ("select_multiple yn", "multiple_choice"),
    ],
)  # fmt: skip
def test_types_with_an_equal_are_kept_without_a_word(kind, ours):
    found = imported([HEAD, [kind, "q", "问"]], YESNO if "yn" in kind else ())
    assert found.form.field("q").type == ours
    assert found.findings == ()


@pytest.mark.parametrize("kind", ["geopoint", "geotrace", "geoshape", "barcode"])
def test_what_is_drawn_or_scanned_is_written_and_listed(kind):
    found = imported([HEAD, [kind, "q", "问"]])
    assert found.form.field("q").type == "text"
    assert said(found) == [("changed", "survey", 2, "type")]


@pytest.mark.parametrize("kind", ["start", "end", "today", "deviceid", "username", "audit"])
def test_metadata_is_listed(kind):
    found = imported([HEAD, [kind, "audit" if kind == "audit" else "meta1", ""], ["text", "q", "问"]])
    assert [field.key for field in found.form.fields()] == ["q"]
    assert said(found) == [("dropped", "survey", 2, "type")]


def test_today_in_a_rule_is_today():
    form = form_of(with_column("relevant", ["today", "day", ""], ["text", "q", "问", "${day} > date('2026-01-01')"]))
    assert form.field("q").shown_when.formula == "today() > date('2026-01-01')"


def test_ranking_becomes_a_choice_of_several_and_is_listed():
    found = imported([HEAD, ["rank yn", "q", "问"]], YESNO)
    assert found.form.field("q").type == "multiple_choice"
    assert said(found) == [("changed", "survey", 2, "type")]


def test_options_of_other_files_are_listed():
    found = imported([HEAD, ["select_one_from_file towns.csv", "town", "镇"], ["text", "q", "问"]])
    assert [field.key for field in found.form.fields()] == ["q"]
    assert said(found) == [("dropped", "survey", 2, "type")]


@pytest.mark.parametrize(
    ("parameters", "kind", "ends"),
    [
        ("start=1 end=5 step=1", "scale", {"least": 1, "most": 5}),
        ("start=0;end=100;step=5", "integer", {"least": 0, "most": 100}),
        ("start=0 end=2.5 step=0.5", "decimal", {"least": "0", "most": "2.5"}),
    ],
)
def test_a_range_is_a_scale_when_it_is_short_and_a_number_otherwise(parameters, kind, ends):
    question = form_of(with_column("parameters", ["range", "q", "问", parameters])).field("q")
    assert (question.type, question.settings) == (kind, ends)


@pytest.mark.parametrize(
    ("row", "kind"),
    [(["text", "q", "问", "multiline"], "long_text"), (["image", "q", "问", "signature"], "signature")],
)
def test_looks_that_have_an_equal_are_kept(row, kind):
    found = imported(with_column("appearance", row))
    assert found.form.field("q").type == kind
    assert found.findings == ()


@pytest.mark.parametrize(
    ("row", "look"),
    [
        (["select_one yn", "q", "问", "minimal"], "minimal"),
        (["select_one yn", "q", "问", "likert"], "likert"),
        (["text", "q", "问", "numbers"], "numbers"),
        (["date", "q", "问", "month-year"], "month-year"),
    ],
)
def test_looks_without_an_equal_are_listed(row, look):
    found = imported(with_column("appearance", row), YESNO)
    assert said(found) == [("dropped", "survey", 2, "appearance")]
    assert look in found.findings[0].message


def test_groups_at_the_top_are_steps_groups_in_them_groups_and_deeper_ones_are_merged():
    form = form_of(
        with_column(
            "relevant",
            ["begin group", "child", "孩子"],
            ["integer", "age", "年龄"],
            ["begin group", "school", "学校", "${age} > 6"],
            ["begin group", "class", "班级", "${age} > 7"],
            ["text", "teacher", "班主任", "${age} > 8"],
            ["end group"],
            ["end group"],
            ["end group"],
            ["begin group", "home", "家庭"],
            ["text", "address", "住址"],
            ["end group"],
        )
    )
    assert [(step.key, step.title) for step in form.steps] == [
        ("child", {"zh-hans": "孩子"}),
        ("home", {"zh-hans": "家庭"}),
    ]
    group = form.steps[0].items[1]
    assert isinstance(group, Group)
    assert group.shown_when.formula == "${age} > 6"
    assert group.items[0].shown_when.formula == "(${age} > 7) and (${age} > 8)"


def test_a_form_without_groups_is_one_step_called_like_the_form():
    form = form_of([HEAD, ["text", "q", "问"]], settings=[["form_title", "form_id"], ["回访", "visit_1"]])
    assert (form.key, form.title) == ("visit_1", {"zh-hans": "回访"})
    assert [step.title for step in form.steps] == [{"zh-hans": "回访"}]


def test_questions_between_groups_get_steps_of_their_own():
    form = form_of(
        [
            HEAD,
            ["text", "first", "先"], ["begin group", "a", "甲"], ["text", "a1", "一"], ["end group"],
            ["note", "read", "请看"], ["begin group", "b", "乙"], ["text", "b1", "一"], ["end group"],
        ]
    )  # fmt: skip
    assert [[item.key for item in step.items] for step in form.steps] == [["first"], ["a1"], ["read", "b1"]]


def test_a_repeat_is_a_table_and_a_fixed_count_its_rows():
    form = form_of(
        with_column(
            "repeat_count",
            ["begin repeat", "people", "家人", 3],
            ["text", "who", "姓名"],
            ["begin group", "more", "更多"],
            ["integer", "age", "年龄"],
            ["end group"],
            ["end repeat"],
        )
    )
    table = form.field("people")
    assert isinstance(table, Table)
    assert [column.key for column in table.columns] == ["who", "age"]
    assert (table.least_rows, table.most_rows) == (3, 3)


def test_a_computed_count_a_repeat_in_a_repeat_and_files_in_one_are_listed():
    found = imported(
        with_column(
            "repeat_count",
            ["integer", "n", "几个"],
            ["begin repeat", "people", "家人", "${n}"],
            ["text", "who", "姓名"],
            ["image", "face", "照片"],
            ["begin repeat", "phones", "电话"],
            ["text", "number", "号码"],
            ["end repeat"],
            ["end repeat"],
        )
    )
    assert [column.key for column in found.form.field("people").columns] == ["who"]
    assert [(row, column) for _severity, _sheet, row, column in said(found)] == [
        (3, "repeat_count"), (5, "type"), (6, "type"), (7, "type"),
    ]  # fmt: skip


def test_a_column_is_named_with_its_table_outside_and_without_inside():
    form = form_of(
        [
            [*HEAD, "relevant", "calculation"],
            ["begin repeat", "people", "家人"],
            ["integer", "Age", "年龄"],
            ["text", "school", "学校", "${Age} > 6"],
            ["end repeat"],
            ["calculate", "oldest", "", "", "max(${Age})"],
        ]
    )
    assert form.field("people").columns[1].shown_when.formula == "${age} > 6"
    assert form.field("oldest").computed.formula == "max(${people.age})"


def test_cascades_ask_for_attributes_of_options():
    found = imported(
        with_column(
            "choice_filter",
            ["select_one county", "county", "县"],
            ["select_one town", "town", "镇", "County=${county} and name != 'b'"],
        ),
        [
            ["list_name", "name", "label", "County"],
            ["county", "east", "东县"], ["county", "west", "西县"],
            ["town", "a", "甲镇", "east"], ["town", "b", "乙镇", "west"],
        ],
    )  # fmt: skip
    town = found.form.field("town")
    assert [choice.attributes for choice in town.choices] == [{"county": "east"}, {"county": "west"}]
    assert town.choice_filter.formula == "county=${county} and . != 'b'"
    assert said(found) == [("changed", "choices", 1, "County")]


def test_required_constraint_default_and_hints_are_kept():
    question = form_of(
        [
            [*HEAD, "required", "constraint", "constraint_message", "default", "hint", "guidance_hint"],
            ["integer", "age", "年龄", "yes", ". >= 0 and . < 18", "应为未成年人", "7", "周岁", "按身份证"],
            ["text", "why", "原因", "${age} > 3", "", "", "string(${age})"],
        ]
    )
    age = question.field("age")
    assert age.required
    assert (age.checks[0].rule.formula, age.checks[0].message) == (". >= 0 and . < 18", {"zh-hans": "应为未成年人"})
    assert age.default.formula == "7"
    assert age.hint == {"zh-hans": "周岁\n按身份证"}
    why = question.field("why")
    assert (why.required, why.required_when.formula, why.default.formula) == (False, "${age} > 3", "string(${age})")


def test_what_was_answered_last_time_is_filled_in_beforehand():
    form = form_of(with_column("default", ["text", "Town", "镇", "${last-saved#Town}"]))
    assert form.field("town").prefill == "last.town"


def test_two_languages_are_kept_and_a_third_is_listed():
    found = imported(
        [
            ["type", "name", "label::中文(zh)", "label::English (en)", "label::Français (fr)", "hint::English (en)"],
            ["text", "q", "“问”", "Ask", "Demande", "Hint"],
        ]
    )
    assert found.form.field("q").label == {"zh-hans": "“问”", "en": "Ask"}
    assert found.form.field("q").hint == {"en": "Hint"}
    assert said(found) == [("dropped", "survey", 1, "label::Français (fr)")]


def test_a_form_in_another_language_keeps_it():
    found = imported([["type", "name", "label::Français (fr)"], ["text", "q", "Demande"]])
    assert found.form.field("q").label == {"zh-hans": "Demande"}
    assert said(found) == [("changed", "survey", 1, "label::Français (fr)")]


def test_names_become_keys_and_every_reference_follows():
    found = imported(
        [
            [*HEAD, "relevant", "constraint"],
            ["integer", "HH-Size.1", "人数"],
            ["select_one lists", "姓名", "名单", "${HH-Size.1} > 1"],
            ["text", "q", "问", "${姓名} = '老 王'", ". != ${HH-Size.1}"],
        ],
        [["list_name", "name", "label"], ["lists", "老 王", "老王"]],
    )
    form = found.form
    assert [field.key for field in form.fields()] == ["hh_size_1", "xing_ming", "q"]
    assert form.field("xing_ming").shown_when.formula == "${hh_size_1} > 1"
    assert form.field("q").shown_when.formula == "${xing_ming} = 'lao_wang'"
    assert said(found)[:2] == [("changed", "survey", 2, "name"), ("changed", "survey", 3, "name")]


def test_two_questions_of_one_name_in_different_groups_get_two_keys():
    form = form_of(
        [
            HEAD,
            ["begin group", "a", "甲"], ["text", "who", "谁"], ["end group"],
            ["begin group", "b", "乙"], ["text", "who", "谁"], ["end group"],
        ]
    )  # fmt: skip
    assert [field.key for field in form.fields()] == ["who", "who_2"]


def test_or_other_adds_the_option_and_its_question():
    form = form_of([HEAD, ["select_one yn or_other", "q", "问"]], YESNO)
    assert [choice.key for choice in form.field("q").choices] == ["1", "2", "other"]
    assert form.field("q_other").shown_when.formula == "selected(${q}, 'other')"


def test_a_tick_that_says_ok_is_true():
    form = form_of(with_column("relevant", ["acknowledge", "ok", "同意"], ["text", "q", "问", "${ok} = 'OK'"]))
    assert form.field("q").shown_when.formula == "${ok} = true()"


@pytest.mark.parametrize(
    "rule",
    [
        "pulldata('towns', 'name', 'key', ${n}) = 'x'",
        "instance('towns')/root/item[name = ${n}]/label = 'x'",
        "/data/n > 1",
        "count(${n}[. > 1]) > 0",
        "${n} >",
        "${last-saved#n} > 1",
        "uuid() = 'x'",
    ],
)
def test_what_the_language_cannot_say_is_left_out_and_listed_with_its_row(rule):
    found = imported(with_column("relevant", ["integer", "n", "数"], ["text", "q", "问", rule]))
    if found.form is None:
        # pyxform itself refuses some of them.
        assert found.findings[0].severity == "error"
        assert found.findings[0].message
        return
    assert found.form.field("q").shown_when is None
    assert ("dropped", "survey", 3, "relevant") in said(found)


def test_a_rule_of_kinds_that_do_not_fit_is_left_out_and_listed():
    found = imported(with_column("relevant", ["date", "day", "日期"], ["text", "q", "问", "${day} = 'morning'"]))
    assert found.form.field("q").shown_when is None
    assert said(found) == [("dropped", "survey", 3, "relevant")]


def test_a_readonly_question_is_a_note_or_computed():
    form = form_of(
        [
            [*HEAD, "readonly", "default", "calculation"],
            ["text", "read", "请看", "yes"],
            ["text", "fixed", "固定", "yes", "甲"],
            ["integer", "sum", "合计", "yes", "", "1 + 1"],
        ]
    )
    assert isinstance(form.steps[0].items[0], Note)
    fixed, total = form.field("fixed"), form.field("sum")
    assert isinstance(fixed, Question)
    assert (fixed.type, fixed.computed.formula) == ("computed", "'甲'")
    assert (total.type, total.computed.formula) == ("integer", "1 + 1")


def test_everything_without_an_equal_is_listed_by_cell():
    found = imported(
        [
            [*HEAD, "media::image", "required_message", "trigger", "calculation", "notes"],
            ["text", "a", "甲 ${b}", "a.png", "必须"],
            ["integer", "b", "乙", "", "", "", "", "给同事看"],
            ["calculate", "c", "", "", "", "${b}", "${b} + 1"],
        ],
        settings=[["form_title", "version", "style"], ["表", "3", "pages"]],
    )
    assert {(severity, row, column) for severity, _sheet, row, column in said(found)} >= {
        ("changed", 2, "label"), ("dropped", 2, "media::image"), ("dropped", 2, "required_message"),
        ("dropped", 4, "trigger"), ("dropped", 1, "notes"), ("dropped", 2, "version"), ("dropped", 2, "style"),
    }  # fmt: skip
    assert found.form.steps[0].items[0].label == {"zh-hans": "甲 “乙”"}


def test_the_rows_of_findings_are_those_excel_shows():
    found = imported([[], [], HEAD, [], ["text", "a", "甲"], [], ["barcode", "b", "乙"]])
    assert said(found) == [("changed", "survey", 7, "type")]


CHOSEN = [["list_name", "name", "label"], ["k", "alone", "独居"], ["k", "hurt", "受伤"]]


@pytest.mark.parametrize(
    ("kind", "rule", "became"),
    [
        ("select_one", "${kind} = 'gone' or ${kind} = 'alone'", "${kind} = 'alone'"),
        ("select_one", "${kind} != 'gone' and ${kind} = 'hurt'", "${kind} = 'hurt'"),
        ("select_one", "${kind} = 'gone' and ${n} > 1", "false()"),
        ("select_one", "${kind} = 'gone'", "false()"),
        ("select_one", "not(${kind} = 'gone') and ${n} > 1", "not(false()) and ${n} > 1"),
        ("select_multiple", "selected(${kind}, 'gone') or selected(${kind}, 'hurt')", "selected(${kind}, 'hurt')"),
    ],
)
def test_an_option_that_there_is_not_is_listed_and_the_rest_of_the_rule_is_kept(kind, rule, became):
    rows = [[f"{kind} k", "kind", "情形"], ["integer", "n", "数"], ["text", "q", "问", rule]]
    found = imported(with_column("relevant", *rows), CHOSEN)
    assert found.form.field("q").shown_when.formula == became
    assert said(found) == [("changed", "survey", 4, "relevant")]
    assert "gone" in found.findings[0].message
    for answer in ([], ["alone"], ["alone", "hurt"]) if kind == "select_multiple" else ("", "alone", "hurt"):
        answers = {"kind": answer, "n": 2}
        assert holds(rule, answers) == holds(became, answers), answer


def holds(formula, answers):
    return truth(evaluate(parse(formula), Scope(answers=answers, context={}, now=datetime(2026, 11, 22, tzinfo=UTC))))


def test_an_option_that_there_is_not_in_a_constraint_a_filter_and_a_column():
    choices = [[*CHOSEN[0], "of"], [*CHOSEN[1], "x"], [*CHOSEN[2], "y"]]
    head = [*HEAD, "constraint", "choice_filter", "calculation"]
    found = imported(
        [
            head,
            ["select_one k", "kind", "情形", ". != 'gone'", ""],
            ["select_one k", "town", "镇", "", "name != 'gone' and of = 'x'"],
            ["begin repeat", "rows", "表"],
            ["select_one k", "inner", "情形"],
            ["calculate", "sum", "", "", "", "if(${inner} = 'gone', 1, 2)"],
            ["end repeat"],
        ],
        choices,
    )
    form = found.form
    assert form.field("kind").checks[0].rule.formula == "true()"
    assert form.field("town").choice_filter.formula == "of = 'x'"
    assert form.field("rows").columns[1].computed.formula == "if(false(), 1, 2)"
    rules = {(2, "constraint"), (3, "choice_filter"), (6, "calculation")}
    assert rules <= {one[2:] for one in said(found) if one[0] == "changed"}
    assert not [one for one in said(found) if one[0] == "dropped"]


def test_a_rule_that_is_wrong_in_another_way_too_is_left_out_with_every_reason():
    rows = [["select_one k", "kind", "情形"], ["text", "q", "问", "${kind} = 'gone' and ${kind} + 1"]]
    found = imported(with_column("relevant", *rows), CHOSEN)
    assert found.form.field("q").shown_when is None
    assert {one[0] for one in said(found)} == {"dropped"}
    assert any("gone" in finding.message for finding in found.findings)


@pytest.mark.django_db
def test_a_rule_over_the_case_comes_back_when_the_case_has_it():
    asked = FormSchema.model_validate(
        {
            "key": "asks",
            "title": {"zh-hans": "问"},
            "steps": [{"key": "s", "title": {"zh-hans": "步"}, "items": [OF_CASE]}],
        }
    )
    told = asked.model_copy(update={"key": "told"})
    with contexts.beside([told]):
        there = read(BytesIO(write(asked)), name="asks.xlsx")
    gone = read(BytesIO(write(asked)), name="asks.xlsx")
    assert there.form.field("done").shown_when.formula == "${case.told.done} = 'x'"
    assert there.findings == ()
    assert gone.form.field("done").shown_when is None
    assert [finding.severity for finding in gone.findings] == ["dropped"]


OF_CASE = {
    "kind": "field",
    "key": "done",
    "type": "text",
    "label": {"zh-hans": "做了"},
    "shown_when": {"formula": "${case.told.done} = 'x'"},
}


def test_what_was_answered_the_last_time_is_not_put_into_a_table():
    found = imported(
        with_column(
            "default",
            ["text", "town", "镇", "${last-saved#town}"],
            ["begin repeat", "rows", "表"],
            ["text", "name", "名", "${last-saved#town}"],
            ["end repeat"],
            ["text", "copy", "抄", "${last-saved#name}"],
        )
    )
    assert found.form.field("town").prefill == "last.town"
    assert [found.form.field("rows").columns[0].prefill, found.form.field("copy").prefill] == ["", ""]
    assert said(found) == [("dropped", "survey", row, "default") for row in (4, 6)]
