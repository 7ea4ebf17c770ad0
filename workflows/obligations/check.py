"""What keeps an obligation from being published. Pure: the forms are handed in."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from forms.compartments import is_clear
from forms.logic.errors import ExpressionError
from forms.logic.inference import NO_SUCH_OPTION, Inference, Known
from forms.logic.parse import read
from forms.logic.tree import tree_of
from forms.logic.types import Kind, ValueType, answer_types
from forms.problems import Problem
from forms.records import linking
from forms.schema import FormSchema, Question, Rule
from portal.directory.functions import FUNCTIONS
from portal.directory.roles import LEADER_ROLES, ROLES, fits
from workflows.guards import references
from workflows.obligations.schema import LONGEST, ObligationSchema
from workflows.schema import LEADER

Forms = Mapping[str, FormSchema]
DATES = {"date", "datetime"}
RECORD = "record"


def check_obligation(schema: ObligationSchema, *, forms: Forms) -> list[Problem]:
    """Every problem; none means it may be published. `forms` are the published forms by key."""
    register = forms.get(schema.records)
    if register is None or register.records is None:
        sentence = _("There is no register “%(key)s”: choose a form that opens records.")
        return [Problem("records", sentence % {"key": schema.records}, code="register_unknown")]
    return [
        *_form(schema, register, forms),
        *_when_it_is_due(schema, register),
        *_until(schema, register),
        *_who(schema, register),
        *_ladder(schema),
        *(_rule(schema.when, register) if schema.when else ()),
    ]


def _form(schema: ObligationSchema, register: FormSchema, forms: Forms) -> Iterator[Problem]:
    form = forms.get(schema.form)
    if form is None:
        yield Problem("form", _("There is no form “%(key)s”.") % {"key": schema.form}, code="form_unknown")
        return
    if linking.link_to(form, register) is None:
        sentence = _("The form “%(form)s” points to no record of this register, so nothing that is handed in counts.")
        yield Problem("form", sentence % {"form": form.key}, code="form_apart")
    elif not form.at_records:
        sentence = _("The form “%(form)s” cannot be begun at a record: allow that in the form first.")
        yield Problem("form", sentence % {"form": form.key}, code="form_not_begun")
    if schema.dated_by:
        yield from _day_of(form, schema.dated_by, "dated_by")


def _when_it_is_due(schema: ObligationSchema, register: FormSchema) -> Iterator[Problem]:
    if bool(schema.every) == bool(schema.expiry):
        sentence = _("Say either how often it is owed, or which field of the register has the day before which it is.")
        yield Problem("every", sentence, code="no_period")
        return
    if schema.expiry:
        yield from _day_of(register, schema.expiry, "expiry")
        if schema.shown_days is None:
            sentence = _("Say how many days before that day it stands in the inbox.")
            yield Problem("shown_days", sentence, code="never_shown")
    longest = LONGEST[schema.every]
    for name in ("grace_days", "shown_days", "least_days"):
        most = max(longest, 30 if name == "least_days" else 0)
        if schema.every and (getattr(schema, name) or 0) > most:
            sentence = _("That is longer than the period itself: at most %(n)d days.")
            yield Problem(name, sentence % {"n": most}, code="too_long")


def _until(schema: ObligationSchema, register: FormSchema) -> Iterator[Problem]:
    if bool(schema.born) != (schema.until_age is not None):
        place = "until_age" if schema.born else "born"
        yield Problem(place, _("Say both: the age, and the field with the day of birth."), code="age_unknown")
    elif schema.born:
        yield from (
            problem
            for problem in _day_of(register, schema.born, "born")
            if problem.code in ("field_unknown", "no_date")
        )


def _day_of(form: FormSchema, key: str, place: str) -> Iterator[Problem]:
    try:
        field = form.field(key)
    except KeyError:
        sentence = _("The form “%(form)s” does not ask “%(key)s”.")
        yield Problem(place, sentence % {"form": form.key, "key": key}, code="field_unknown")
        return
    if not isinstance(field, Question) or field.type not in DATES:
        yield Problem(place, _("“%(key)s” is no date.") % {"key": key}, code="no_date")
    elif not is_clear(field):
        yield Problem(place, _sealed(key), code="field_sealed")


def _who(schema: ObligationSchema, register: FormSchema) -> Iterator[Problem]:
    for role in schema.roles:
        if role != LEADER and role not in ROLES:
            yield Problem("roles", _("There is no role “%(key)s”.") % {"key": role}, code="role_unknown")
    if schema.who == "duty_at_place" and schema.duty not in FUNCTIONS:
        yield Problem("duty", _("Say which duty it is."), code="duty_unknown")
        return
    rows = register.records.readers if register.records else ()
    if schema.who == "named" and not any(row.through == schema.through for row in rows if row.through):
        sentence = _("The register gives no rights to the organisation in “%(key)s”, so nobody there could do it.")
        yield Problem("through", sentence % {"key": schema.through}, code="nobody_answers")
        return
    writing = [row for row in rows if row.writes and _row_is_of(schema, row.through)]
    if not any(_can(schema, role) for row in writing for role in row.roles):
        sentence = _("Nobody who owes it may write in this register, so nobody could hand it in.")
        yield Problem("roles", sentence, code="nobody_answers")


def _row_is_of(schema: ObligationSchema, through: str | None) -> bool:
    return schema.who == "opener" or through == (schema.through or None)


def _can(schema: ObligationSchema, role: str) -> bool:
    there = schema.who != "duty_at_place" or fits(role, schema.duty)
    return there and schema.is_for(role, leads=role in LEADER_ROLES)


def _ladder(schema: ObligationSchema) -> Iterator[Problem]:
    if not any(rung.side == "after" and rung.tell for rung in schema.ladder):
        sentence = _("Nobody would hear of it when it is missed: add a reminder for after it was due.")
        yield Problem("ladder", sentence, code="unheard")
    if any(rung.reassign or rung.supervise or rung.mark for rung in schema.ladder):
        sentence = _("Here a reminder tells people, and does nothing else.")
        yield Problem("ladder", sentence, code="rung_does_more")


def _rule(rule: Rule, register: FormSchema) -> Iterator[Problem]:
    try:
        node = read(rule.formula)
    except ExpressionError as error:
        yield Problem("when", f"{rule.formula}: {error}", code="formula_wrong")
        return
    for path in references(tree_of(node)):
        yield from _reference(path, register)
    inference = Inference(lambda path: _known(path, register))
    inference.kind(node)
    for sentence, _at, code in inference.findings:
        if code == NO_SUCH_OPTION:
            yield Problem("when", f"{rule.formula}: {sentence}", code="option_unknown")


def _reference(path: tuple[str, ...], register: FormSchema) -> Iterator[Problem]:
    field, name = _asked(path, register), ".".join(path)
    if field is None:
        sentence = _("The rule speaks of “%(name)s”. It may ask what the record says: ${record.%(register)s.field}.")
        yield Problem("when", sentence % {"name": name, "register": register.key}, code="field_unknown")
    elif not is_clear(field):
        yield Problem("when", _sealed(name), code="field_sealed")


def _asked(path: tuple[str, ...], register: FormSchema) -> Question | None:
    if len(path) < 3 or path[:2] != (RECORD, register.key):
        return None
    try:
        field = register.field(path[2])
    except KeyError:
        return None
    return field if isinstance(field, Question) else None


def _known(path: tuple[str, ...], register: FormSchema) -> Known:
    field = _asked(path, register)
    if field is not None and len(path) == 3:
        return Known(Kind(answer_types[field.type]), field.choices)
    return Known(Kind(ValueType.ANY))


def _sealed(name: str) -> str:
    sentence = _("“%(name)s” is sealed: only open and countable answers decide what is owed.")
    return sentence % {"name": name}
