"""What forms share, in Wagtail's admin: lists of options and groups of fields, and where they are used."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, Panel
from wagtail.snippets.views.snippets import SnippetViewSet

from forms import services
from forms.admin.forms import GroupForm, ListForm
from forms.admin.option_rows import OptionTable, sheets_of
from forms.models import OptionList, SharedGroup
from forms.services import NotPublishable
from forms.versions.admin import KEY_PANEL, EditedViewSet
from portal.directory.admin.pages import Screen
from portal.directory.admin.uploads import UploadScreen
from portal.directory.importing.tables import Table
from portal.directory.importing.workbook import Sheet

CHANGE = "portal_forms.change_form"


class UsesScreen(Screen):
    """Where something shared is used. A POST publishes the forms that would be otherwise now, each by itself."""

    template_name = "forms/admin/uses.html"
    page_title = gettext_lazy("Where it is used")
    header_icon = "form"
    # Given by each viewset.
    model: type[OptionList] | type[SharedGroup] = OptionList

    def may(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(CHANGE))

    @property
    def shared(self) -> OptionList | SharedGroup:
        model: Any = self.model
        found: OptionList | SharedGroup = get_object_or_404(model, pk=unquote(self.kwargs["pk"]))
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.page(shared=self.shared, uses=list(services.uses(self.shared)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = set(request.POST.getlist("form"))
        for use in services.uses(self.shared):
            if str(use.form.pk) in chosen:
                self._renew(use)
        return redirect(request.path)

    def _renew(self, use: services.Use) -> None:
        user: Any = self.request.user
        try:
            version = services.publish(use.form, by=user)
        except NotPublishable as refused:
            sentence = _("“%(form)s” was not published: %(problems)s")
            words: dict[str, Any] = {
                "form": use.form.title,
                "problems": "; ".join(str(one) for one in refused.problems),
            }
            messages.error(self.request, sentence % words)
        else:
            words = {"form": use.form.title, "number": version.number}
            messages.success(self.request, _("“%(form)s” was published as version %(number)d.") % words)


class OptionUpload(UploadScreen):
    page_title = gettext_lazy("Take in from Excel")
    header_icon = "upload"
    purpose = "options"
    file_name = "options.xlsx"

    def may(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(CHANGE))

    def make_tables(self) -> Sequence[Table]:
        user: Any = self.request.user
        return [OptionTable(get_object_or_404(OptionList, pk=unquote(self.kwargs["pk"])), user)]

    def page(self, **words: Any) -> HttpResponse:
        return super().page(other_endings=".csv,", **words)

    def sheets_of(self, file: Any) -> list[Sheet]:
        return sheets_of(file)

    def back(self) -> str:
        return reverse("wagtailsnippets_portal_forms_optionlist:uses", args=[self.kwargs["pk"]])


class SharedPanel(Panel):
    """The ways from what is shared to the forms that use it, and for a list to its workbook."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "forms/admin/shared_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            ways = {"uses_url": "uses", "upload_url": "upload"} if self.instance.pk else {}
            viewset = self.instance.snippet_viewset
            names = {pattern.name for pattern in viewset.get_urlpatterns()}
            found = {
                word: reverse(viewset.get_url_name(name), args=[self.instance.pk])
                for word, name in ways.items()
                if name in names
            }
            return {**context, **found}


HEAD = FieldRowPanel([FieldPanel("title"), FieldPanel("title_en")])


class OptionListViewSet(SnippetViewSet):
    model = OptionList
    add_to_admin_menu = True
    # As EditedViewSet has it, for the same reasons.
    search_backend_name = None
    search_fields = ("title", "key")
    list_display: tuple[Any, ...] = ("title", "key")
    list_per_page = 100
    copy_view_enabled = False
    icon = "list-ul"
    menu_label = gettext_lazy("Option lists")
    menu_name = "portal_option_lists"
    menu_order = 152

    edit_handler = ObjectList([HEAD, KEY_PANEL, SharedPanel(), FieldPanel("options")], base_form_class=ListForm)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("uses/<str:pk>/", UsesScreen.as_view(model=OptionList), name="uses"),
            path("upload/<str:pk>/", OptionUpload.as_view(), name="upload"),
        ]


class SharedGroupViewSet(EditedViewSet):
    model = SharedGroup
    icon = "group"
    menu_label = gettext_lazy("Shared groups of fields")
    menu_name = "portal_shared_groups"
    menu_order = 154

    hints = FieldRowPanel([FieldPanel("hint"), FieldPanel("hint_en")])
    edit_handler = ObjectList([HEAD, hints, KEY_PANEL, SharedPanel(), FieldPanel("items")], base_form_class=GroupForm)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("uses/<str:pk>/", UsesScreen.as_view(model=SharedGroup), name="uses"),
        ]
