"""Random expressions and answers: every operator, every kind of value, sense and nonsense.

A case is made from a seed, so that a batch of hundreds costs milliseconds and a failing one can be made again.
"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from forms.logic.operators import Operator, registry
from forms.logic.types import ValueType

KEYS = ("a", "b", "c", "d", "needs", "scores", "people", "nobody")
CELLS = ("n", "name", "when", "gone")
PATTERNS = ("%Y-%m-%d", "%Y年%n月%e日", "%d.%m.%y %a %b", "%H:%M:%S %3 %h", "%%", "100%%%Y", "%q", "%", "")
LANGUAGES = ("zh", "en", "fr", "")
# Around leap days, year's ends, changes of the clock in New York and Shanghai, and the ends of what there is.
LEAP_DAYS = ["2024-02-29", "2023-02-28", "2000-02-29", "1900-02-28", "1970-01-01", "2026-11-21", "2026-11-22"]
CHANGES = ["2026-03-08", "2026-11-01", "1986-05-04", "1991-09-15"]
ENDS = ["1999-12-31", "1000-01-01", "1000-01-02", "9999-12-30", "9999-12-29"]
DAYS = [*LEAP_DAYS, *CHANGES, *ENDS]
ENDINGS = ("", ":30", "Z", "+08:00", "-05:30", ":59.5+01:00")
# What a first value may be, now and then, so that the answer is not always that there is none.
IDS = ("11010519491231002X", " 11010519491231002x", "440524188001010014", "440524200002290010", "440524200002290029")
CODES = ("91350100M000100Y43", "91350100M000100Y44", "91350100m000100y43")
NAMES = ["", "a", "b", "e", "l", ",", "legal", "a b", "x'y", "aBcXyZ é", "桃源村", "𠮷野家", "👧🏽", " a\u3000b "]
WORDS = [*NAMES, *IDS, *CODES, "12", "-3.50", " 7 ", "true", "1", "2026-02-30", "110105194912310021"]
LIKELY: dict[str, tuple[Any, ...]] = {
    **dict.fromkeys(("id-valid", "id-birth-date", "id-sex", "id-age-at"), IDS),
    "credit-code-valid": CODES,
    **dict.fromkeys(("substring-before", "substring-after", "translate"), (("hello 𠮷野家", "𠮷"), ("a,b,c", ","))),
    **dict.fromkeys(("substr", "selected-at"), (("hello 𠮷野家", 1), ("a b legal", 2), ("桃源村,甲", -2))),
}
LABELS = {"a": {"a": "甲", "legal": "法律援助"}, "needs": {"a": "甲", "b": "乙", "legal": "法律援助"}}
CHOICE = {"county": "桃源县", "rank": "3", "name": "a", "label": "甲"}


def arguments(operator: Operator) -> tuple[int, int]:
    """How few and how many values it is tried with."""
    most = len(operator.takes) + (2 * operator.period if operator.repeated else 0)
    return len(operator.takes) - operator.optional, most


# What only the server computes is not compared.
COMPARED = {operator.key: operator for operator in registry if operator.key != "regex"}


class Maker:
    """Makes trees and answers of one seed."""

    def __init__(self, seed: int, *, sound: bool = False) -> None:
        """A sound one makes nothing that is refused when it is computed."""
        self.patterns, self.languages = (PATTERNS[:6], LANGUAGES[:2]) if sound else (PATTERNS, LANGUAGES)
        self.attributes = () if sound else ({"attribute": ["county"]}, {"attribute": ["none"]})
        self.random = Random(seed)  # noqa: S311 -- not for secrets

    def case(self) -> dict[str, Any]:
        return {
            "tree": self.tree(self.random.randint(1, 4)),
            "answers": self.answers(),
            "self": self.answer(),
            "position": self.random.choice([None, 1, 7]),
            "labels": LABELS,
            "choice": CHOICE,
        }

    # Trees.

    def tree(self, depth: int, taken: frozenset[ValueType] | None = None) -> Any:
        if depth == 0:
            return self.leaf(taken)
        operator = self.operator(taken)
        if operator.key in self.SPECIAL:
            return {operator.key: self.SPECIAL[operator.key](self, depth)}
        least, most = arguments(operator)
        count = self.random.choice([n for n in range(least, most + 1) if operator.accepts(n)])
        if operator.key.startswith("format-"):
            return {operator.key: self.formatted(depth, count)}
        args = [self.tree(self.random.randint(0, depth - 1), operator.taken(n)) for n in range(count)]
        if operator.key in LIKELY and self.random.random() < 0.5:
            likely = self.random.choice(LIKELY[operator.key])
            args = [*likely, *args[len(likely) :]] if isinstance(likely, tuple) else [likely, *args[1:]]
        return {operator.key: args}

    def cell_of_row(self, depth: int) -> list[Any]:
        place = self.random.choice([self.random.randint(-1, 5), self.tree(depth - 1)])
        return [self.cell(), {"ref": ["people"]}, place]

    def option(self, depth: int) -> list[Any]:
        value = self.random.choice([{"ref": ["needs"]}, "a", "legal", self.tree(depth - 1)])
        return [value, {"ref": [self.random.choice(["a", "needs", "nobody"])]}]

    SPECIAL = {"indexed-repeat": cell_of_row, "choice-label": option}

    def operator(self, taken: frozenset[ValueType] | None) -> Operator:
        """Mostly one that gives what is taken."""
        for _attempt in range(self.random.choice([0, 6])):
            operator = self.random.choice(list(COMPARED.values()))
            if taken is None or not isinstance(operator.gives, ValueType) or operator.gives in taken:
                return operator
        return self.random.choice(list(COMPARED.values()))

    def formatted(self, depth: int, count: int) -> list[Any]:
        moment = self.tree(depth - 1, frozenset({ValueType.DATE, ValueType.DATE_TIME}))
        return [moment, self.random.choice(self.patterns), self.random.choice(self.languages)][:count]

    def leaf(self, taken: frozenset[ValueType] | None) -> Any:
        if taken and self.random.random() < 0.5:
            return self.random.choice([self.literal_of(self.random.choice(sorted(taken))), self.reference()])
        return self.random.choice([self.literal, self.reference, self.reference, self.odd])()

    def literal_of(self, kind: ValueType) -> Any:
        makers: dict[ValueType, Callable[[], Any]] = {
            ValueType.NUMBER: self.number,
            ValueType.YES_NO: lambda: self.random.random() < 0.5,
            ValueType.DATE: self.day,
            ValueType.DATE_TIME: self.moment,
            ValueType.TABLE: lambda: {"ref": ["people"]},
        }
        return makers.get(kind, self.text)()

    def literal(self) -> Any:
        return self.literal_of(self.random.choice(list(ValueType)))

    def number(self) -> Any:
        size = self.random.choice([3, 3, 5, 20, 1000, 10**9, 2**52])
        whole = self.random.randint(-size, size)
        places = self.random.choice([0, 0, 1, 4, 12])
        return whole if places == 0 else {"decimal": [f"{whole}.{self.random.randrange(10**places):0{places}}"]}

    def reference(self) -> Any:
        return self.cell() if self.random.random() < 0.3 else {"ref": [self.random.choice(KEYS)]}

    def cell(self) -> Any:
        return {"ref": ["people", self.random.choice(CELLS)]}

    def odd(self) -> Any:
        names = [{"today": []}, {"now": []}, {"this": []}, {"position": []}, {"pi": []}]
        return self.random.choice([*names, *self.attributes])

    # Answers.

    def text(self) -> str:
        return self.random.choice([self.random.choice(WORDS), self.random.choice(WORDS), self.day(), self.moment()])

    def day(self) -> str:
        if self.random.random() < 0.6:
            return self.random.choice(DAYS)
        return (date(1950, 1, 1) + timedelta(days=self.random.randrange(55_000))).isoformat()

    def moment(self) -> str:
        clock = f"{self.random.randrange(24):02}:{self.random.randrange(60):02}"
        return f"{self.day()}T{clock}{self.random.choice(ENDINGS)}"

    def answer(self) -> Any:
        makers: list[Callable[[], Any]] = [
            self.text,
            lambda: self.random.choice([True, False, None]),
            lambda: self.random.randint(-1000, 1000),
            lambda: self.random.randint(-(2**53), 2**53),
            lambda: self.random.uniform(-1000, 1000) * 10 ** self.random.randint(-20, 25),
            lambda: self.random.sample(["a", "b", "legal"], self.random.randrange(4)),
            lambda: [self.random.choice([3, -1.5, True, "x", None, "", "7"]) for _ in range(self.random.randrange(4))],
        ]
        return self.random.choice(makers)()

    def row(self) -> dict[str, Any]:
        cells = {"n": self.answer(), "name": self.text(), "when": self.moment()}
        return {key: cell for key, cell in cells.items() if self.random.random() < 0.7}

    def answers(self) -> dict[str, Any]:
        given = {key: self.answer() for key in KEYS[:6] if self.random.random() < 0.8}
        return {**given, "people": [self.row() for _ in range(self.random.randrange(5))]}


seeds = st.integers(0, 2**63)
trees = seeds.map(lambda seed: Maker(seed, sound=True).tree(4))
answers = seeds.map(lambda seed: Maker(seed).answers())
