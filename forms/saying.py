"""Parts and formulas of a form, by the labels of the form."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from forms.blocks import SENSITIVITIES, offers
from forms.fieldtypes import registry
from forms.logic.plan import Node, nodes_of
from forms.schema import FormSchema, Note, Question, RegisterReader, Step
from portal.directory.roles import ROLES
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


def with_labels(formula: str, nodes: Nodes) -> str:
    for place, node in nodes.items():
        formula = formula.replace("${" + place + "}", f"“{label_of(node)}”")
    return formula


def said_of_records(schema: FormSchema) -> str:
    """What the form does with records: which it makes, who sees them, what it revises. Two that differ read unalike."""
    lines = [_("begun at a record")] if schema.at_records else []
    lines += [f"{_named(schema, row.field)} → {row.into}" for row in schema.write_back]
    if (register := schema.records) is not None:
        lines.append(_("found by %(fields)s") % {"fields": _named(schema, register.name)})
        if register.identity:
            lines.append(_("no two alike in %(fields)s") % {"fields": _named(schema, *register.identity)})
        if register.alike:
            lines.append(_("pointed out when alike in %(fields)s") % {"fields": _named(schema, *register.alike)})
        if register.of_children:
            lines.append(_("one file per child"))
        lines += [_said_of_reader(schema, row) for row in register.readers]
    return "; ".join(lines)


def _said_of_reader(schema: FormSchema, row: RegisterReader) -> str:
    levels, kinds = dict(offers.levels()), dict(SENSITIVITIES)
    where = [str(levels[row.highest]), *([_named(schema, row.through)] if row.through else [])]
    words = {
        "posts": _(", ").join(str(ROLES.get(role, role)) for role in row.roles),
        "what": _(", ").join(str(kinds[kind]) for kind in row.sensitivities),
        "where": _(", ").join(where),
    }
    if row.writes:
        return _("%(posts)s read %(what)s and write (%(where)s)") % words
    return _("%(posts)s read %(what)s (%(where)s)") % words


def _named(schema: FormSchema, *keys: str) -> str:
    """The fields by their labels; one that is not there by its key."""
    nodes = nodes_by_place(schema)
    return _(", ").join(label_of(nodes[key]) if key in nodes else key for key in keys)
