"""The browser's evaluator agrees with the authority on thousands of generated expressions."""

import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from forms.logic import numbers
from forms.logic.errors import ExpressionError
from forms.logic.evaluate import Scope, evaluate
from forms.logic.operators import registry
from forms.logic.values import Chosen, Column, Rows, text
from tests.forms.logic.engines import LOGIC, Compute, in_chromium, in_node
from tests.forms.logic.trees import CHOICE, COMPARED, LABELS, Maker, seeds

NOW = "2026-11-21T08:30:00+08:00"
# As compute.mjs says it.
REFUSED = ["refused"]
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
    if isinstance(value, Mapping):
        return ["row"]
    return value if value is None else ["string", value]


def computed(case: dict[str, Any], zone: str) -> Any:
    """What the authority says; REFUSED where it says that this cannot be computed."""
    scope = Scope(
        answers=case["answers"],
        now=datetime.fromisoformat(NOW),
        this=case["self"],
        zone=ZoneInfo(zone),
        position=case["position"],
        labels=LABELS,
        choice=CHOICE,
    )
    try:
        return described(evaluate(case["tree"], scope))
    except ExpressionError:
        return REFUSED


# 42 batches of 500 are 21,000 expressions. Not shrunk: a failure names one case of the batch, and that is small.
@settings(max_examples=42, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(seed=seeds, zone=st.sampled_from(ZONES))
@pytest.mark.once
def test_python_and_javascript_give_the_same_values(compute: Compute, seed: int, zone: str) -> None:
    maker = Maker(seed)
    batch = [maker.case() for _ in range(500)]
    found = compute([{**case, "now": NOW, "zone": zone} for case in batch])
    for case, theirs in zip(batch, found, strict=True):
        assert theirs == computed(case, zone), case


def test_what_is_compared_is_every_operator_many_times_and_mostly_gives_something() -> None:
    cases = [maker.case() for maker in map(Maker, range(3000))]
    used = Counter(operator for case in cases for operator in operators_of(case["tree"]))
    assert min(used[operator] for operator in COMPARED) > 20
    empty = sum(computed(case, ZONES[0]) in (None, REFUSED) for case in cases)
    assert empty < len(cases) * 0.6


def operators_of(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict):
        [(op, args)] = tree.items()
        yield op
        for arg in args:
            yield from operators_of(arg)


def test_every_operator_is_compared_or_left_to_the_server() -> None:
    assert {operator.key for operator in registry} - set(COMPARED) == {"regex"}
    assert all("regex" not in path.read_text() for path in LOGIC.glob("*.js") if path.name != "errors.js")


def test_numbers_agree_where_doubles_would_not(compute: Compute) -> None:
    thirds = {"-": [{"decimal": ["1000000.1"]}, 1000000]}
    tenths = {"=": [{"+": [{"decimal": ["0.1"]}, {"decimal": ["0.2"]}]}, {"decimal": ["0.3"]}]}
    blank = {"answers": {}, "self": None, "position": None, "now": NOW, "zone": "Asia/Shanghai"}
    assert compute([{**blank, "tree": thirds}, {**blank, "tree": tenths}]) == [["number", "0.1"], ["boolean", True]]


def test_what_the_browser_never_gets_it_leaves_to_the_server(compute: Compute) -> None:
    asking = {"answers": {}, "self": None, "position": None, "now": NOW, "zone": ZONES[0], "elsewhere": ["case"]}
    named, labelled = {"ref": ["case", "report", "kind"]}, {"choice-label": ["a", {"ref": ["a"]}]}
    decided = {"or": [True, named]}
    trees = [named, {"regex": ["a", "a"]}, labelled, decided, {"ref": ["nobody"]}]
    assert compute([{**asking, "tree": tree} for tree in trees]) == [REFUSED, REFUSED, REFUSED, ["boolean", True], None]
