"""Editor ⇄ schema. What the editor says becomes an ObligationSchema, and back, without loss."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.db import transaction

from forms.schema import Rule
from portal.directory.models import User
from portal.words import both, say
from workflows.obligations.models import Obligation
from workflows.obligations.schema import ObligationSchema
from workflows.schema import Rung

# What both sides say in the same words.
ALIKE = (
    "records", "form", "every", "expiry", "days_before", "until_age", "born", "dated_by", "who", "duty",
    "through", "shown_days", "grace_days", "least_days", "working",
)  # fmt: skip


def schema_of(obligation: Obligation) -> ObligationSchema:
    """The obligation as data, its rule not parsed yet. Raises pydantic's ValidationError."""
    when = obligation.when.strip()
    plain: dict[str, Any] = {name: getattr(obligation, name) for name in ALIKE}
    return ObligationSchema(
        key=obligation.key,
        title=both(obligation.title, obligation.title_en),
        instructions=both(obligation.instructions, obligation.instructions_en),
        when=Rule(formula=when) if when else None,
        roles=tuple(obligation.roles or ()),
        ladder=tuple(_rung(block.value) for block in obligation.ladder),
        **plain,
    )


@transaction.atomic
def save_definition(schema: ObligationSchema, *, by: User | None) -> Obligation:
    """The obligation of that key, made or changed to say what the schema says, with a revision. Not published yet."""
    obligation = Obligation.objects.select_for_update().filter(key=schema.key).first() or Obligation(key=schema.key)
    obligation.title, obligation.title_en = say(schema.title, "zh-hans"), schema.title.get("en", "")
    obligation.instructions = say(schema.instructions, "zh-hans") if schema.instructions else ""
    obligation.instructions_en = schema.instructions.get("en", "")
    obligation.when = schema.when.formula if schema.when else ""
    obligation.roles = list(schema.roles)
    for name in ALIKE:
        setattr(obligation, name, getattr(schema, name))
    obligation.ladder = ladder_of(schema.ladder)
    obligation.save()
    obligation.save_revision(user=by, clean=False, log_action=by is not None)
    return obligation


def ladder_of(ladder: Iterable[Rung]) -> Any:
    """As the editor has it."""
    rungs = [{"type": "rung", "id": str(uuid4()), "value": _written(rung)} for rung in ladder]
    return Obligation._meta.get_field("ladder").stream_block.to_python(rungs)


def _rung(value: Any) -> Rung:
    return Rung(side=value["side"], days=value["days"] or 0, minutes=value["minutes"] or 0, tell=tuple(value["tell"]))


def _written(rung: Rung) -> dict[str, Any]:
    return rung.model_dump(mode="json", include={"side", "days", "minutes", "tell"})
