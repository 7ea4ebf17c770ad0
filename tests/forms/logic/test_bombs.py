"""Formulas written to cost too much: each ends within its steps, and the form around it goes on."""

from datetime import UTC, datetime
from typing import Any

import pytest

from forms.logic.budget import MOST_STEPS as STEPS_OF_A_FORM
from forms.logic.budget import Budget
from forms.logic.errors import ExpressionError
from forms.logic.evaluate import MOST_STEPS, Evaluation
from forms.logic.formstate import evaluate_form
from forms.logic.parse import parse
from forms.logic.passing import Pass
from forms.logic.plan import plan_of
from forms.logic.scope import Scope
from forms.logic.tokens import MOST_CHARACTERS
from tests.forms.logic.schemas import form, options, question, table

NOW = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)


def steps(formula: str, answers: dict[str, Any] | None = None) -> int:
    """What a formula costs. Raises ExpressionError when it is refused."""
    evaluation = Evaluation(Scope(answers=answers or {}, now=NOW))
    evaluation.value(parse(formula))
    return evaluation.steps


@pytest.mark.parametrize(
    "formula",
    [
        "(" * 2000,
        "(" * 999 + "1" + ")" * 999,
        "-" * 1999 + "1",
        "not(" * 400 + "true()" + ")" * 400,
        "if(true()," * 150 + "1" + ",1)" * 150,
        "1-" * 999 + "1",
        "'" * 1999,
        "9" * 2000,
        "1+" * 999 + "1 + 1 + 1",
        "pow(9," * 300 + "9" + ")" * 300,
    ],
)
def test_what_is_nested_or_written_too_far_is_refused_before_it_is_computed(formula: str) -> None:
    with pytest.raises(ExpressionError):
        parse(formula)


def test_the_longest_sum_there_can_be_is_computed() -> None:
    formula = "1+" * 999 + "1"
    assert len(formula) < MOST_CHARACTERS
    assert steps(formula) < 2000


@pytest.mark.parametrize(
    "formula",
    [
        "pow(9, pow(9, 9))",
        "pow(pow(9, 9), pow(9, 9))",
        "pow(1.000000000001, 999999999999999999999999)",
        "pow(-0.999999999999, 999999999999999999999999)",
        "pow(0.000000000001, -999999999999999999999999)",
        "pow(999999999999999999999999, 0.000000000001)",
        "exp(999999999999999999999999)",
        "exp(-999999999999999999999999)",
        "exp10(exp10(exp10(9)))",
        "round(1, -999999999999999999999999) + round(1, 999999999999999999999999)",
        "substr('abc', -999999999999999999999999, 999999999999999999999999)",
        "date('9999-12-30') + 999999999999999999999999",
        "selected-at('a b', 999999999999999999999999)",
    ],
)
def test_a_towering_number_costs_a_few_steps(formula: str) -> None:
    assert steps(formula) < 20


def test_columns_compared_with_columns_cost_every_pair() -> None:
    rows = [{"a": index, "b": -index - 1} for index in range(200)]
    assert steps("${t.a} = ${t.b}", {"t": rows}) > 200 * 200
    with pytest.raises(ExpressionError):
        steps("${t.a} = ${t.b}", {"t": rows * 2})
    assert MOST_STEPS < 400 * 400


def test_long_texts_cost_their_length() -> None:
    with pytest.raises(ExpressionError):
        steps("concat(" + ",".join(["string-length(${a})"] * 90) + ")", {"a": "长" * 200_000})


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|a)*b", "(.*)*(.*)*(.*)*b", "a{0,500}a{0,500}b", "(x+x+)+y"])
def test_a_catastrophic_pattern_grows_with_the_text_only(pattern: str) -> None:
    formula = f"regex(${{a}}, '{pattern}')"
    assert steps(formula, {"a": "a" * 50_000}) < 1000


def test_texts_doubled_from_field_to_field_end_at_their_limit() -> None:
    doubling = [question("f0")]
    doubling += [question(f"f{n}", "computed", computed=f"concat(${{f{n - 1}}}, ${{f{n - 1}}})") for n in range(1, 100)]
    state = evaluate_form(form(*doubling, question("z", "computed", computed="1 + 1")), {"f0": "长长"}, now=NOW)
    assert max(len(answer) for key, answer in state.answers.items() if key != "z") <= 100_000
    assert state.answers["z"] == 2


def test_two_hundred_rows_that_join_two_hundred_rows_end_with_the_budget_of_the_form(
    caplog: pytest.LogCaptureFixture,
) -> None:
    joining = [question(f"c{n}", "computed", computed="join(',', ${t.a})") for n in range(50)]
    schema = form(table("t", question("a"), *joining), question("b", required_when="${b} = ''"))
    done = Pass(plan_of(schema), {"t": [{"a": "x"}] * 200}, NOW, {})
    done.run()
    budget = done.scope.budget
    assert budget is not None
    # Nothing is computed, nor put in the log, after the step that was one too many.
    assert -1000 < budget.left < 0
    assert len(caplog.records) < 5
    answers = done.answers()
    assert len(answers["t"]) == 200
    assert answers["t"][0]["c0"] == ",".join("x" * 200)


def test_a_large_but_honest_form_stays_far_below_the_budget() -> None:
    totals = [question(f"c{n}", "computed", computed="${a} div sum(${t.a})") for n in range(3)]
    schema = form(table("t", question("a", "integer"), *totals))
    done = Pass(plan_of(schema), {"t": [{"a": 1}] * 200}, NOW, {})
    done.run()
    assert done.scope.budget is not None
    assert done.scope.budget.left > STEPS_OF_A_FORM * 0.7


def test_a_filter_of_a_thousand_options_is_within_the_budget() -> None:
    choices = [{**option, "attributes": {"county": "c"}} for option in options(*(f"t{n}" for n in range(1000)))]
    schema = form(question("x", "choice", choices=choices, choice_filter="county = 'c' and name != 't5'"))
    assert len(evaluate_form(schema, {}, now=NOW).choices["x"]) == 999


def test_a_budget_says_when_it_is_used_up() -> None:
    budget = Budget(2)
    budget.spend(2)
    with pytest.raises(ExpressionError):
        budget.spend(1)
    assert budget.left < 0
