"""Everything that is wrong with a form's formulas, before anybody fills it in."""

from collections import Counter
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from forms.logic.errors import ExpressionError
from forms.logic.inference import Finding, Inference, Known, fits
from forms.logic.operators.kinds import CONDITIONS
from forms.logic.order import ordered
from forms.logic.parse import read
from forms.logic.plan import FILTER, deciding_rules, needs_of, nodes_of, resolve
from forms.logic.plan import Node as Part
from forms.logic.tree import Node, tree_of
from forms.logic.types import Kind, ValueType, answer_types
from forms.problems import Problem
from forms.schema import FormSchema, Question, Rule, Table

CONDITION_RULES = ("shown_when", "required_when", FILTER)
NOTHING_BESIDE: Mapping[str, Known | None] = {}


def check_form(schema: FormSchema, *, context: Mapping[str, Known | None] = NOTHING_BESIDE) -> list[Problem]:
    """Unreadable formulas, unknown names, kinds that do not fit, options that do not exist, circles, double keys.

    `context` holds what formulas may name beyond the form's own, by its whole path such as "case.report.situations";
    None is there, but sealed.
    """
    return _Checking(schema, context).problems()


class _Checking:
    def __init__(self, schema: FormSchema, context: Mapping[str, Known | None]) -> None:
        self.parts = list(nodes_of(schema))
        self.nodes = {part.place: part for part in self.parts}
        self.where = schema.place if schema.place in self.nodes else None
        self.context = context
        self.readings: dict[tuple[str, bool], Node | ExpressionError] = {}
        self.kinds: dict[str, Kind] = {}

    def problems(self) -> list[Problem]:
        double = list(self.double_keys())
        # With two parts of one name, what depends on what cannot be said.
        return [*double, *([] if double else self.circles()), *self.formulas()]

    def double_keys(self) -> Iterator[Problem]:
        for place, count in Counter(part.place for part in self.parts).items():
            if count > 1:
                yield Problem(place, _("This key is used twice; steps, fields and notes need keys of their own."))

    def circles(self) -> Iterator[Problem]:
        needs = {place: self._needs(part) for place, part in self.nodes.items()}
        for circle in ordered(needs)[1]:
            way = " → ".join([*circle, circle[0]])
            yield Problem(circle[0], _("These depend on each other in a circle: %(way)s.") % {"way": way})

    def _needs(self, part: Part) -> list[str]:
        nodes = (self.reading(rule.formula, name) for name, rule in deciding_rules(part.part))
        return needs_of(part, self.nodes, self.where, [tree_of(node) for node in nodes if isinstance(node, Node)])

    def formulas(self) -> Iterator[Problem]:
        for part in self.parts:
            for name, rule in all_rules(part):
                for message, at, code in self.findings(part, name, rule):
                    yield Problem(part.place, message, name, at, code)

    def reading(self, formula: str, name: str) -> Node | ExpressionError:
        key = (formula, name == FILTER)
        if key not in self.readings:
            try:
                self.readings[key] = read(formula, of_choices=name == FILTER)
            except ExpressionError as error:
                self.readings[key] = error
        return self.readings[key]

    def findings(self, part: Part, name: str, rule: Rule) -> list[Finding]:
        node = self.reading(rule.formula, name)
        if isinstance(node, ExpressionError):
            return [(node.message, node.at, "")]
        inference = self.inference(part, name)
        kind = inference.kind(node)
        if not inference.findings and not self.suits(kind, part, name, node):
            inference.say(RESULT_OF_CONDITION if is_condition(name) else RESULT_OF_FIELD, node)
        return inference.findings

    def inference(self, part: Part, name: str) -> Inference:
        this = None
        if isinstance(part.part, Question) and name.startswith("checks"):
            this = Known(self.kind_of(part), part.part.choices)
        elif isinstance(part.part, Question) and name == FILTER:
            this = Known(Kind(ValueType.TEXT), part.part.choices)
        return Inference(lambda path: self.known(path, part), this, in_row=bool(part.table))

    def suits(self, kind: Kind, part: Part, name: str, node: Node) -> bool:
        if kind.many:
            return False
        if is_condition(name):
            return fits(kind, CONDITIONS)
        assert isinstance(part.part, Question)  # noqa: S101  # nosec B101 -- only questions have values
        return _may_become(kind.type, answer_types[part.part.type]) or _is_iso(kind, part.part, node)

    def known(self, path: tuple[str, ...], asking: Part) -> Known:
        """Raises LookupError with a sentence."""
        place = resolve(path, asking.table, self.nodes)
        if place is None:
            return self._beside(path)
        part = self.nodes[place]
        if isinstance(part.part, Table):
            if len(path) > 1:
                raise LookupError(_("The table “%(table)s” has no column “%(column)s”.") % _named(path))
            return Known(Kind(ValueType.TABLE))
        if not isinstance(part.part, Question):
            raise LookupError(self._unknown(path))
        of_column = place == ".".join(path[:2])
        if behind := path[2 if of_column else 1 :]:
            return Known(self._part(part.part, () if of_column else behind, path))
        return Known(Kind(self.kind_of(part).type, part.table != "" and "." in ".".join(path)), part.part.choices)

    def _beside(self, path: tuple[str, ...]) -> Known:
        """What is known beyond the form. Raises LookupError."""
        name = ".".join(path)
        if name not in self.context:
            raise LookupError(self._unknown(path))
        if (known := self.context[name]) is None:
            raise LookupError(
                _("“%(name)s” is sealed: a rule may ask only for open and countable answers of the case.")
                % {"name": name}
            )
        return known

    def _part(self, question: Question, behind: tuple[str, ...], path: tuple[str, ...]) -> Kind:
        """The kind of a named part of an answer; a column of them has none. Raises LookupError."""
        kind = answer_types.parts(question).get(behind[0]) if behind else None
        if kind is None or (len(behind) > 1 and kind is not ValueType.ANY):
            raise LookupError(self._unknown(path))
        return Kind(kind if len(behind) == 1 else ValueType.ANY)

    def _unknown(self, path: tuple[str, ...]) -> str:
        tables = [part.table for part in self.parts if part.table and part.place == f"{part.table}.{path[0]}"]
        if tables:
            return _("“%(column)s” is a column of a table: write ${%(table)s.%(column)s}.") % {
                "table": tables[0],
                "column": path[0],
            }
        return _("There is no field “%(key)s” in this form.") % {"key": ".".join(path)}

    def kind_of(self, part: Part) -> Kind:
        """The kind of a field's answers; of a computed display, what its formula gives."""
        question = part.part
        if not isinstance(question, Question):
            return Kind(ValueType.ANY)
        declared = answer_types[question.type]
        if declared is not ValueType.ANY or question.computed is None:
            return Kind(declared)
        if part.place not in self.kinds:
            self.kinds[part.place] = Kind(ValueType.ANY)
            node = self.reading(question.computed.formula, "computed")
            if isinstance(node, Node):
                self.kinds[part.place] = self.inference(part, "computed").kind(node)
        return self.kinds[part.place]


