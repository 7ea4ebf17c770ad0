"""Taking in a pack: read, check, compare with what is installed, and apply all of it or nothing."""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms import builder as form_builder
from forms import contexts
from forms import services as form_services
from forms.differences import differences as form_differences
from forms.exchange.packs import BrokenPack, read_definitions, read_manifest, read_shared
from forms.exchange.writing_yaml import plain
from forms.models import Form
from forms.publishable import problems_in as form_problems
from forms.schema import FormSchema
from portal.directory.models import User
from portal.words import say
from workflows import builder, services
from workflows.comparing import differences as workflow_differences
from workflows.dependents import broken_in_others
from workflows.letters import builder as letter_builder
from workflows.letters import publishing as letter_services
from workflows.letters.comparing import differences as letter_differences
from workflows.letters.models import Letter
from workflows.letters.schema import LetterSchema
from workflows.models import Workflow
from workflows.obligations import builder as obligation_builder
from workflows.obligations import publishing as obligation_services
from workflows.obligations.comparing import differences as obligation_differences
from workflows.obligations.models import Obligation
from workflows.obligations.schema import ObligationSchema
from workflows.publishable import problems_in as workflow_problems
from workflows.schema import WorkflowSchema

Definition = FormSchema | LetterSchema | WorkflowSchema | ObligationSchema

HEADS: dict[tuple[type[Definition], bool], str | Promise] = {
    (FormSchema, True): gettext_lazy("New form: %(title)s (%(key)s)"),
    (FormSchema, False): gettext_lazy("New version of the form %(title)s (%(key)s)"),
    (LetterSchema, True): gettext_lazy("New letter: %(title)s (%(key)s)"),
    (LetterSchema, False): gettext_lazy("New version of the letter %(title)s (%(key)s)"),
    (WorkflowSchema, True): gettext_lazy("New workflow: %(title)s (%(key)s)"),
    (WorkflowSchema, False): gettext_lazy("New version of the workflow %(title)s (%(key)s)"),
    (ObligationSchema, True): gettext_lazy("New obligation: %(title)s (%(key)s)"),
    (ObligationSchema, False): gettext_lazy("New version of the obligation %(title)s (%(key)s)"),
}
SHIPPED = Path(__file__).parent / "packs"


@dataclass(frozen=True)
class Pack:
    key: str
    title: dict[str, str]
    forms: tuple[FormSchema, ...]
    workflows: tuple[WorkflowSchema, ...]
    obligations: tuple[ObligationSchema, ...] = ()
    letters: tuple[LetterSchema, ...] = ()


@dataclass(frozen=True)
class Change:
    """What loading would do to one definition. `lines` say in words what is otherwise in one that is installed."""

    definition: Definition
    is_new: bool
    lines: list[str]

    def __str__(self) -> str:
        head = HEADS[type(self.definition), self.is_new]
        words = {"title": say(self.definition.title, "zh-hans"), "key": self.definition.key}
        return "\n".join([str(head) % words, *(f"  {line}" for line in self.lines)])


def find(name: str) -> Path:
    """The folder of a pack that ships with the portal, or the folder of that path. Raises BrokenPack."""
    for folder in (SHIPPED / name, Path(name)):
        if (folder / "pack.yaml").is_file():
            return folder
    shipped = ", ".join(sorted(path.parent.name for path in SHIPPED.glob("*/pack.yaml")))
    sentence = _("There is no pack “%(name)s”. Shipped packs: %(shipped)s. A folder needs a pack.yaml.")
    raise BrokenPack([sentence % {"name": name, "shipped": shipped}])


def read(folder: Path) -> Pack:
    """The pack in a folder, read and checked. Raises BrokenPack with every problem found."""
    manifest = read_manifest(folder)
    shared = read_shared(folder, manifest)
    pack = Pack(
        key=manifest.key,
        title=manifest.title,
        forms=tuple(read_definitions(FormSchema, folder, manifest.forms, shared)),
        workflows=tuple(read_definitions(WorkflowSchema, folder, manifest.workflows, shared)),
        obligations=tuple(read_definitions(ObligationSchema, folder, manifest.obligations, shared)),
        letters=tuple(read_definitions(LetterSchema, folder, manifest.letters, shared)),
    )
    if problems := problems_of(pack):
        raise BrokenPack(problems)
    return pack


