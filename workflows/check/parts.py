"""Do the parts of a workflow fit together: keys, and everything that names a key."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from forms.problems import Problem
from forms.schema import FormSchema, Question
from portal.directory.functions import FUNCTIONS
from portal.directory.roles import ROLES, fits
from workflows.schema import (
    LEADER,
    SUPERVISION,
    EffectCall,
    Reader,
    Relation,
    State,
    TaskType,
    Transition,
    WorkflowSchema,
)

Forms = Mapping[str, FormSchema]
EffectProblem = Callable[[EffectCall, Forms], str]


def part_problems(schema: WorkflowSchema, forms: Forms, effect_problem: EffectProblem) -> list[Problem]:
    return [
        *_doubles(schema),
        *_opening(schema, forms),
        *(problem for relation in schema.relations for problem in _relation(relation)),
        *(problem for relation in schema.relations for problem in _named(schema, relation, forms)),
        *(problem for state in schema.states for problem in _state(schema, state, forms)),
        *(problem for way in schema.transitions for problem in _transition(schema, way)),
        *(problem for reader in schema.readers for problem in _reader(schema, reader, forms)),
        *_effects(schema, forms, effect_problem),
        *(problem for way in schema.transitions for problem in _papers(schema, way)),
    ]


def effects_of(schema: WorkflowSchema) -> Iterator[tuple[str, EffectCall]]:
    """Every effect with its place."""
    for call in schema.opening_effects:
        yield f"opening_effects {call.type}", call
    for way in schema.transitions:
        for call in way.effects:
            yield f"transition {way.key} effect {call.type}", call


def _doubles(schema: WorkflowSchema) -> Iterator[Problem]:
    kinds: dict[str, Iterable[str]] = {
        "relation": (part.key for part in schema.relations),
        "state": (part.key for part in schema.states),
        "task": (task.key for state in schema.states for task in state.tasks),
        "transition": (part.key for part in schema.transitions),
    }
    for kind, keys in kinds.items():
        for key, count in Counter(keys).items():
            if count > 1:
                yield Problem(f"{kind} {key}", _("Two parts have this key."), code="double_key")
            if kind in ("relation", "task") and key == SUPERVISION.key:
                sentence = _("The portal itself calls something “%(key)s”. Choose another key.")
                yield Problem(f"{kind} {key}", sentence % {"key": key}, code="reserved_key")


def _opening(schema: WorkflowSchema, forms: Forms) -> Iterator[Problem]:
    starts = [state for state in schema.states if state.kind == "start"]
    if len(starts) != 1:
        yield Problem("", _("A workflow has exactly one start state."), code="one_start")
    if schema.opened_by not in forms:
        yield Problem("opened_by", _unknown_form(schema.opened_by), code="form_unknown")


def _relation(relation: Relation) -> Iterator[Problem]:
    asks_for_duty = relation.kind == "duty_at_place" or (relation.kind == "above_filer" and relation.duty)
    if asks_for_duty and relation.duty not in FUNCTIONS:
        yield Problem(
            f"relation {relation.key}", _("Choose a duty that organisations answer for."), code="duty_unknown"
        )


def _named(schema: WorkflowSchema, relation: Relation, forms: Forms) -> Iterator[Problem]:
    """Whom a relation names must be readable without unsealing anything, and must not be kept out of the case."""
    form = forms.get(schema.opened_by)
    if relation.kind != "named" or form is None:
        return
    found = next((one for one in form.fields() if isinstance(one, Question) and one.key == relation.field), None)
    is_fit = found and found.type == "organisation" and found.sensitivity == "open"
    if found is None or not is_fit or found.settings.get("conflict"):
        sentence = _("“%(field)s” is no open question for an organisation in the form that opens the case.")
        yield Problem(f"relation {relation.key}", sentence % {"field": relation.field}, code="named_unknown")


def _state(schema: WorkflowSchema, state: State, forms: Forms) -> Iterator[Problem]:
    for task in state.tasks:
        yield from _task(schema, state, task, forms)
    yield from _unfilled(state, forms)


def _task(schema: WorkflowSchema, state: State, task: TaskType, forms: Forms) -> Iterator[Problem]:
    place = f"state {state.key} task {task.key}"
    yield from _known_relation(schema, place, task.relation)
    if task.form and task.form not in forms:
        yield Problem(place, _unknown_form(task.form), code="form_unknown")
    yield from _end(schema, state, task, place)
    yield from _section(place, task, forms)
    yield from _known_roles(schema, place, task.relation, task)
    yield from _deadline(place, task)
    for field, source in task.prefill.items():
        if not _has_field(forms, task.form, field) or not _source_known(schema, forms, source):
            sentence = _("“%(field)s ← %(source)s” names a field that is not there.")
            yield Problem(place, sentence % {"field": field, "source": source}, code="prefill_unknown")


def _end(schema: WorkflowSchema, state: State, task: TaskType, place: str) -> Iterator[Problem]:
    ways = schema.transitions_of(state.key, task.key)
    if not ways and not state.finishes_beside(task):
        yield Problem(place, _("No transition finishes this task."), code="task_without_end")
    if task.optional and ways:
        sentence = _("What may be left undone moves nothing: let its transition belong to another task.")
        yield Problem(place, sentence, code="optional_moves")
    if task.optional and task.section:
        sentence = _("A section is signed before its form is handed in, so it cannot be left undone.")
        yield Problem(place, sentence, code="optional_section")


def _known_roles(schema: WorkflowSchema, place: str, relation: str, asking: TaskType | Transition) -> Iterator[Problem]:
    """Roles that nobody can have where the task is done would send every such task up; nobody would take such a way."""
    for role in asking.roles:
        if role != LEADER and role not in ROLES:
            yield Problem(place, _("There is no role “%(key)s”.") % {"key": role}, code="role_unknown")
    duty = next((one.duty for one in schema.relations if one.key == relation and one.kind == "duty_at_place"), "")
    known = [role for role in ROLES if asking.is_for(role)]
    if asking.roles and duty in FUNCTIONS and not any(fits(role, duty) for role in known):
        sentence = _("Nobody in such an organisation can have this role: choose another.")
        yield Problem(place, sentence, code="role_elsewhere")


def _deadline(place: str, task: TaskType) -> Iterator[Problem]:
    """A deadline that passes unheard is none."""
    if task.deadline is None:
        return
    urgent = task.deadline.urgent_when is not None
    for ladder in (task.deadline.ladder, *([task.deadline.urgent_ladder] if urgent else [])):
        if not any(rung.side == "after" and rung.is_heard for rung in ladder):
            sentence = _("Nobody is told when this deadline passes. Say under “What happens around it” who is.")
            yield Problem(place, sentence, code="deadline_unheard")


def _section(place: str, task: TaskType, forms: Forms) -> Iterator[Problem]:
    if not task.section or task.form not in forms:
        return
    section = next((one for one in forms[task.form].sections if one.key == task.section), None)
    if section is None:
        sentence = _("The form has no section “%(key)s”.")
        yield Problem(place, sentence % {"key": task.section}, code="section_unknown")
    elif section.filler != task.relation:
        sentence = _("The section “%(key)s” is filled in by “%(filler)s”, and this task is for somebody else.")
        yield Problem(place, sentence % {"key": section.key, "filler": section.filler}, code="section_of_another")


def _unfilled(state: State, forms: Forms) -> Iterator[Problem]:
    """A form with sections is handed in when all of them are signed."""
    filled: dict[str, set[str]] = {}
    for task in state.tasks:
        if task.section and task.form in forms:
            filled.setdefault(task.form, set()).add(task.section)
    for form, sections in filled.items():
        for section in forms[form].sections:
            if section.key not in sections:
                sentence = _("No task here fills in the section “%(key)s”, so the form is never handed in.")
                yield Problem(f"state {state.key}", sentence % {"key": section.key}, code="section_unfilled")


def _transition(schema: WorkflowSchema, way: Transition) -> Iterator[Problem]:
    place = f"transition {way.key}"
    states = {state.key: state for state in schema.states}
    for key in (*([way.source] if way.source or not way.relation else []), way.target):
        if key not in states:
            yield Problem(place, _("There is no state “%(key)s”.") % {"key": key}, code="state_unknown")
    source = states.get(way.source)
    if source and way.task and way.task not in {task.key for task in source.tasks}:
        sentence = _("The state “%(state)s” has no task “%(task)s”.")
        yield Problem(place, sentence % {"state": way.source, "task": way.task}, code="task_unknown")
    if way.relation:
        yield from _beside(schema, place, way)
    elif way.reasons or way.roles:
        sentence = _("Reasons and roles are asked for only where a way lies beside the tasks: say who takes it.")
        yield Problem(place, sentence, code="beside_nobody")


def _beside(schema: WorkflowSchema, place: str, way: Transition) -> Iterator[Problem]:
    """It is taken by a relation, so neither by a task nor by the clock; and it leaves a reason behind."""
    if way.task or way.clock or way.missed:
        sentence = _("A way beside the tasks belongs to no task, and no clock takes it.")
        yield Problem(place, sentence, code="beside_a_task")
    yield from _known_relation(schema, place, way.relation)
    yield from _known_roles(schema, place, way.relation, way)
    if not way.reasons:
        yield Problem(place, _("Say which reasons there are for this: one of them is chosen."), code="reason_missing")
    for key, count in Counter(reason.key for reason in way.reasons).items():
        if count > 1:
            yield Problem(place, _("Two parts have this key.") + f" ({key})", code="double_key")


def _reader(schema: WorkflowSchema, reader: Reader, forms: Forms) -> Iterator[Problem]:
    place = f"reader {reader.relation}"
    if reader.relation == SUPERVISION.key:
        sentence = _("Who sees to late work reads no papers. Take this row away.")
        yield Problem(place, sentence, code="reader_of_supervision")
    else:
        yield from _known_relation(schema, place, reader.relation)
    for form in reader.forms:
        if form not in forms:
            yield Problem(place, _unknown_form(form), code="form_unknown")


def _effects(schema: WorkflowSchema, forms: Forms, effect_problem: EffectProblem) -> Iterator[Problem]:
    for place, call in effects_of(schema):
        if sentence := effect_problem(call, forms):
            yield Problem(place, sentence, code="effect_wrong")
        for name in ("relation", "to"):
            if call.settings.get(name):
                yield from _known_relation(schema, place, call.settings[name])
        form = call.settings.get("form")
        if form and form not in forms:
            yield Problem(place, _unknown_form(form), code="form_unknown")


def _papers(schema: WorkflowSchema, way: Transition) -> Iterator[Problem]:
    """A document is made of a paper that somebody opens, and bears the name of their office."""
    place = f"transition {way.key} effect pdf"
    documents = [call for call in way.effects if call.type == "pdf"]
    if documents and way.clock:
        sentence = _(
            "The clock takes this way, and nobody is there to make a document. Let it be made at another step."
        )
        yield Problem(place, sentence, code="document_by_clock")
    elif any(not call.settings.get("form") for call in documents) and not _hands_in(schema, way):
        sentence = _("No form is handed in with this step: say which form the document is made from.")
        yield Problem(place, sentence, code="document_of_nothing")


def _hands_in(schema: WorkflowSchema, way: Transition) -> bool:
    """Is a form handed in whenever somebody takes the way?"""
    tasks = [task for state in schema.states if state.key == way.source for task in state.tasks]
    return all(task.form for task in tasks if not way.task or task.key == way.task)


def _known_relation(schema: WorkflowSchema, place: str, key: str) -> Iterator[Problem]:
    if key not in {relation.key for relation in schema.relations}:
        yield Problem(place, _("Nobody called “%(key)s” takes part.") % {"key": key}, code="relation_unknown")


def _unknown_form(key: str) -> str:
    return _("There is no published form “%(key)s”.") % {"key": key}


def _has_field(forms: Forms, form: str, field: str) -> bool:
    return form in forms and any(known.key == field for known in forms[form].fields())


def _source_known(schema: WorkflowSchema, forms: Forms, source: str) -> bool:
    form, _dot, field = source.partition(".")
    return _has_field(forms, schema.opened_by if form == "answers" else form, field)
