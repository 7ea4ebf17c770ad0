"""Random expressions and answers: every operator, every kind of value, sense and nonsense."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

KEYS = ("a", "b", "c", "d", "needs", "people", "nobody")
SIGNS = ("=", "!=", "<", "<=", ">", ">=")
days = st.dates(date(1950, 1, 1), date(2100, 1, 1)).map(date.isoformat)
moments = st.builds(
    lambda day, hour, minute, offset: f"{day}T{hour:02}:{minute:02}{offset}",
    days,
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from(["", ":30", "Z", "+08:00", "-05:30", ":59.5+01:00"]),
)
words = st.sampled_from(
    ["", "a", "b", "legal", "a b", "12", "-3.50", " 7 ", "true", "桃源村", "x'y", "𠮷野", "2026-02-30"]
)
texts = st.one_of(words, days, moments, st.decimals(-1000, 1000, places=3).map(str))
decimals = st.decimals(-100000, 100000, places=4).map(lambda number: {"decimal": [f"{number:f}"]})
literals = st.one_of(texts, st.booleans(), st.integers(-1000, 1000), st.integers(-(2**52), 2**52), decimals)
references = st.one_of(
    st.sampled_from(KEYS).map(lambda key: {"ref": [key]}),
    st.sampled_from(["n", "name", "when", "gone"]).map(lambda key: {"ref": ["people", key]}),
)
leaves = st.one_of(
    literals, references, references, st.just({"today": []}), st.just({"now": []}), st.just({"this": []})
)

# How many arguments each operator takes.
ARGUMENTS = {
    **dict.fromkeys([*SIGNS, "+", "-", "*", "div", "mod", "selected", "contains", "starts-with"], (2, 2)),
    **dict.fromkeys(
        ["not", "neg", "count-selected", "not-empty", "number", "int", "string", "date", "date-time"], (1, 1)
    ),
    "string-length": (1, 1),
    **dict.fromkeys(["and", "or", "coalesce"], (2, 4)),
    **dict.fromkeys(["count", "sum", "min", "max", "concat"], (1, 4)),
    "if": (3, 3),
}


def calls(arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    def call(op: str) -> st.SearchStrategy[Any]:
        least, most = ARGUMENTS[op]
        return st.lists(arguments, min_size=least, max_size=most).map(lambda args: {op: args})

    return st.sampled_from(sorted(ARGUMENTS)).flatmap(call)


trees = st.recursive(leaves, calls, max_leaves=12)

values = st.one_of(
    texts,
    st.booleans(),
    st.none(),
    st.integers(-(10**6), 10**6),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.lists(st.sampled_from(["a", "b", "legal"]), max_size=3),
)
rows = st.lists(
    st.fixed_dictionaries({}, optional={"n": values, "name": texts, "when": st.one_of(days, moments)}), max_size=4
)
answers = st.fixed_dictionaries({}, optional={**dict.fromkeys(KEYS[:5], values), "people": rows})
cases = st.fixed_dictionaries({"tree": trees, "answers": answers, "self": values})
