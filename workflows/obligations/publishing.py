"""Publishing an obligation, and what of it runs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from pydantic import ValidationError

from forms.logic.parse import parse
from forms.models import FormVersion
from forms.problems import Problem, malformed
from forms.schema import FormSchema
from forms.versions.publishing import NotPublishable, write_version
from portal.directory.models import User
from workflows.obligations.builder import schema_of
from workflows.obligations.check import Forms, check_obligation
from workflows.obligations.models import Obligation, ObligationVersion, Owed, Round
from workflows.obligations.periods import ALL, read, span_at
from workflows.obligations.schema import ObligationSchema


@dataclass(frozen=True)
class InForce:
    """An obligation that runs, as it was published last."""

    obligation: int
    version: ObligationVersion
    schema: ObligationSchema
    # What was before is not owed.
    began_on: date


def in_force(**which: Any) -> list[InForce]:
    """Those that are published; `which` narrows the rows of Obligation."""
    running = Obligation.objects.filter(live=True, **which).values_list("pk", "began_on")
    rows = {pk: began_on for pk, began_on in running if began_on}
    if not rows:
        return []
    newest: dict[int, ObligationVersion] = {}
    versions = ObligationVersion.objects.filter(obligation__in=rows).defer("definition")
    for version in versions.order_by("obligation", "-number"):
        newest.setdefault(version.obligation_id, version)
    return [InForce(pk, version, version.schema, rows[pk]) for pk, version in newest.items()]


def problems_of(obligation: Obligation) -> list[Problem]:
    """What keeps it from being published as it stands in the editor."""
    try:
        schema = schema_of(obligation)
    except ValidationError as error:
        return malformed(error)
    return problems_in(schema)


def problems_in(schema: ObligationSchema, *, beside: Forms | None = None) -> list[Problem]:
    """What is wrong with it here; forms `beside` it, for example in its pack, count as published."""
    return check_obligation(schema, forms={**_published({schema.records, schema.form}), **(beside or {})})


@transaction.atomic
def publish(obligation: Obligation, *, by: User | None) -> ObligationVersion:
    """A new version, or the current one when nothing changed. Raises NotPublishable.

    Every record of the register is looked at again for the period that lasts, by the sweeper.
    """
    if problems := problems_of(obligation):
        raise NotPublishable(problems)
    schema = schema_of(obligation)
    if schema.when is not None:
        schema = schema.model_copy(update={"when": schema.when.model_copy(update={"tree": parse(schema.when.formula)})})
    before = obligation.current_version
    version = write_version(obligation, obligation.versions, schema, by=by)
    if version != before or not Round.objects.filter(obligation=obligation).exists():
        _look_again(obligation, before.schema if before else None, schema)
    return version


def stop(obligation: Obligation) -> None:
    """It is not published any more: what is not due yet is not owed any more. What was missed stays.

    Published again, it begins on that day, and every record is looked at.
    """
    obligation.began_on = obligation.next_first = None
    Obligation.objects.filter(pk=obligation.pk).update(began_on=None, next_first=None)
    Round.objects.filter(obligation=obligation).delete()
    _drop(Owed.objects.filter(obligation=obligation))


def _look_again(obligation: Obligation, before: ObligationSchema | None, schema: ObligationSchema) -> None:
    today = timezone.localdate()
    rounds = Round.objects.filter(obligation=obligation)
    if before is not None and (before.every, before.records) != (schema.every, schema.records):
        _drop(Owed.objects.filter(obligation=obligation))
        rounds.delete()
    lasting = [one.pk for one in rounds if one.period == ALL or ((span := read(one.period)) and span.behind > today)]
    rounds.filter(pk__in=lasting).update(after=None, done=False)
    began_on = obligation.began_on or today
    next_first = None
    if not schema.every:
        Round.objects.get_or_create(obligation=obligation, period=ALL)
    elif not lasting:
        next_first = span_at(schema.every, began_on if before is None else today).first
    else:
        next_first = span_at(schema.every, span_at(schema.every, today).behind).first
    Obligation.objects.filter(pk=obligation.pk).update(began_on=began_on, next_first=next_first)
    obligation.began_on, obligation.next_first = began_on, next_first


def _drop(owed: Any) -> None:
    not_due = owed.filter(state=Owed.State.OPEN, due_at__gt=timezone.now())
    not_due.update(state=Owed.State.DROPPED, next_at=None)


def _published(keys: set[str]) -> dict[str, FormSchema]:
    newest: dict[str, FormSchema] = {}
    versions = FormVersion.objects.filter(form__key__in=keys).select_related("form").defer("form__steps", "definition")
    for version in versions.order_by("form", "-number"):
        if version.form.key not in newest:
            newest[version.form.key] = version.schema
    return newest
