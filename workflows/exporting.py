"""What is published, written as a pack that another portal can load."""

from pathlib import Path

import yaml

from forms.exchange.packs import MANIFEST
from forms.exchange.writing_yaml import to_yaml
from forms.schema import FormSchema
from workflows.letters.models import Letter
from workflows.letters.schema import LetterSchema
from workflows.models import Workflow
from workflows.obligations.models import Obligation
from workflows.obligations.schema import ObligationSchema
from workflows.publishable import published_forms
from workflows.schema import WorkflowSchema


def export(folder: Path) -> list[Path]:
    """Write all that is published, and the manifest last: a folder without one is no pack."""
    forms = list(published_forms().values())
    workflows = [version.schema for workflow in Workflow.objects.all() if (version := workflow.current_version)]
    letters = [written.schema for letter in Letter.objects.all() if (written := letter.current_version)]
    obligations = [newest.schema for row in Obligation.objects.all() if (newest := row.current_version)]
    paths = [_write(folder, "forms", form) for form in forms]
    paths += [_write(folder, "letters", letter) for letter in letters]
    paths += [_write(folder, "workflows", workflow) for workflow in workflows]
    paths += [_write(folder, "obligations", obligation) for obligation in obligations]
    manifest = {
        "key": folder.resolve().name,
        "title": folder.resolve().name,
        "forms": [f"forms/{form.key}.yaml" for form in forms],
        "letters": [f"letters/{letter.key}.yaml" for letter in letters],
        "workflows": [f"workflows/{workflow.key}.yaml" for workflow in workflows],
        "obligations": [f"obligations/{obligation.key}.yaml" for obligation in obligations],
    }
    path = folder / MANIFEST
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(manifest, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return [*paths, path]


def _write(folder: Path, kind: str, definition: FormSchema | LetterSchema | WorkflowSchema | ObligationSchema) -> Path:
    path = folder / kind / f"{definition.key}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(to_yaml(definition), encoding="utf-8")
    return path
