"""Cases that a workflow starts: is all there that their form asks, does nothing come down, and does it end."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from forms import prefilling
from forms.problems import Problem
from forms.schema import FormSchema, Group, Item, Question, Table
from portal.words import spoken
from workflows.schema import EffectCall, WorkflowSchema

Forms = Mapping[str, FormSchema]
START = "start_case"


def mapping_problems(form: FormSchema, fields: Mapping[str, str], forms: Forms) -> Iterator[str]:
    """What is wrong with the answers that a case is started with, in words. `form` is the one that opens it."""
    targets = {one.key: one for one in prefilling.fillable(form)}
    for key, source in fields.items():
        name, _dot, field = source.partition(".")
        origin = _question(forms.get(name), field)
        if key not in targets:
            yield _("The form “%(form)s” has no question “%(key)s” that an answer could go into.") % {
                "form": spoken(form.title),
                "key": key,
            }
        elif origin is None:
            yield _("“%(source)s” is no question of a form: write form.question.") % {"source": source}
        elif not prefilling.may_be_copied(origin, targets[key]):
            sentence = _(
                "“%(source)s” does not fit into “%(key)s”: another kind of answer, other options, less protected, or "
                "it says who reported."
            )
            yield sentence % {"source": source, "key": key}
    for missing in _missing(form, fields):
        words = {"form": spoken(form.title), "question": missing}
        yield _("The form “%(form)s” cannot do without “%(question)s”: say where the answer comes from.") % words


def starting_problems(schema: WorkflowSchema, forms: Forms) -> Iterator[Problem]:
    """What only the workflow itself tells: whose papers there are, and whether somebody is there to open them."""
    has = {schema.opened_by, *(task.form for state in schema.states for task in state.tasks)}
    for place, call, somebody in _starts(schema):
        for source in dict(call.settings.get("fields") or {}).values():
            form, _dot, key = str(source).partition(".")
            origin = _question(forms.get(form), key)
            if form not in has:
                sentence = _("No paper of the form “%(key)s” belongs to such a case.")
                yield Problem(place, sentence % {"key": form}, code="start_from_nothing")
            elif origin and origin.sensitivity != "open" and not somebody:
                sentence = _("Nobody takes this step, so nobody opens “%(source)s”: only open answers can go along.")
                yield Problem(place, sentence % {"source": source}, code="start_by_nobody")


def circle_problems(schema: WorkflowSchema, started: Mapping[str, set[str]]) -> Iterator[Problem]:
    """`started` are, by workflow, those that the other published workflows start."""
    for place, call, _somebody in _starts(schema):
        key = str(call.settings.get("workflow") or "")
        if schema.key == key or schema.key in _reached(key, started):
            sentence = _("From “%(key)s” cases lead back to this workflow: they would start each other without end.")
            yield Problem(place, sentence % {"key": key}, code="start_circle")


def started_by(schema: WorkflowSchema) -> set[str]:
    return {str(call.settings.get("workflow") or "") for _place, call, _somebody in _starts(schema)}


def _starts(schema: WorkflowSchema) -> Iterator[tuple[str, EffectCall, bool]]:
    """Each with its place, and whether somebody takes the step."""
    calls = [(f"opening_effects {call.type}", call, False) for call in schema.opening_effects]
    for way in schema.transitions:
        calls += [(f"transition {way.key} effect {call.type}", call, way.clock is None) for call in way.effects]
    return (one for one in calls if one[1].type == START)


def _reached(start: str, started: Mapping[str, set[str]]) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        new = started.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def _missing(form: FormSchema, fields: Mapping[str, str]) -> Iterator[str]:
    """What is asked always, and what the case is routed by; what is shown only under a condition is not known here."""
    if form.place and form.place not in fields:
        yield form.place
    for step in form.steps:
        if step.shown_when is None:
            yield from (key for key in _demanded(step.items) if key not in fields and key != form.place)


def _demanded(items: tuple[Item, ...]) -> Iterator[str]:
    for item in items:
        if item.shown_when is not None:
            continue
        if isinstance(item, Group):
            yield from _demanded(item.items)
        elif _is_demanded(item):
            yield item.key


def _is_demanded(item: Item) -> bool:
    if isinstance(item, Table):
        return item.least_rows > 0
    return isinstance(item, Question) and item.required and not (item.computed or item.default)


def _question(form: FormSchema | None, key: str) -> Question | None:
    fields = form.fields() if form else ()
    return next((one for one in fields if isinstance(one, Question) and one.key == key), None)
