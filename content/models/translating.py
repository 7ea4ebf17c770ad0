"""What an editor of a page sees of its translations, and an editor of a translation of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.functional import cached_property
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import InlinePanel, Panel

if TYPE_CHECKING:
    from content.models.base import BasePage


class PageForm(WagtailAdminPageForm):
    """In a translation without what it leaves to its page, or says as its page does."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_translated:
            followed = self.instance.facts if self.instance.original is not None else ()
            for name in (*self.instance.beside(), *self.instance.left_to_original, *followed):
                self.fields.pop(name, None)
                self.formsets.pop(name, None)


class RowsOfOriginal(InlinePanel):
    """Rows that a translation has none of."""

    class BoundPanel(InlinePanel.BoundPanel):
        def __init__(self, *, form: Any, panel: InlinePanel, **kwargs: Any) -> None:
            self.is_left = form is not None and panel.relation_name not in form.formsets
            super().__init__(form=None if self.is_left else form, panel=panel, **kwargs)

        def is_shown(self) -> bool:
            return not self.is_left


class TranslationPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "content/admin/translation.html"

        @cached_property
        def original(self) -> BasePage | None:
            page: BasePage = self.instance
            return page.original if page.pk else None

        @cached_property
        def translations(self) -> list[BasePage]:
            """Of a Chinese page, in the order of the settings."""
            page: BasePage = self.instance
            if not page.pk or page.is_translated:
                return []
            others = {other.language: other for other in page.get_translations()}
            return [others[code] for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES if code in others]

        def is_shown(self) -> bool:
            return bool(self.original or self.translations)
