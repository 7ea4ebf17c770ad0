"""What is edited and published in versions, in Wagtail's admin: its list, its editor, its way out."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import Max, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from forms.keys import key_from
from forms.problems import Problem
from forms.versions.models import Edited

KEY_PANEL = FieldPanel("key", help_text=_("Made from the title when empty; it never changes."))


class EditedForm(WagtailAdminModelForm):
    """The editor's form: what has problems is kept as a draft, but not published."""

    # What keeps it from being published.
    problems_of: "ClassVar[staticmethod[[Any], Iterable[Problem]]]"
    instance: Edited
    is_draft = False

    def settle(self) -> None:
        """Write the keys that are missing, and keys for titles, where this kind has such."""

    def show(self, problems: Iterable[Problem]) -> None:
        """Add them to the errors, where they can be mended."""
        for problem in problems:
            self.add_error(None, str(problem))

    def defer_required_fields(self) -> None:
        """Wagtail calls this for everything that is not yet to be published."""
        self.is_draft = True
        super().defer_required_fields()

    def clean_key(self) -> str:
        """Made from the title once, and never changed: versions, packs and workflows go by it."""
        if self.instance.pk:
            return self.instance.key
        title, kind = str(self.data.get("title", "")), str(self.instance._meta.model_name)
        return self.cleaned_data.get("key") or key_from(title, (), fallback=kind)

    def _post_clean(self) -> None:
        super()._post_clean()
        self.settle()
        if not self.is_draft and not self.errors:
            self.show(type(self).problems_of(self.instance))


def version_number(edited: Any) -> str:
    return str(edited.version_number or "–")


class EditedViewSet(SnippetViewSet):
    add_to_admin_menu = True
    list_display: tuple[Any, ...] = (
        "title",
        "key",
        Column("version", label=_("version"), accessor=version_number),
        UpdatedAtColumn(),
    )
    search_fields = ("title", "key")
    # In the table itself: a search engine does not find a part of a Chinese title.
    search_backend_name = None
    # All of a pack on one page: who looks for a form knows its name, not on which page of a list it stands.
    list_per_page = 100
    # Copying would copy the key with it; one begins from a pack or from nothing.
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edited]:
        """With `version_number`, None before anything is published."""
        edited: QuerySet[Edited] = self.model._default_manager.annotate(version_number=Max("versions__number"))
        return edited
