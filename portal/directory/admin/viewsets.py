"""Places, organisations and duties in Wagtail's admin: search, filters, history."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from portal.directory.admin.forms import AreaForm, SuccessorsForm
from portal.directory.codes import Level
from portal.directory.levels import LEVEL_NAMES
from portal.directory.models import Area, Duty, Organisation
from portal.directory.naming import neat
from portal.directory.searching import areas_matching

# In the table itself: a search engine does not find a part of a Chinese name.
NO_ENGINE = None


def level_name(area: Any) -> str:
    return str(LEVEL_NAMES[Level(area.level)])


class AreaIndex(IndexView):
    def search_queryset(self, areas: QuerySet[Area]) -> QuerySet[Area]:
        if not self.is_searching:
            return areas
        return areas.filter(pk__in=areas_matching(self.search_query).order_by().values("pk"))


class OrganisationIndex(IndexView):
    def get_base_queryset(self) -> QuerySet[Organisation]:
        return Organisation.objects.select_related("area")

    def search_queryset(self, organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
        """By a name of today or of the past, or by the place."""
        if not self.is_searching:
            return organisations
        text = neat(self.search_query)
        named = Q(name__icontains=text) | Q(short_name__icontains=text) | Q(former_names__name__icontains=text)
        there = Q(area__in=areas_matching(text).order_by().values("pk"))
        return organisations.filter(pk__in=Organisation.objects.filter(named | there).order_by().values("pk"))


class DutyIndex(IndexView):
    def get_base_queryset(self) -> QuerySet[Duty]:
        return Duty.objects.select_related("area", "organisation")

    def search_queryset(self, duties: QuerySet[Duty]) -> QuerySet[Duty]:
        if not self.is_searching:
            return duties
        text = neat(self.search_query)
        there = Q(area__in=areas_matching(text).order_by().values("pk"))
        return duties.filter(there | Q(organisation__name__icontains=text))


class AreaFilters(WagtailFilterSet):
    level = django_filters.ChoiceFilter(label=_("level"), choices=list(LEVEL_NAMES.items()))
    within = django_filters.CharFilter(label=_("Lies in (name or code)"), method="lying_in")
    ended = django_filters.BooleanFilter(
        label=_("Has ended"), field_name="valid_until", lookup_expr="isnull", exclude=True
    )

    class Meta:
        model = Area
        fields: list[str] = []

    def lying_in(self, areas: Any, _name: str, typed: str) -> QuerySet[Area]:
        around = areas_matching(typed).order_by("level").first()
        found: QuerySet[Area] = areas.within(around.code) if around else areas.none()
        return found


class AreaViewSet(ModelViewSet):
    model = Area
    icon = "site"
    menu_label = _("Areas")
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = ["code", "name", Column("level", label=_("level"), accessor=level_name), "valid_from", "valid_until"]
    list_per_page = 50
    index_view_class = AreaIndex
    search_fields = ["name", "code"]
    search_backend_name = NO_ENGINE
    filterset_class = AreaFilters
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("code"), FieldPanel("name")]),
            FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
            InlinePanel("former_names", heading=_("former names"), label=_("former name")),
            InlinePanel(
                "successors",
                heading=_("What became of it"),
                label=_("successor"),
                help_text=_("With a successor the area ends the day before. Its code then leads there."),
            ),
        ],
        base_form_class=AreaForm,
    )


class OrganisationViewSet(ModelViewSet):
    model = Organisation
    icon = "group"
    menu_label = _("Organisations")
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = ["name", "function", "area", "telephone", BooleanColumn("active", label=_("active"))]
    list_per_page = 50
    list_filter = ["function", "active"]
    index_view_class = OrganisationIndex
    search_fields = ["name", "short_name"]
    search_backend_name = NO_ENGINE
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("short_name")]),
            FieldRowPanel([FieldPanel("function"), FieldPanel("area")]),
            FieldRowPanel([FieldPanel("telephone"), FieldPanel("active")]),
            InlinePanel("former_names", heading=_("former names"), label=_("former name")),
            MultiFieldPanel(
                [InlinePanel("successors", label=_("successor"))],
                heading=_("Who has its tasks now"),
            ),
        ],
        base_form_class=SuccessorsForm,
    )


class DutyViewSet(ModelViewSet):
    model = Duty
    icon = "tasks"
    menu_label = _("Duties")
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = ["kind", "area", Column("code", label=_("code"), accessor="area_id"), "organisation"]
    list_per_page = 50
    list_filter = ["kind"]
    index_view_class = DutyIndex
    search_fields = ["organisation__name"]
    search_backend_name = NO_ENGINE
    panels = [FieldPanel("kind"), FieldPanel("area"), FieldPanel("organisation")]
