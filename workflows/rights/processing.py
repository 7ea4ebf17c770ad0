"""Records of processing and the privacy-impact sheet, made from what is published and therefore never stale."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms.answering import holds_files
from forms.blocks.fields import SENSITIVITIES
from forms.compartments import RANKS, is_clear, sensitivity_of
from forms.models import Form
from forms.schema import FormSchema, Question, Table
from forms.services.erasing import kept_for_statistics
from portal.words import Words
from workflows.models import Workflow
from workflows.schema import WorkflowSchema

LABELS: dict[str, str | Promise] = dict(SENSITIVITIES)
# In free words people write what nobody asked for.
FREE_WORDS = frozenset({"text", "long_text"})


@dataclass(frozen=True)
class Reader:
    """Who may read, in a workflow: through which relation, what."""

    workflow: Words
    relation: Words
    sensitivities: frozenset[str]

    @property
    def may_read(self) -> list[str | Promise]:
        return [LABELS[one] for one in RANKS if one in self.sensitivities]


@dataclass(frozen=True)
class Asked:
    """A question, or a table of questions, that asks for data of a person."""

    label: Words
    sensitivity: str
    is_needed: bool
    is_clear: bool


@dataclass(frozen=True)
class Alike:
    """Questions that are kept alike and read by the same."""

    sensitivity: str | Promise
    kept: str | Promise
    readers: list[Words]
    asked: list[Asked]


@dataclass(frozen=True)
class Sheet:
    form: FormSchema
    version: int
    # Of persons; everything else by its label only.
    asked: list[Asked]
    open: list[Words]
    readers: list[Reader]
    kept: list[Words]
    free_words: int
    files: int

    @property
    def sensitive(self) -> list[Asked]:
        return [one for one in self.asked if one.sensitivity in ("sensitive", "reporter")]

    @property
    def is_sensitive(self) -> bool:
        """An impact assessment is due (Personal Information Protection Law, article 55)."""
        return bool(self.sensitive)

    @property
    def groups(self) -> list[Alike]:
        """The most sensitive first."""
        kinds = [(rank, clear) for rank in reversed(RANKS) for clear in (False, True)]
        found = ([one for one in self.asked if (one.sensitivity, one.is_clear) == kind] for kind in kinds)
        return [
            Alike(LABELS[rank], _how_kept(rank, is_clear=clear), self._readers_of(rank), asked)
            for (rank, clear), asked in zip(kinds, found, strict=True)
            if asked
        ]

    def _readers_of(self, sensitivity: str) -> list[Words]:
        titles = [reader.relation for reader in self.readers if sensitivity in reader.sensitivities]
        return [title for place, title in enumerate(titles) if title not in titles[:place]]

    @property
    def optional(self) -> int:
        return sum(not one.is_needed for one in self.asked)

    @property
    def is_complete(self) -> bool:
        """Somebody has written down what for, and on what basis."""
        return bool(self.form.purpose and self.form.legal_basis)


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
    readers = _readers(schema.key, workflows)
    asked = [_asked(item) for item in schema.fields() if _is_personal(item)]
    questions = [one for item in schema.fields() for one in (item.columns if isinstance(item, Table) else [item])]
    return Sheet(
        form=schema,
        version=number,
        asked=asked,
        open=[item.label for item in schema.fields() if not _is_personal(item)],
        readers=readers,
        kept=[question.label for question in kept_for_statistics(schema)],
        free_words=sum(question.type in FREE_WORDS for question in questions),
        files=sum(holds_files(question) for question in questions),
    )


def _is_personal(item: Question | Table) -> bool:
    return sensitivity_of(item) != "open"


def _asked(item: Question | Table) -> Asked:
    needed = item.least_rows > 0 if isinstance(item, Table) else item.required
    return Asked(item.label, sensitivity_of(item), is_needed=needed, is_clear=is_clear(item))


def _how_kept(sensitivity: str, *, is_clear: bool) -> str | Promise:
    if is_clear:
        return _("as a code in the clear, for counting")
    if sensitivity == "reporter":
        return _("sealed, in the reporter's compartment under a key of its own")
    return _("sealed under the key of its record")


def _readers(form: str, workflows: list[WorkflowSchema]) -> list[Reader]:
    return [
        Reader(workflow.title, workflow.relation(row.relation).title, frozenset(row.sensitivities))
        for workflow in workflows
        for row in workflow.readers
        if form in row.forms
    ]


def _workflows() -> list[WorkflowSchema]:
    versions = (workflow.versions.order_by("-number").first() for workflow in Workflow.objects.filter(live=True))
    return [version.schema for version in versions if version is not None]
