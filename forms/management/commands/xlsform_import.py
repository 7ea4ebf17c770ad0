"""`manage.py xlsform_import FILE`: a form from a workbook in XLSForm, as a draft."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from forms.builder import save_definition
from forms.exchange.xlsform.findings import Finding
from forms.exchange.xlsform.reading import Imported, read
from forms.exchange.xlsform.wording import sentence
from forms.models import Form
from forms.schema import FormSchema


class Command(BaseCommand):
    help = "Make a draft of the form in an XLSForm workbook and list what could not be kept, by sheet and row."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="write the form and the findings as JSON, save nothing")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        imported = _read(file)
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(imported), ensure_ascii=False))
        else:
            self.tell(imported)
        if imported.form is None:
            raise SystemExit(1)

    def tell(self, imported: Imported) -> None:
        for finding in imported.findings:
            stream = self.stderr if finding.severity == "error" else self.stdout
            stream.write(sentence(finding))
        if imported.form is None:
            self.stderr.write(_("No form was made of this file."))
        else:
            self.stdout.write(_saved(imported.form, imported.findings))


def _read(file: Path) -> Imported:
    try:
        with file.open("rb") as content:
            return read(content, name=file.name)
    except OSError as error:
        raise CommandError(_("The file cannot be read: %(reason)s.") % {"reason": error.strerror}) from None


def _as_json(imported: Imported) -> dict[str, Any]:
    form = imported.form.model_dump(mode="json") if imported.form else None
    return {"form": form, "findings": [finding.as_json() for finding in imported.findings]}


def _saved(schema: FormSchema, findings: tuple[Finding, ...]) -> str:
    was_there = Form.objects.filter(key=schema.key).exists()
    form = save_definition(schema, by=None)
    said = {
        "title": form.title,
        "key": form.key,
        "steps": len(schema.steps),
        "fields": len(list(schema.fields())),
        "findings": len(findings),
    }
    sentence = (
        _("The draft of “%(title)s” (%(key)s) was replaced: %(steps)s steps, %(fields)s fields; %(findings)s findings.")
        if was_there
        else _("“%(title)s” (%(key)s) is a draft now: %(steps)s steps, %(fields)s fields; %(findings)s findings.")
    )
    return sentence % said
