"""A form in words, for those who look at it before they take it in."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from forms.fieldtypes.registry import registry
from forms.schema import FormSchema, Group, Item, Note, Question, Step, Table
from portal.words import spoken


@dataclass(frozen=True)
class Line:
    """What there is, what kind of thing it is, and the rules it has."""

    label: str
    kind: str | Promise
    rules: list[str]
    # Whether it stands in the group or table above it.
    is_inner: bool = False


@dataclass(frozen=True)
class Page:
    title: str
    rules: list[str]
    lines: list[Line]


def in_words(schema: FormSchema) -> list[Page]:
    return [
        Page(
            spoken(step.title) or step.key,
            list(_condition(step)),
            [line for item in step.items for line in _lines(item)],
        )
        for step in schema.steps
    ]


def _lines(item: Item, *, is_inner: bool = False) -> Iterator[Line]:
    if isinstance(item, Note):
        yield Line(spoken(item.text), _("Note to read"), list(_condition(item)), is_inner)
    elif isinstance(item, Question):
        yield _question(item, is_inner=is_inner)
    else:
        kind = _("Table") if isinstance(item, Table) else _("Group of fields")
        yield Line(spoken(item.label) or item.key, kind, list(_condition(item)), is_inner)
        for inner in item.columns if isinstance(item, Table) else item.items:
            yield from _lines(inner, is_inner=True)


def _question(question: Question, *, is_inner: bool) -> Line:
    kind = registry[question.type].name if question.type in registry else question.type
    return Line(spoken(question.label) or question.key, kind, list(_rules(question)), is_inner)


def _rules(question: Question) -> Iterator[str]:
    if question.required:
        yield _("required")
    yield from _condition(question)
    said = {
        _("required when"): question.required_when,
        _("computed"): question.computed,
        _("filled in beforehand"): question.default,
        _("options only when"): question.choice_filter,
    }
    for name, rule in said.items():
        if rule:
            yield f"{name}: {rule.formula}"
    demand = _("must be so")
    for check in question.checks:
        yield f"{demand}: {check.rule.formula}"
    if question.choices:
        yield _("%(count)s options") % {"count": len(question.choices)}


def _condition(part: Step | Group | Table | Note | Question) -> Iterator[str]:
    if part.shown_when:
        yield f"{_('shown when')}: {part.shown_when.formula}"
