"""What a script needs to answer at once while somebody fills in. It only hints: the server decides."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from forms.logic.formstate import FormState
from forms.logic.plan import FILTER, Node, Plan, plan_of, tree_for
from forms.logic.tree import references
from forms.logic.types import answer_types
from forms.schema import Choice, FormSchema, Question, Rule, Step, Table
from portal.words import DEFAULT_LANGUAGE, say, spoken

# Rules by the names that a question has them under.
RULES = ("shown_when", "required_when", "computed", FILTER, "default")


def live_data(
    schema: FormSchema, state: FormState, *, step: Step | None = None, elsewhere: Collection[str] = ()
) -> dict[str, Any]:
    """The rules of one step, or of all steps, and those answers of other steps that they name.

    `elsewhere` are names whose values stay on the server, such as what a host offers beside the form: the script is
    told only that it does not know them.
    """
    plan = plan_of(schema)
    nodes = [node for node in plan.order if step is None or _is_of(node, step)]
    own = {node.part.key for node in nodes if not node.table}
    named = {path[0] for node in nodes for tree in _trees(node) for path in references(tree)}
    if plan.where:
        named.add(plan.where)
    return {
        "nodes": [_described(node) for node in nodes],
        "answers": {
            key: state.answers.get(key) for key in sorted(named - own - set(elsewhere)) if _is_asked(key, plan)
        },
        "kinds": {key: answer_types[_type_of(plan, key)] for key in sorted(named - own) if _is_asked(key, plan)},
        "elsewhere": sorted(named & set(elsewhere)),
        "labels": _labels(nodes, plan),
        "where": plan.where or "",
        "now": timezone.localtime().isoformat(timespec="seconds"),
        "zone": settings.TIME_ZONE,
        "words": {
            "optional": _("(optional)"),
            "yes": _("Yes"),
            "no": _("No"),
            "gone": _("No longer offered: %(what)s"),
        },
    }


def _is_of(node: Node, step: Step) -> bool:
    key = node.table or node.part.key
    return key == step.key or any(part.key == key for part in step.parts())


def _is_asked(key: str, plan: Plan) -> bool:
    return key in plan.nodes and isinstance(plan.nodes[key].part, Question | Table)


def _type_of(plan: Plan, key: str) -> str:
    part = plan.nodes[key].part
    return part.type if isinstance(part, Question) else ""


def _trees(node: Node) -> Iterator[Any]:
    part = node.part
    for name in RULES:
        rule = getattr(part, name, None)
        if isinstance(rule, Rule):
            yield tree_for(rule, of_choices=name == FILTER)
    if isinstance(part, Question):
        yield from (tree_for(check.rule) for check in part.checks)


def _described(node: Node) -> dict[str, Any]:
    part = node.part
    kind = "step" if isinstance(part, Step) else part.kind
    found: dict[str, Any] = {"place": node.place, "key": part.key, "kind": kind, "above": node.above}
    if node.table:
        found["table"] = node.table
    for name in RULES:
        rule = getattr(part, name, None)
        if isinstance(rule, Rule):
            found[name] = tree_for(rule, of_choices=name == FILTER)
    return found | (_question(part) if isinstance(part, Question) else {})


def _question(question: Question) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": question.type, "answers": answer_types[question.type], "required": question.required,
    }  # fmt: skip
    if question.checks:
        found["checks"] = [{"tree": tree_for(one.rule), "message": spoken(one.message)} for one in question.checks]
    if question.choice_filter or question.computed or any(choice.areas for choice in question.choices):
        found["choices"] = [_choice(choice) for choice in question.choices]
    if unit := question.settings.get("unit"):
        found["unit"] = str(unit)
    return found


def _choice(choice: Choice) -> dict[str, Any]:
    found: dict[str, Any] = {
        "key": choice.key,
        "says": spoken(choice.label),
        "label": say(choice.label, DEFAULT_LANGUAGE),
    }
    return found | ({"attributes": choice.attributes} if choice.attributes else {}) | _validity(choice)


def _validity(choice: Choice) -> dict[str, Any]:
    today = timezone.localdate()
    begun = choice.since is None or choice.since <= today
    over = choice.until is not None and choice.until < today
    found: dict[str, Any] = {"areas": list(choice.areas)} if choice.areas else {}
    return found if begun and not over else {"over": True}


def _labels(nodes: list[Node], plan: Plan) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """What options are called, of the fields whose label a formula asks for; by table and path as in the plan."""
    found: dict[str, dict[str, Mapping[str, str]]] = {}
    for node in nodes:
        for tree in _trees(node):
            for path in references(tree, below="choice-label"):
                labels = plan.labels.get(node.table, {}).get(".".join(path))
                if labels is not None:
                    found.setdefault(node.table, {})[".".join(path)] = labels
    return found
