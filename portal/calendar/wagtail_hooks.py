"""“Working time” in Wagtail's admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from portal.calendar.models import CalendarYear, OpeningTimes, SpecialDay


class SpecialDays(ModelViewSet):
    model = SpecialDay
    icon = "date"
    add_to_admin_menu = False
    list_display = ["day", "title", BooleanColumn("is_worked", label=_("is worked"), sort_key="is_worked"), "area"]
    list_filter = {"day": ["year"], "is_worked": ["exact"]}
    form_fields = ["day", "is_worked", "title", "area"]
    search_fields = ["title"]
    search_backend_name = None


class Years(ModelViewSet):
    model = CalendarYear
    icon = "history"
    list_display = ["year", "source"]
    form_fields = ["year", "source"]


class Openings(ModelViewSet):
    model = OpeningTimes
    icon = "time"
    list_display = ["since", "opens", "break_from", "break_until", "closes", "area"]
    form_fields = ["area", "since", "opens", "break_from", "break_until", "closes"]


class WorkingTime(ViewSetGroup):
    menu_label = _("Working time")
    menu_icon = "date"
    menu_order = 310
    menu_name = "working_time"
    items = (SpecialDays("holidays"), Years("holiday_years"), Openings("office_hours"))


@hooks.register("register_admin_viewset")
def working_time() -> Any:
    return WorkingTime()
