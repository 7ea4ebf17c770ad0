"""What a question says it is filled in from beforehand: is there such a source, and can its answer stand there."""

from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext as _

from forms.answering import holds_files
from forms.fieldtypes.checking import questions_at
from forms.logic.types import ValueType, answer_types
from forms.models import FormVersion
from forms.prefilling import BOUND, LAST, PROFILE, is_alike, may_flow, registry
from forms.problems import Problem
from forms.schema import FormSchema, Question

# A sentence on what is wrong with the path behind the source's name, or nothing.
Judge = Callable[[FormSchema, Question, str], str]

_judges: dict[str, Judge] = {}


def judges(source: str) -> Callable[[Judge], Judge]:
    """Who registers a provider says here which paths it knows. Raises ValueError when somebody has."""

    def decorate(judge: Judge) -> Judge:
        if source in _judges:
            raise ValueError(f"prefill source {source!r} is judged twice")
        _judges[source] = judge
        return judge

    return decorate


def source_problems(schema: FormSchema) -> Iterator[Problem]:
    """Sources that are unknown, and those whose answer could never stand in the field."""
    for place, question in questions_at(schema):
        if question.prefill and (sentence := _problem(schema, question, in_table=place != question.key)):
            yield Problem(place, sentence, "prefill", code="prefill_unknown")


def from_others(question: Question, origins: Iterable[Question], name: str) -> str:
    """What keeps the answer to every one of these questions out of this one, as a sentence, or nothing."""
    origins = list(origins)
    if not origins:
        return _("“%(name)s”, from which it is filled in, is not there (any more).") % {"name": name}
    alike = [origin for origin in origins if is_alike(origin, question, named=True)]
    if not alike:
        return _("“%(name)s” gives another kind of answer than this field takes.") % {"name": name}
    if all(origin.sensitivity == "reporter" for origin in alike):
        return _("“%(name)s” says who reported; that is never filled in anywhere.") % {"name": name}
    if not any(may_flow(origin.sensitivity, question) for origin in alike):
        return _("More people may read this field than “%(name)s”; so it is never filled in from there.") % {
            "name": name
        }
    return ""


def question_of(schema: FormSchema, key: str) -> Question | None:
    return next((one for one in schema.fields() if isinstance(one, Question) and one.key == key), None)


def _problem(schema: FormSchema, question: Question, *, in_table: bool) -> str:
    source, _dot, path = question.prefill.partition(".")
    if in_table:
        return _("The columns of a table begin empty: take out what it is filled in from.")
    if question.computed or question.type in BOUND or holds_files(question):
        return _("A field of this kind is never filled in beforehand: take out what it is filled in from.")
    if source not in registry or not path:
        known = ", ".join(f"{name}.…" for name in sorted(registry))
        return _("Nothing is known of “%(name)s”. It can be filled in from %(known)s") % {
            "name": question.prefill,
            "known": known,
        }
    judge = _judges.get(source)
    return judge(schema, question, path) if judge else ""


@judges("profile")
def _of_profile(_schema: FormSchema, question: Question, path: str) -> str:
    if path not in PROFILE:
        return _("Of whoever fills in, this is known: %(known)s; “%(name)s” is not.") % {
            "known": ", ".join(sorted(PROFILE)),
            "name": path,
        }
    if answer_types[question.type] is not ValueType.TEXT:
        return _("“%(name)s” gives another kind of answer than this field takes.") % {"name": question.prefill}
    return ""


@judges(LAST)
def _of_last(schema: FormSchema, question: Question, path: str) -> str:
    """A field that only earlier versions had may be named: that is how an answer moves to a new key."""
    origin = question_of(schema, path) or _of_earlier(schema.key, path)
    return from_others(question, [origin] if origin else [], question.prefill)


def _of_earlier(form_key: str, path: str) -> Question | None:
    versions = FormVersion.objects.filter(form__key=form_key).order_by("-number")
    found = (question_of(version.schema, path) for version in versions.iterator(10))
    return next((question for question in found if question), None)
