"""What a form knows of the record that it points to: answers to begin with, and what its rules may ask.

`record.<register>.<field>` is the name in both.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from forms import contexts, prefilling, sources
from forms.compartments import is_clear, sensitivity_of
from forms.contexts import Names, names_of
from forms.fieldtypes import lookups
from forms.logic.inference import Known
from forms.models import Record
from forms.models.record import registers
from forms.prefilling import Asking
from forms.records import linking, policies, reading
from forms.records.registers import known_registers
from forms.schema import FormSchema, Question
from portal.access.services import Purpose
from portal.directory.models import Post

SOURCE = "record"


def prefilled(schema: FormSchema, record: Record, *, by: Post) -> dict[str, Any]:
    """By field, the answers of the record that the form begins with. Reading what is sealed is on record."""
    register = registers().get(record.form_id)
    wanted = list(_pairs(schema, register)) if register else []
    if not wanted:
        return {}
    allowed = policies.readable(by, record)
    answers = reading.read(record, by=by, sensitivities=allowed, purpose=Purpose(schema.key, matter=record.pk))
    fitting = ((target, prefilling.fitted(answers.get(origin.key), target)) for target, origin in wanted)
    return {target.key: answer for target, answer in fitting if answer is not None}


def filled_through(schema: FormSchema, question: Question) -> list[str]:
    """Keys of the fields that begin with what the record says which that question points to."""
    pointed = (register for register in registers().values() if linking.points_to(question, register))
    begins = tuple(f"{SOURCE}.{register.key}." for register in pointed)
    return [one.key for one in prefilling.fillable(schema) if one.prefill.startswith(begins)]


@prefilling.registry.register(SOURCE)
def record(asking: Asking, paths: Mapping[str, str]) -> Mapping[str, Any]:
    """For a form that is begun at a record; where it is named in a step, `prefilled` comes after that step."""
    found = asking.subject
    return prefilled(asking.schema, found, by=asking.by) if paths and isinstance(found, Record) else {}


def context(schema: FormSchema, answers: Mapping[str, Any], host: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the rules of the form may ask beside its fields: what the host offers, and the records it points to."""
    return {**_values(schema, answers), **(host or {})}


def _values(schema: FormSchema, answers: Mapping[str, Any]) -> dict[str, Any]:
    """By register, what lies there in clear."""
    numbers = linking.numbers(schema, answers)
    if not numbers:
        return {}
    found = (
        Record.objects.filter(number__in=numbers.values()).select_related("version", "form").prefetch_related("parties")
    )
    by_number = {record.number: record for record in found}
    # Of two fields that point into one register the first one counts, as in `linking.link_to`.
    pointed = [by_number[number] for number in reversed(numbers.values()) if number in by_number]
    post = lookups.asking()
    return {SOURCE: {record.form.key: reading.clear(record, by=post) for record in pointed} if post else {}}


def names(beside: Mapping[str, FormSchema]) -> Names:
    found: dict[str, Known | None] = {}
    for register in known_registers(beside):
        for field in register.fields():
            for name, known in names_of(field):
                found[f"{SOURCE}.{register.key}.{name}"] = known if is_clear(field) else None
    return found


@sources.judges(SOURCE)
def of_source(schema: FormSchema, question: Question, path: str) -> str:
    """What is wrong with a field that is filled in from a record, as a sentence, or nothing."""
    key, _dot, field = path.partition(".")
    register = next((one for one in known_registers(contexts.forms_beside()) if one.key == key), None)
    origin = sources.question_of(register, field) if register else None
    return sources.from_others(question, [origin] if origin else [], question.prefill)


def _pairs(schema: FormSchema, register: FormSchema) -> Iterator[tuple[Question, Question]]:
    """Fields of the form, and the field of the register that each is filled from."""
    if linking.link_to(schema, register) is None:
        return
    begins = f"{SOURCE}.{register.key}."
    for target in prefilling.fillable(schema):
        origin = sources.question_of(register, target.prefill.removeprefix(begins))
        if target.prefill.startswith(begins) and origin and _may_go(origin, target):
            yield target, origin


def _may_go(origin: Question, target: Question) -> bool:
    alike = prefilling.is_alike(origin, target, named=True)
    return alike and prefilling.may_flow(sensitivity_of(origin), target)


contexts.register(SOURCE, names)
