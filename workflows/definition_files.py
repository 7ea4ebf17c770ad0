"""One definition in a file of its own, checked as it would be in its pack."""

from pathlib import Path

from forms import contexts
from forms.exchange.packs import MANIFEST, NOTHING_SHARED, Shared, read_definitions, read_manifest, read_shared
from forms.exchange.reading_yaml import Located, read
from forms.publishable import problems_in as form_problems
from forms.schema import FormSchema
from workflows.letters import publishing as letters
from workflows.letters.schema import LetterSchema
from workflows.obligations.publishing import problems_in as obligation_problems
from workflows.obligations.schema import ObligationSchema
from workflows.publishable import problems_in as workflow_problems
from workflows.schema import WorkflowSchema


def problems_of_file(path: Path) -> list[str]:
    """Problems of what the file defines, with forms, letters and lists of the pack it lies in. Raises BrokenPack."""
    folder = _pack_around(path)
    shared = read_shared(folder, read_manifest(folder)) if folder else NOTHING_SHARED
    root = folder or path.parent
    name = str(path.resolve().relative_to(root.resolve()))
    if _says(path, "records", "form"):
        (obligation,) = read_definitions(ObligationSchema, root, [name])
        beside = {form.key: form for form in _forms_of(folder, shared)}
        return [str(problem) for problem in obligation_problems(obligation, beside=beside)]
    if _says(path, "paper", "blocks"):
        (letter,) = read_definitions(LetterSchema, root, [name])
        beside = {form.key: form for form in _forms_of(folder, shared)}
        return [str(problem) for problem in letters.problems_in(letter, beside=beside)]
    if _says(path, "states"):
        return _workflow_problems(read_definitions(WorkflowSchema, root, [name])[0], folder, shared)
    (form,) = read_definitions(FormSchema, root, [name], shared)
    with contexts.beside(_forms_of(folder, shared)):
        return [str(problem) for problem in form_problems(form)]


def _workflow_problems(workflow: WorkflowSchema, folder: Path | None, shared: Shared) -> list[str]:
    beside = read_definitions(LetterSchema, folder, read_manifest(folder).letters) if folder else []
    with letters.beside(beside):
        return [str(problem) for problem in workflow_problems(workflow, beside=_forms_of(folder, shared))]


def _forms_of(folder: Path | None, shared: Shared) -> list[FormSchema]:
    return read_definitions(FormSchema, folder, read_manifest(folder).forms, shared) if folder else []


def _says(path: Path, *names: str) -> bool:
    data = read(path)
    return isinstance(data, Located) and all(name in data for name in names)


def _pack_around(path: Path) -> Path | None:
    return next((folder for folder in path.resolve().parents[:2] if (folder / MANIFEST).is_file()), None)
