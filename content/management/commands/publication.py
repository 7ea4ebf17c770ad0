"""Sets up how new documents go to the public: `manage.py publication 禾政发 禾川市人民政府`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from content.models import NumberSeries
from content.publication import ensure_publication
from content.setup import ensure_site


class Command(BaseCommand):
    help = "Legal review, countersigning, signing and numbering, disclosure, each with a group; changed in the admin."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="code of the organ, such as 禾政发")
        parser.add_argument("organ")

    def handle(self, *args: Any, code: str, organ: str, **options: Any) -> None:
        series, _made = NumberSeries.objects.get_or_create(code=code, defaults={"organ": organ})
        workflow = ensure_publication(series, ensure_site().policies)
        self.stdout.write(_("Set up: %(workflow)s. Put people into its groups in the admin.") % {"workflow": workflow})
