"""The browser's evaluator agrees with the authority on thousands of generated expressions."""

import os
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from forms.logic import numbers
from forms.logic.evaluate import Scope, evaluate
from forms.logic.operators import registry
from forms.logic.values import Chosen, Column, Rows, text
from tests.forms.logic.engines import LOGIC, Compute, in_chromium, in_node
from tests.forms.logic.trees import ARGUMENTS, cases

NOW = "2026-11-21T08:30:00+08:00"
ZONES = ("Asia/Shanghai", "America/New_York", "UTC")


@pytest.fixture(scope="module")
def compute(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compute]:
    node = shutil.which("node") and os.environ.get("EVALUATE_IN") != "chromium"
    with in_node(tmp_path_factory.mktemp("node")) if node else in_chromium() as compute:
        yield compute


def described(value: Any) -> Any:
    """As compute.mjs describes a value."""
    if isinstance(value, bool):
        return ["boolean", value]
    if isinstance(value, Decimal):
        return ["number", numbers.write(value)]
    if isinstance(value, datetime):
        return ["date-time", text(value)]
    if isinstance(value, date):
        return ["date", text(value)]
    if isinstance(value, Chosen):
        return ["chosen", list(value)]
    if isinstance(value, Column):
        return ["column", [described(one) for one in value]]
    if isinstance(value, Rows):
        return ["rows", len(value)]
    return value if value is None else ["string", value]


# Not shrunk: a failure names one case of the batch, and that is small.
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(batch=st.lists(cases, min_size=20, max_size=40), zone=st.sampled_from(ZONES))
@pytest.mark.once
def test_python_and_javascript_give_the_same_values(compute: Compute, batch: list[dict[str, Any]], zone: str) -> None:
    now = datetime.fromisoformat(NOW)
    expected = [
        described(
            evaluate(case["tree"], Scope(answers=case["answers"], this=case["self"], now=now, zone=ZoneInfo(zone)))
        )
        for case in batch
    ]
    found = compute([{**case, "now": NOW, "zone": zone} for case in batch])
    for case, ours, theirs in zip(batch, expected, found, strict=True):
        assert theirs == ours, case


def test_every_operator_is_compared_or_left_to_the_server() -> None:
    known = {operator.key for operator in registry}
    compared = {*ARGUMENTS, "today", "now"}
    assert known - compared == {"regex"}
    written = (LOGIC / "operators.js").read_text()
    assert "regex" not in written


def test_numbers_agree_where_doubles_would_not(compute: Compute) -> None:
    thirds = {"-": [{"decimal": ["1000000.1"]}, 1000000]}
    tenths = {"=": [{"+": [{"decimal": ["0.1"]}, {"decimal": ["0.2"]}]}, {"decimal": ["0.3"]}]}
    blank = {"answers": {}, "self": None, "now": NOW, "zone": "Asia/Shanghai"}
    assert compute([{**blank, "tree": thirds}, {**blank, "tree": tenths}]) == [["number", "0.1"], ["boolean", True]]
