"""What the commands have in common that make a draft of a workflow from a file of another tool."""

import json
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from workflows.builder import save_definition
from workflows.exchange.findings import Imported
from workflows.exchange.wording import sentence
from workflows.models import Workflow
from workflows.schema import WorkflowSchema


class ImportCommand(BaseCommand):
    read: "ClassVar[staticmethod[..., Imported]]"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--json", action="store_true", help="write the workflow and the findings as JSON, save nothing"
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        imported = type(self).read(_content(file), name=file.name)
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(imported), ensure_ascii=False))
        else:
            self.tell(imported)
        if imported.schema is None:
            raise SystemExit(1)

    def tell(self, imported: Imported) -> None:
        for finding in imported.findings:
            stream = self.stderr if finding.severity == "error" else self.stdout
            stream.write(sentence(finding))
        if imported.schema is None:
            self.stderr.write(_("No workflow was made of this file."))
        else:
            self.stdout.write(_saved(imported.schema, len(imported.findings)))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(_("The file cannot be read: %(reason)s.") % {"reason": error.strerror}) from None


def _as_json(imported: Imported) -> dict[str, Any]:
    workflow = imported.schema.model_dump(mode="json") if imported.schema else None
    return {"workflow": workflow, "findings": [finding.as_json() for finding in imported.findings]}


def _saved(schema: WorkflowSchema, findings: int) -> str:
    was_there = Workflow.objects.filter(key=schema.key).exists()
    workflow = save_definition(schema, by=None)
    said = {
        "title": workflow.title,
        "key": workflow.key,
        "states": len(schema.states),
        "ways": len(schema.transitions),
        "findings": findings,
    }
    sentence = (
        _("The draft of “%(title)s” (%(key)s) was replaced: %(states)s states, %(ways)s ways; %(findings)s findings.")
        if was_there
        else _("“%(title)s” (%(key)s) is a draft now: %(states)s states, %(ways)s ways; %(findings)s findings.")
    )
    return sentence % said
