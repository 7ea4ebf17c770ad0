"""What forms share changes once; each form that uses it gets a new version, when its author says so."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from forms.builder import schema_of
from forms.building.reading import RuleProblem
from forms.building.unfolding import groups_named, lists_named
from forms.differences import differences
from forms.models import Form, FormVersion, OptionList, SharedGroup
from forms.problems import Problem
from forms.publishable import problems_of
from forms.schema import FormSchema


@dataclass(frozen=True)
class Use:
    """A published form that names what is shared; `changes` say what its next version would have otherwise.

    `problems` keep it from being published: failing tests of its author are among them.
    """

    form: Form
    version: FormVersion
    changes: list[str]
    problems: list[Problem]


def uses(shared: OptionList | SharedGroup) -> Iterator[Use]:
    """Of the forms as they are published: what somebody has begun to change in an editor is left alone."""
    for form in Form.objects.filter(live=True).order_by("key"):
        version = form.current_version
        schema = _read(form)
        if version is None or schema is None or not _names(schema, shared):
            continue
        changes = differences(version.schema, schema)
        yield Use(form, version, changes, problems_of(form) if changes else [])


def _read(form: Form) -> FormSchema | None:
    try:
        return schema_of(form)
    except (RuleProblem, ValidationError):
        return None


def _names(schema: FormSchema, shared: OptionList | SharedGroup) -> bool:
    """Also a list that only a shared group names: by then its questions stand in the form."""
    return shared.key in (lists_named(schema) if isinstance(shared, OptionList) else groups_named(schema))
