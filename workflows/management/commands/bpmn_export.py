"""`manage.py bpmn_export KEY [FILE]`: a workflow as a BPMN 2.0 file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from pydantic import ValidationError

from workflows.builder import schema_of
from workflows.exchange.bpmn.outlining import Unwritable
from workflows.exchange.bpmn.writing import write
from workflows.models import Workflow


class Command(BaseCommand):
    help = "Write the draft of a workflow as a BPMN 2.0 file with its picture."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="key of the workflow")
        parser.add_argument("file", type=Path, nargs="?", help="KEY.bpmn when left away")

    def handle(self, *args: Any, key: str, file: Path | None, **options: Any) -> None:
        file = file or Path(f"{key}.bpmn")
        try:
            file.write_bytes(write(schema_of(_workflow(key).get_latest_revision_as_object())))
        except Unwritable as half_made:
            raise CommandError("\n".join(map(str, half_made.problems))) from None
        except ValidationError:
            raise CommandError(_("The draft is half made. Finish it in the editor first.")) from None
        except OSError as error:
            raise CommandError(_("The file cannot be written: %(reason)s.") % {"reason": error.strerror}) from None
        self.stdout.write(str(file))


def _workflow(key: str) -> Workflow:
    found = Workflow.objects.filter(key=key).first()
    if found is None:
        known = "、".join(Workflow.objects.order_by("key").values_list("key", flat=True))
        raise CommandError(_("There is no workflow “%(key)s” here, only: %(known)s.") % {"key": key, "known": known})
    return found
