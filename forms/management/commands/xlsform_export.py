"""`manage.py xlsform_export KEY [FILE]`: a form as a workbook in XLSForm."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from forms.builder import schema_of
from forms.building.reading import RuleProblem
from forms.exchange.xlsform.writing import write
from forms.models import Form


class Command(BaseCommand):
    help = "Write the draft of a form as an XLSForm workbook."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="key of the form")
        parser.add_argument("file", type=Path, nargs="?", help="KEY.xlsx when left away")

    def handle(self, *args: Any, key: str, file: Path | None, **options: Any) -> None:
        form = Form.objects.filter(key=key).first()
        if form is None:
            known = "、".join(Form.objects.order_by("key").values_list("key", flat=True))
            raise CommandError(_("There is no form “%(key)s” here, only: %(known)s.") % {"key": key, "known": known})
        file = file or Path(f"{key}.xlsx")
        try:
            file.write_bytes(write(schema_of(form.get_latest_revision_as_object())))
        except RuleProblem as problem:
            raise CommandError(f"{problem.key}: {problem.sentence}") from None
        except OSError as error:
            raise CommandError(_("The file cannot be written: %(reason)s.") % {"reason": error.strerror}) from None
        self.stdout.write(str(file))
