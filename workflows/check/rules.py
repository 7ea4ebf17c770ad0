"""Do the rules of a workflow speak of answers that are there, and that a rule may see."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from forms.logic.errors import ExpressionError
from forms.logic.inference import NO_SUCH_OPTION, Inference, Known
from forms.logic.parse import read
from forms.logic.tree import tree_of
from forms.logic.types import Kind, ValueType, answer_types
from forms.problems import Problem
from forms.schema import FormSchema, Question, Rule, Table
from workflows.guards import BEFORE, clocks_of, references, rules_of
from workflows.schema import WorkflowSchema

Forms = Mapping[str, FormSchema]
MOMENTS = {ValueType.DATE, ValueType.DATE_TIME, ValueType.ANY}


def rule_problems(schema: WorkflowSchema, forms: Forms) -> list[Problem]:
    found = [problem for place, rule in rules_of(schema) for problem in _rule(schema, forms, place, rule)]
    return found or [problem for place, rule in clocks_of(schema) for problem in _clock(schema, forms, place, rule)]


def _clock(schema: WorkflowSchema, forms: Forms, place: str, rule: Rule) -> Iterator[Problem]:
    """Only what is asked of a formula that can be read."""
    kind = Inference(lambda path: _known(_asked(schema, forms, path), path)).kind(read(rule.formula))
    if kind.type not in MOMENTS:
        sentence = _("%(formula)s gives neither a date nor a time, so nothing would ever happen by itself.")
        yield Problem(place, sentence % {"formula": rule.formula}, code="clock_without_moment")


def _rule(schema: WorkflowSchema, forms: Forms, place: str, rule: Rule) -> Iterator[Problem]:
    try:
        node = read(rule.formula)
    except ExpressionError as error:
        yield Problem(place, f"{rule.formula}: {error}", code="formula_wrong")
        return
    for path in references(tree_of(node)):
        yield from _reference(schema, forms, place, path)
    inference = Inference(lambda path: _known(_asked(schema, forms, path), path))
    inference.kind(node)
    for sentence, _at, code in inference.findings:
        if code == NO_SUCH_OPTION:
            yield Problem(place, f"{rule.formula}: {sentence}", code="option_unknown")


def _reference(schema: WorkflowSchema, forms: Forms, place: str, path: tuple[str, ...]) -> Iterator[Problem]:
    name, field = ".".join(path), _asked(schema, forms, path)
    if field is None:
        yield Problem(
            place, _("The rule speaks of “%(name)s”, which no form asks.") % {"name": name}, code="field_unknown"
        )
    elif not _is_clear(field):
        sentence = _("The rule may not look at “%(name)s”: only open and countable answers decide where a case goes.")
        yield Problem(place, sentence % {"name": name}, code="field_sealed")


def _asked(schema: WorkflowSchema, forms: Forms, path: tuple[str, ...]) -> Question | Table | None:
    """The question that the path names, however deep it goes into its answer."""
    path = path[1:] if path[0] == BEFORE else path
    form = forms.get(schema.opened_by if path[:1] == ("answers",) else ".".join(path[:1]))
    return _field(form, path[1]) if form and len(path) > 1 else None


def _known(field: Question | Table | None, path: tuple[str, ...]) -> Known:
    """What the language may take for granted of a name: the options of a whole answer."""
    if isinstance(field, Question) and len(path) == (3 if path[0] == BEFORE else 2):
        return Known(Kind(answer_types[field.type]), field.choices)
    return Known(Kind(ValueType.ANY))


def _field(form: FormSchema, key: str) -> Question | Table | None:
    try:
        return form.field(key)
    except KeyError:
        return None


def _is_clear(field: Question | Table) -> bool:
    return field.sensitivity == "open" or (isinstance(field, Question) and field.countable)