RESULT_OF_CONDITION = _("This must be a condition, something that holds or not.")
RESULT_OF_FIELD = _("What this formula gives is not the kind of answer this field has.")


def all_rules(part: Part) -> Iterator[tuple[str, Rule]]:
    """Every rule of a part of the form, with its name."""
    yield from deciding_rules(part.part)
    if isinstance(part.part, Question):
        if part.part.required_when:
            yield "required_when", part.part.required_when
        if part.part.default:
            yield "default", part.part.default
        for index, check in enumerate(part.part.checks):
            yield f"checks.{index}", check.rule


def is_condition(name: str) -> bool:
    """Whether the rule of this name says yes or no; the others work something out."""
    return name in CONDITION_RULES or name.startswith("checks")


def _may_become(given: ValueType, wanted: ValueType) -> bool:
    return (
        ValueType.ANY in (given, wanted) or given == wanted or (given, wanted) == (ValueType.DATE, ValueType.DATE_TIME)
    )


def _is_iso(kind: Kind, question: Question, node: Node) -> bool:
    """A date may be written as a text, a single option as the value of a multiple choice."""
    wanted = answer_types[question.type]
    return node.op == "literal" and kind.type is ValueType.TEXT and wanted in (ValueType.DATE, ValueType.DATE_TIME)


def _named(path: tuple[str, ...]) -> dict[str, str]:
    return {"table": path[0], "column": path[1]}
