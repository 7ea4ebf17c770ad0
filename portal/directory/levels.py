"""What the levels of places are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.directory.codes import Level

LEVEL_NAMES: dict[Level, Promise] = {
    Level.PROVINCE: _("Province"),
    Level.PREFECTURE: _("City or prefecture"),
    Level.COUNTY: _("County or district"),
    Level.TOWNSHIP: _("Township or street"),
    Level.VILLAGE: _("Village or community"),
}
