"""What keeps a form that makes, points to or revises records from being published."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from forms import contexts, prefilling, sources
from forms.compartments import sensitivity_of
from forms.problems import Problem
from forms.records import linking
from forms.records.registers import known_registers
from forms.schema import FormSchema, Question, Register, Table, WriteBack
from portal.directory.roles import ROLES


def record_problems(schema: FormSchema) -> Iterator[Problem]:
    if schema.records is not None:
        yield from _of_register(schema, schema.records)
    for table in schema.fields():
        if isinstance(table, Table):
            for column in table.columns:
                if column.type in (linking.CHILD, linking.ANY):
                    sentence = _("A row of a table points to no record: ask for it outside of the table.")
                    yield Problem(f"{table.key}.{column.key}", sentence)
    if not (linking.links(schema) or schema.at_records or schema.write_back):
        return
    known = known_registers({**contexts.forms_beside(), schema.key: schema})
    for question in linking.links(schema):
        if not any(linking.points_to(question, register) for register in known):
            yield Problem(question.key, _("No register is published that this field could point to."), "settings")
    pointed = [register for register in known if linking.link_to(schema, register)]
    if schema.at_records and not pointed:
        yield _at("at_records", _("Begun at a record is only a form with a field that points to one."))
    for row in schema.write_back:
        if sentence := _wrong_with(schema, pointed, row):
            yield _at("records", sentence)


def _of_register(schema: FormSchema, register: Register) -> Iterator[Problem]:
    for key in dict.fromkeys([register.name, *register.identity, *register.alike]):
        question = sources.question_of(schema, key)
        if question is None:
            yield _at("records", _("The register names the field “%(key)s”, which is not there.") % {"key": key})
        elif sensitivity_of(question) == "reporter":
            sentence = _("“%(key)s” says who reported; records never hold that.")
            yield _at("records", sentence % {"key": key})
    if not any(row.writes for row in register.readers):
        yield _at("records", _("Nobody may open records of this register: say who sees and who writes them."))
    for row in register.readers:
        if unknown := [role for role in row.roles if role not in ROLES]:
            yield _at("records", _("There is no post “%(key)s”.") % {"key": unknown[0]})
        if row.through is None and not schema.place:
            yield _at("records", _("Who reads by place needs a place: name the field that gives it."))
        if row.through is not None and not _is_organisation(sources.question_of(schema, row.through)):
            yield _at("records", _("“%(key)s” is no field for an organisation.") % {"key": row.through})


def _is_organisation(question: Question | None) -> bool:
    return question is not None and question.type == "organisation" and sensitivity_of(question) != "reporter"


def _wrong_with(schema: FormSchema, pointed: list[FormSchema], row: WriteBack) -> str:
    origin = next((item for item in schema.fields() if item.key == row.field), None)
    if origin is None:
        return _("The field “%(key)s”, which goes into a record, is not there.") % {"key": row.field}
    if not pointed:
        return _("Nothing goes into a record: the form has no field that points to one.")
    targets = [item for register in pointed for item in register.fields() if item.key == row.into]
    if not targets:
        return _("The register has no field “%(key)s”.") % {"key": row.into}
    return next(filter(None, (_wrong_between(origin, target, row) for target in targets)), "")


def _wrong_between(origin: Question | Table, target: Question | Table, row: WriteBack) -> str:
    if not prefilling.may_flow(sensitivity_of(origin), target):
        return _("More people may read “%(into)s” in the record than “%(key)s” here.") % {
            "into": row.into,
            "key": row.field,
        }
    if not _is_alike(origin, target):
        return _("“%(into)s” takes another kind of answer than “%(key)s” gives.") % {
            "into": row.into,
            "key": row.field,
        }
    return ""


def _is_alike(origin: Question | Table, target: Question | Table) -> bool:
    if isinstance(origin, Question) and isinstance(target, Question):
        return prefilling.is_alike(origin, target, named=True)
    if not (isinstance(origin, Table) and isinstance(target, Table)):
        return False
    columns = {column.key: column for column in target.columns}
    return all(one.key in columns and prefilling.is_alike(one, columns[one.key], named=True) for one in origin.columns)


def _at(rule: str, sentence: str) -> Problem:
    return Problem("", sentence, rule)
