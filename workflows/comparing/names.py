"""What the fields of a workflow's parts are called, and the parts themselves."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms.schema import Part, Rule
from workflows.scenarios import Outcome, Scenario, ScenarioStep
from workflows.schema import (
    Deadline,
    EffectCall,
    Join,
    Later,
    Reader,
    Reason,
    Relation,
    Remark,
    Rung,
    State,
    TaskType,
    Transition,
    WorkflowSchema,
)

KINDS: dict[type[Part], Promise] = {
    Relation: _("Taking part “%(name)s”"),
    State: _("State “%(name)s”"),
    TaskType: _("Task “%(name)s”"),
    Transition: _("Transition “%(name)s”"),
    Remark: _("Remark “%(name)s”"),
    Reason: _("Reason “%(name)s”"),
    Scenario: _("Scenario “%(name)s”"),
}
NAMES: dict[type[Part], dict[str, Promise]] = {
    WorkflowSchema: {
        "schema_version": _("version of the format"),
        "key": _("key"),
        "title": _("title"),
        "opened_by": _("form that opens a case"),
        "relations": _("who takes part"),
        "states": _("states"),
        "transitions": _("transitions"),
        "readers": _("who reads what"),
        "opening_effects": _("effects when a case opens"),
        "scenarios": _("scenarios"),
    },
    Scenario: {
        "title": _("title"),
        "at": _("reported at"),
        "answers": _("what the report says"),
        "expected": _("what must be so then"),
        "steps": _("steps"),
    },
    ScenarioStep: {
        "days": _("days later"),
        "minutes": _("minutes later"),
        "does": _("what happens"),
        "task": _("which task"),
        "by": _("who does it"),
        "role": _("in the role"),
        "transition": _("by the transition"),
        "answers": _("what its form says"),
        "expected": _("what must be so then"),
    },
    Outcome: {
        "state": _("state of the case"),
        "open": _("exactly these tasks are open"),
        "told": _("who got a notice"),
        "effects": _("effects"),
        "climbed": _("done about what is late"),
        "refused": _("not possible"),
    },
    Relation: {
        "key": _("key"),
        "title": _("title"),
        "kind": _("found how"),
        "duty": _("duty"),
        "not_filer": _("never who handed in the report"),
        "field": _("named in the field"),
    },
    State: {
        "key": _("key"),
        "title": _("title"),
        "kind": _("kind"),
        "public_status": _("what the reporter reads"),
        "tasks": _("tasks"),
        "join": _("how the tasks come together"),
    },
    Join: {
        "needs": _("it goes on with"),
        "count": _("how many"),
        "favour": _("in favour is"),
        "veto": _("one against ends it"),
    },
    TaskType: {
        "key": _("key"),
        "title": _("title"),
        "instructions": _("what to do"),
        "relation": _("whose task"),
        "roles": _("only for these there"),
        "form": _("form to fill in"),
        "section": _("section of the form"),
        "prefill": _("filled in beforehand"),
        "optional": _("may be left undone"),
        "deadline": _("deadline"),
        "remarks": _("remarks"),
    },
    Deadline: {
        # The three of them together say how long it is.
        "minutes": _("how long"),
        "days": _("how long"),
        "working": _("how long"),
        "urgent_when": _("urgent when"),
        "urgent_minutes": _("minutes when urgent"),
        "urgent_days": _("days when urgent"),
        "ladder": _("what happens around it"),
        "urgent_ladder": _("what happens when urgent"),
    },
    Rung: {
        "side": _("when"),
        "minutes": _("minutes"),
        "days": _("days"),
        "tell": _("who is told"),
        "mark": _("mark"),
        "reassign": _("taken from who has it"),
        "supervise": _("the level above has to see to it"),
    },
    Remark: {
        "title": _("title"),
        "text": _("text"),
        "shown_when": _("shown when"),
    },
    Transition: {
        "key": _("key"),
        "title": _("title"),
        "source": _("from the state"),
        "target": _("to the state"),
        "task": _("by finishing the task"),
        "relation": _("beside the tasks, taken by"),
        "roles": _("only for these there"),
        "reasons": _("reasons to choose from"),
        "missed": _("when too few are in favour"),
        "guard": _("only possible when"),
        "clock": _("taken by itself at"),
        "confirmation": _("asked before it is done"),
        "effects": _("what it causes"),
    },
    Reason: {
        "key": _("key"),
        "title": _("title"),
    },
    EffectCall: {
        "type": _("kind of effect"),
        "settings": _("settings"),
        "later": _("later than the step"),
    },
    Later: {
        # The three of them together say how long it is.
        "minutes": _("how long"),
        "days": _("how long"),
        "working": _("how long"),
        "unless_moved": _("not if the case has moved on by then"),
    },
    Reader: {
        "relation": _("who"),
        "forms": _("of which forms"),
        "sensitivities": _("may read answers that are"),
    },
    Rule: {
        "formula": _("condition"),
        # Worked out of the formula, and never compared.
        "tree": _("condition, parsed"),
    },
}


def called(part: type[Part], field: str) -> str:
    """What the field is called; its key, for one that has no name yet."""
    return str(NAMES.get(part, {}).get(field, field))
