"""Records of processing and the privacy-impact sheet, made from what is published and therefore never stale."""

from dataclasses import dataclass

from django.utils.functional import Promise

from forms.blocks.fields import SENSITIVITIES
from forms.compartments import RANKS, sensitivity_of
from forms.models import Form
from forms.schema import FormSchema
from forms.services.erasing import kept_for_statistics
from portal.words import Words
from workflows.models import Workflow
from workflows.schema import WorkflowSchema

LABELS: dict[str, str | Promise] = dict(SENSITIVITIES)


@dataclass(frozen=True)
class Fields:
    """The questions of one sensitivity."""

    sensitivity: str
    label: str | Promise
    questions: list[Words]


@dataclass(frozen=True)
class Reader:
    """Who may read, in a workflow: through which relation, what."""

    workflow: Words
    relation: Words
    may_read: list[str | Promise]


@dataclass(frozen=True)
class Sheet:
    form: FormSchema
    version: int
    fields: list[Fields]
    readers: list[Reader]
    kept: list[Words]

    @property
    def is_sensitive(self) -> bool:
        """An impact assessment is due (Personal Information Protection Law, article 55)."""
        return any(part.sensitivity in ("sensitive", "reporter") for part in self.fields)


def sheets() -> list[Sheet]:
    """One for each published form, in the order of keys."""
    workflows = _workflows()
    found = []
    for form in Form.objects.defer("steps").order_by("key"):
        version = form.current_version
        if version is not None:
            found.append(_sheet(version.schema, version.number, workflows))
    return found


def _sheet(schema: FormSchema, number: int, workflows: list[WorkflowSchema]) -> Sheet:
    kept = [question.label for question in kept_for_statistics(schema)]
    return Sheet(schema, number, _fields(schema), _readers(schema.key, workflows), kept)


def _fields(schema: FormSchema) -> list[Fields]:
    by_rank = ((rank, [item.label for item in schema.fields() if sensitivity_of(item) == rank]) for rank in RANKS)
    return [Fields(rank, LABELS[rank], labels) for rank, labels in by_rank if labels]


def _readers(form: str, workflows: list[WorkflowSchema]) -> list[Reader]:
    return [
        Reader(workflow.title, workflow.relation(row.relation).title, [LABELS[one] for one in row.sensitivities])
        for workflow in workflows
        for row in workflow.readers
        if form in row.forms
    ]


def _workflows() -> list[WorkflowSchema]:
    versions = (workflow.versions.order_by("-number").first() for workflow in Workflow.objects.filter(live=True))
    return [version.schema for version in versions if version is not None]
