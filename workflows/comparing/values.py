"""What stands in a field, in words: titles for keys, labels for choices, all languages of a sentence."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from forms.blocks import SENSITIVITIES
from forms.schema import Part, Rule
from portal.directory.functions import FUNCTIONS
from portal.directory.roles import ROLES
from portal.words import DEFAULT_LANGUAGE, ENGLISH, spoken
from workflows.blocks.deadlines import MARKS, REASSIGN, SIDES, TOLD
from workflows.blocks.inputs import task_roles
from workflows.blocks.people import RELATION_KINDS
from workflows.blocks.scenarios import CLIMBED, DOES
from workflows.blocks.states import NEEDS, STATE_KINDS
from workflows.blocks.transitions import EffectsBlock
from workflows.comparing.lengths import how_long
from workflows.comparing.names import called
from workflows.scenarios import Outcome, ScenarioStep
from workflows.schema import (
    EffectCall,
    Join,
    Length,
    Reader,
    Relation,
    Rung,
    State,
    TaskType,
    Transition,
    WorkflowSchema,
)

EFFECTS = {name: block.label for name, block in EffectsBlock.base_blocks.items()}
CHOICES: dict[tuple[type[Part], str], Mapping[str, Any]] = {
    (Relation, "kind"): dict(RELATION_KINDS),
    (Relation, "duty"): FUNCTIONS,
    (State, "kind"): dict(STATE_KINDS),
    (Rung, "side"): dict(SIDES),
    (Rung, "tell"): dict(TOLD),
    (Rung, "mark"): dict(MARKS),
    (Join, "needs"): dict(NEEDS),
    (TaskType, "roles"): dict(task_roles()),
    (Transition, "roles"): dict(task_roles()),
    (ScenarioStep, "role"): ROLES,
    (Rung, "reassign"): dict(REASSIGN),
    (Reader, "sensitivities"): dict(SENSITIVITIES),
    (Outcome, "climbed"): dict(CLIMBED),
    (Outcome, "effects"): EFFECTS,
    (ScenarioStep, "does"): dict(DOES),
    (EffectCall, "type"): EFFECTS,
}
# What names another part of the workflow by its key.
REFERENCES: dict[tuple[type[Part], str], str] = {
    (TaskType, "relation"): "relations",
    (Reader, "relation"): "relations",
    (Transition, "source"): "states",
    (Transition, "target"): "states",
    (Transition, "task"): "tasks",
    (Transition, "relation"): "relations",
    (ScenarioStep, "task"): "tasks",
    (ScenarioStep, "transition"): "transitions",
    (ScenarioStep, "by"): "relations",
    (Outcome, "state"): "states",
    (Outcome, "open"): "tasks",
    (Outcome, "told"): "relations",
}

# The settings of effects that name who takes part.
PEOPLE = ("relation", "to")
# What says together how long a deadline is.
LENGTH = ("minutes", "days", "working")


def _are_parts(value: Any) -> bool:
    return isinstance(value, tuple) and all(isinstance(one, Part) for one in value)


class Values:
    """In the words of one version."""

    def __init__(self, schema: WorkflowSchema) -> None:
        tasks = [task for state in schema.states for task in state.tasks]
        self._titles = {
            "relations": {part.key: spoken(part.title) for part in schema.relations},
            "states": {part.key: spoken(part.title) for part in schema.states},
            "tasks": {part.key: spoken(part.title) for part in tasks},
            "transitions": {part.key: spoken(part.title) for part in schema.transitions},
        }

    def of(self, part: Part, field: str) -> str:
        """What stands there, "" for nothing."""
        place, value = (type(part), field), getattr(part, field)
        if place in REFERENCES:
            keys = value if isinstance(value, tuple) else (value,)
            return _(", ").join(self._titles[REFERENCES[place]].get(key) or str(key) for key in keys)
        if place in CHOICES:
            keys = value if isinstance(value, tuple) else (value,)
            return _(", ").join(str(CHOICES[place].get(key, key)) for key in keys)
        return self._settings(part) if isinstance(part, EffectCall) and field == "settings" else self._plain(value)

    def _settings(self, call: EffectCall) -> str:
        """By the labels that the inputs of the effect have in the editor."""
        block = EffectsBlock.base_blocks.get(call.type)
        labels = {name: child.label for name, child in block.child_blocks.items()} if block else {}
        people = self._titles["relations"]
        lines = []
        for name in sorted(call.settings):
            value = call.settings[name]
            said = people.get(value, value) if name in PEOPLE and isinstance(value, str) else self._plain(value)
            lines.append(f"{labels.get(name, name)}{_(': ')}{said}")
        return _(", ").join(lines)

    def whole(self, part: Part) -> str:
        """A part without a key, such as a rung or an effect, in one line: what is said of it, field by field."""
        return _("; ").join(self._fields(part))

    def _fields(self, part: Part) -> Iterator[str]:
        if isinstance(part, Length):
            yield how_long(part)
        for name, field in type(part).model_fields.items():
            if isinstance(part, Length) and name in LENGTH:
                continue
            value = getattr(part, name)
            if value and (value != field.default or not (_are_parts(value) or isinstance(value, Part))):
                yield f"{called(type(part), name)}{_(': ')}{self.of(part, name)}"

    def _plain(self, value: Any) -> str:
        match value:
            case None | "":
                return ""
            case bool():
                return _("Yes") if value else _("No")
            case Rule():
                return value.formula
            case Part():
                return self.whole(value)
            case tuple() | list():
                return _(", ").join(self._plain(one) for one in value)
            case dict() if DEFAULT_LANGUAGE in value or set(value) == {ENGLISH}:
                # A new translation is seen too; the portal's language stands first.
                return " / ".join(str(value[language]) for language in sorted(value, reverse=True))
            case dict():
                # PostgreSQL keeps the keys of JSON in an order of its own.
                return _(", ").join(f"{key}{_(': ')}{self._plain(value[key])}" for key in sorted(value, reverse=True))
        return str(value)
