"""What a case is, in a few lines that everybody in it may read."""

from django.template.defaultfilters import date
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.models import Post
from portal.templatetags.portal_tags import said_moment
from portal.words import spoken
from workflows.desk.places import place_name
from workflows.models import Case
from workflows.policies import may_know_reporter


def summary(case: Case, reader: Post) -> list[tuple[str, str]]:
    """Pairs of label and text. Small-place rule: only who may know the reporter reads the minute of the report."""
    if may_know_reporter(reader, case):
        opened = said_moment(case.opened_at)
    else:
        opened = date(timezone.localtime(case.opened_at), "DATE_FORMAT")
    return [
        (_("Number"), case.number),
        (_("What it is"), spoken(case.version.schema.title)),
        (_("Place"), place_name(case.area_code) or _("not in the lists of this portal")),
        (_("State"), spoken(case.current_state.title)),
        (_("Reported"), opened),
    ]