def problems_of(pack: Pack) -> list[str]:
    """What keeps the pack from working here, each with the form or workflow it is in."""
    with contexts.beside(pack.forms):
        problems = [f"{form.key}: {problem}" for form in pack.forms for problem in form_problems(form)]
    replaced = {workflow.key for workflow in pack.workflows}
    beside = {form.key: form for form in pack.forms}
    rewritten = {letter.key for letter in pack.letters}
    problems += map(str, broken_in_others(pack.forms, workflows=replaced, letters=rewritten))
    for letter in pack.letters:
        found = letter_services.problems_in(letter, beside=beside)
        problems += [f"{letter.key}: {problem}" for problem in found]
    with letter_services.beside(pack.letters):
        for workflow in pack.workflows:
            problems += [f"{workflow.key}: {problem}" for problem in workflow_problems(workflow, beside=pack.forms)]
    for obligation in pack.obligations:
        found = obligation_services.problems_in(obligation, beside=beside)
        problems += [f"{obligation.key}: {problem}" for problem in found]
    return problems


def compare(pack: Pack) -> list[Change]:
    """What loading the pack would change here, in the order in which it would be done."""
    definitions: list[Definition] = [*pack.forms, *pack.letters, *pack.workflows, *pack.obligations]
    changes = [_change(definition, _installed(definition)) for definition in definitions]
    return [change for change in changes if change is not None]


@transaction.atomic
def apply(pack: Pack, *, by: User | None = None) -> list[Change]:
    """Make it so, all or nothing. Returns what was changed: nothing the second time."""
    changes = compare(pack)
    for change in changes:
        if isinstance(change.definition, FormSchema):
            form = form_builder.save_definition(change.definition, by=by)
            with contexts.beside(pack.forms):
                form_services.publish(form, by=by)
        elif isinstance(change.definition, LetterSchema):
            letter = letter_builder.save_definition(change.definition, by=by)
            with letter_services.beside(pack.letters):
                letter_services.publish(letter, by=by)
        elif isinstance(change.definition, WorkflowSchema):
            workflow = builder.save_definition(change.definition, by=by)
            services.publish(workflow, by=by)
        else:
            obligation = obligation_builder.save_definition(change.definition, by=by)
            obligation_services.publish(obligation, by=by)
    return changes


def _installed(definition: Definition) -> Definition | None:
    """The published version of that key."""
    if isinstance(definition, FormSchema):
        form = Form.objects.filter(key=definition.key).first()
        version = form.current_version if form else None
        return version.schema if version else None
    if isinstance(definition, LetterSchema):
        letter = Letter.objects.filter(key=definition.key).first()
        written = letter.current_version if letter else None
        return written.schema if written else None
    if isinstance(definition, ObligationSchema):
        obligation = Obligation.objects.filter(key=definition.key).first()
        owed = obligation.current_version if obligation else None
        return owed.schema if owed else None
    workflow = Workflow.objects.filter(key=definition.key).first()
    published = workflow.current_version if workflow else None
    return published.schema if published else None


def _change(new: Definition, old: Definition | None) -> Change | None:
    if old is None:
        return Change(new, is_new=True, lines=[])
    return None if plain(old) == plain(new) else Change(new, is_new=False, lines=_lines(old, new))


def _lines(old: Definition, new: Definition) -> list[str]:
    if isinstance(old, FormSchema) and isinstance(new, FormSchema):
        return form_differences(old, new)
    if isinstance(old, WorkflowSchema) and isinstance(new, WorkflowSchema):
        return workflow_differences(old, new)
    if isinstance(old, LetterSchema) and isinstance(new, LetterSchema):
        return letter_differences(old, new)
    if isinstance(old, ObligationSchema) and isinstance(new, ObligationSchema):
        return obligation_differences(old, new)
    raise TypeError(f"{old.key} is of another kind than before")
