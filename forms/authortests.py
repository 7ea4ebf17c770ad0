"""The tests that authors write into their forms, run: given these answers, is it as they said it must be?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forms.fieldtypes import registry
from forms.logic.formstate import FormState, RowState
from forms.logic.plan import Node, plan_of
from forms.places import Place
from forms.reasons import label_of, why_hidden
from forms.review import Reviewed, review
from forms.schema import AuthorTest, Expectation, FormSchema, Question, Table
from portal.words import readers_language


@dataclass(frozen=True)
class TestResult:
    """`failures` are sentences: what was expected, and what was so instead."""

    # pytest takes everything called Test… for its own.
    __test__ = False

    number: int
    test: AuthorTest
    failures: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return not self.failures


def run(schema: FormSchema, now: datetime) -> list[TestResult]:
    """Every test of the form, in order. `now` is aware, and holds for tests that name no moment.

    Raises ExpressionError for a form with a formula that cannot be read.
    """
    return [
        TestResult(number, test, list(_Run(schema, test, now).failures())) for number, test in enumerate(schema.tests)
    ]


class _Run:
    """One test of one form."""

    def __init__(self, schema: FormSchema, test: AuthorTest, now: datetime) -> None:
        self.schema, self.test = schema, test
        self.nodes = plan_of(schema).nodes
        at = test.at or now
        self.at = at if at.tzinfo else timezone.make_aware(at)

    def failures(self) -> Iterator[str]:
        fields = {field.key for field in self.schema.fields()}
        unknown = [key for key in self.test.answers if key not in fields]
        unknown += [f"{key}.{column}" for key, column in self._cells() if f"{key}.{column}" not in self.nodes]
        yield from (_("It answers “%(key)s”, which the form does not ask.") % {"key": key} for key in unknown)
        reviewed = review(self.schema, self.test.answers, now=self.at, context=self.test.context)
        for expectation in self.test.expected:
            if sentence := self._judged(expectation, reviewed):
                yield sentence

    def _cells(self) -> Iterator[tuple[str, str]]:
        """Tables and columns that the test answers, each once."""
        tables = [key for key, node in self.nodes.items() if isinstance(node.part, Table) and key in self.test.answers]
        for key in tables:
            rows = self.test.answers[key]
            named = (column for row in rows if isinstance(row, dict) for column in row)
            yield from ((key, column) for column in dict.fromkeys(named))

    def _judged(self, expectation: Expectation, reviewed: Reviewed) -> str:
        """What is otherwise, or nothing."""
        if expectation.must_be in ("refused", "accepted"):
            return self._of_checks(expectation, reviewed)
        try:
            place = Place.read(expectation.place)
        except ValueError:
            return self._nowhere(expectation)
        node = self.nodes.get(f"{place.field}.{place.column}" if place.row else place.field)
        if node is None:
            return self._nowhere(expectation)
        if expectation.must_be == "equal":
            return self._of_value(expectation, place, node, reviewed)
        if expectation.must_be in ("required", "optional"):
            return self._of_need(expectation, place, reviewed.state)
        return self._of_sight(expectation, place, reviewed.state)

    def _nowhere(self, expectation: Expectation) -> str:
        return _("“%(place)s” is not in this form (any more).") % {"place": expectation.place or _("the form")}

    def _of_sight(self, expectation: Expectation, place: Place, state: FormState) -> str:
        shown = _shown(place, state)
        if shown == (expectation.must_be == "shown"):
            return ""
        named = {"part": self._named(place)}
        if shown:
            return _("“%(part)s” should be hidden, but it is shown.") % named
        reasons = "; ".join(why_hidden(self.schema, place.field, state, now=self.at, context=self.test.context))
        if not reasons:
            return _("“%(part)s” should be shown, but it is hidden.") % named
        return _("“%(part)s” should be shown, but it is hidden because %(reasons)s.") % {**named, "reasons": reasons}

    def _of_need(self, expectation: Expectation, place: Place, state: FormState) -> str:
        named = {"part": self._named(place)}
        if not _shown(place, state):
            return _("“%(part)s” is hidden, so it is neither required nor optional.") % named
        row = _row(place, state)
        required = row is not None and row.required.get(place.column or place.field, False)
        if required == (expectation.must_be == "required"):
            return ""
        if required:
            return _("“%(part)s” should be optional, but it is required.") % named
        return _("“%(part)s” should be required, but it is optional.") % named

    def _of_value(self, expectation: Expectation, place: Place, node: Node, reviewed: Reviewed) -> str:
        got = place.answer(reviewed.answers)
        if got == expectation.value and isinstance(got, bool) == isinstance(expectation.value, bool):
            return ""
        return _("“%(part)s” should be %(wanted)s, but it is %(got)s.") % {
            "part": self._named(place),
            "wanted": _value(expectation.value, node),
            "got": _value(got, node),
        }

    def _of_checks(self, expectation: Expectation, reviewed: Reviewed) -> str:
        wrong = [problem for problem in reviewed.problems if _concerns(expectation.place, problem.step, problem.field)]
        name = self._named_at(expectation.place)
        if expectation.place and name is None:
            return self._nowhere(expectation)
        if bool(wrong) == (expectation.must_be == "refused"):
            return ""
        if not wrong:
            return _("“%(part)s” should be refused, but it is accepted.") % {"part": name or _("the form")}
        first, more = wrong[0], len(wrong) - 1
        sentence = _("“%(part)s” should be accepted, but it is refused: %(label)s: %(reason)s") % {
            "part": name or _("the form"),
            "label": first.label,
            "reason": first.sentence,
        }
        if not more:
            return sentence
        return f"{sentence} " + ngettext("(and %(count)d more)", "(and %(count)d more)", more) % {"count": more}

    def _named_at(self, place: str) -> str | None:
        """What the place is called; None for what is not in the form."""
        try:
            read = Place.read(place)
        except ValueError:
            return None
        node = self.nodes.get(f"{read.field}.{read.column}" if read.row else read.field)
        return self._named(read) if node else None

    def _named(self, place: Place) -> str:
        if not place.row:
            return label_of(self.schema, place.field)
        column = label_of(self.schema, f"{place.field}.{place.column}")
        return f"{label_of(self.schema, place.field)} {place.row}, {column}"


def _row(place: Place, state: FormState) -> RowState | None:
    if not place.row:
        return state
    rows = state.rows.get(place.field, ())
    return rows[place.row - 1] if place.row <= len(rows) else None


def _shown(place: Place, state: FormState) -> bool:
    row = _row(place, state)
    return row is not None and state.shown.get(place.field, False) and row.shown.get(place.column or place.field, False)


def _concerns(place: str, step: str, field: str) -> bool:
    """Whether a problem of that field (rows counted from 0, as the review does) is one at the place."""
    key, in_table, rest = field.partition(".")
    if in_table:
        row, _dot, column = rest.partition(".")
        field = f"{key}.{int(row) + 1}.{column}"
    return place in ("", step, key, field)


def _value(answer: Any, node: Node) -> str:
    if answer is None:
        return _("without an answer")
    part = node.part
    if not isinstance(part, Question) or part.type not in registry:
        return f"“{answer}”"
    try:
        return f"“{registry[part.type].display(answer, part, readers_language())}”"
    except (TypeError, ValueError, AttributeError, KeyError):
        # An answer that is not even of the right shape.
        return f"“{answer}”"
