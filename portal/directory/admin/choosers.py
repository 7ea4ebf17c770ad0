"""Choosing one of fifteen thousand places, or an organisation, by a part of its name or the beginning of its code."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from portal.directory.models import Organisation
from portal.directory.naming import neat
from portal.directory.searching import areas_matching


class SearchForm(BaseFilterForm):
    """The host searches only what it has indexed, and its index does not find a part of a Chinese name."""

    matching: "ClassVar[staticmethod[[str], QuerySet[Any]]]"

    q = forms.CharField(label=_("Search"), required=False)

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        self.search_query = neat(self.cleaned_data["q"])
        self.is_searching = bool(self.search_query)
        return type(self).matching(self.search_query) if self.is_searching else objects


def organisations_matching(text: str) -> QuerySet[Organisation]:
    return Organisation.objects.filter(Q(name__icontains=text) | Q(short_name__icontains=text))


class AreaSearchForm(SearchForm):
    matching = staticmethod(areas_matching)


class OrganisationSearchForm(SearchForm):
    matching = staticmethod(organisations_matching)


class AreaColumns:
    filter_form_class = AreaSearchForm

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("code", label=_("code"), accessor="pk")]  # type: ignore[misc]  # the view it is mixed into


class ChooseArea(AreaColumns, ChooseView):
    pass


class ChooseAreaResults(AreaColumns, ChooseResultsView):
    pass


class ChooseOrganisation(ChooseView):
    filter_form_class = OrganisationSearchForm


class ChooseOrganisationResults(ChooseResultsView):
    filter_form_class = OrganisationSearchForm


class AreaChooser(ChooserViewSet):
    model = "directory.Area"
    icon = "site"
    per_page = 20
    choose_one_text = _("Choose a place")
    choose_another_text = _("Choose another place")
    choose_view_class = ChooseArea
    choose_results_view_class = ChooseAreaResults


class OrganisationChooser(ChooserViewSet):
    model = "directory.Organisation"
    icon = "group"
    per_page = 20
    choose_one_text = _("Choose an organisation")
    choose_another_text = _("Choose another organisation")
    choose_view_class = ChooseOrganisation
    choose_results_view_class = ChooseOrganisationResults
