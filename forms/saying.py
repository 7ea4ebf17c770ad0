"""Rules and parts of a form in words, by the labels of the form."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from forms.building.rows import rows_of
from forms.fieldtypes import registry
from forms.logic.plan import Node, nodes_of
from forms.logic.rows import COMPARISONS, Row
from forms.schema import FormSchema, Note, Question, Rule, Step
from portal.words import readers_language, spoken

MOST_LETTERS = 40

Nodes = Mapping[str, Node]


def nodes_by_place(schema: FormSchema) -> dict[str, Node]:
    return {node.place: node for node in nodes_of(schema)}


def label_of(node: Node) -> str:
    """What a part is called: of a note its beginning."""
    part = node.part
    said = spoken(part.title if isinstance(part, Step) else part.text if isinstance(part, Note) else part.label)
    return said if len(said) <= MOST_LETTERS else f"{said[:MOST_LETTERS]}…"


def value_of(question: Question, value: str) -> str:
    """A value of a rule, as the one question's answers are said."""
    if question.choices:
        answer = [value] if question.type == "multiple_choice" else value
        return registry[question.type].display(answer, question, readers_language()) or value
    return {"yes": _("Yes"), "no": _("No")}.get(value, value) if question.type in ("yes_no", "consent") else value


def rule_in_words(rule: Rule, nodes: Nodes) -> str:
    """Rows as one would say them; another formula with the labels of fields in place of their keys."""
    types = {place: node.part.type for place, node in nodes.items() if isinstance(node.part, Question)}
    found = rows_of(rule.formula, types)
    if found is None:
        return with_labels(rule.formula, nodes)
    rows, joint = found
    between = _(" and ") if joint == "and" else _(" or ")
    return between.join(_row(row, nodes) for row in rows)


def with_labels(formula: str, nodes: Nodes) -> str:
    for place, node in nodes.items():
        formula = formula.replace("${" + place + "}", f"“{label_of(node)}”")
    return formula


def _row(row: Row, nodes: Nodes) -> str:
    node = nodes.get(row.field)
    label = label_of(node) if node else row.field
    if row.comparison in ("answered", "not_answered"):
        return f"“{label}” {COMPARISONS[row.comparison]}"
    value = value_of(node.part, row.value) if node and isinstance(node.part, Question) else row.value
    return f"“{label}” {COMPARISONS[row.comparison]} “{value}”"
