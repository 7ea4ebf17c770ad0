"""Panels that show what is published, and what still keeps the form from it."""

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel

from forms.admin.seen import seen


class VersionsPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "forms/admin/versions_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            saved = self.instance.pk is not None
            return {
                **context,
                "versions_url": self._address() if saved else "",
                "versions": self.instance.versions.select_related("published_by").defer("definition") if saved else (),
                "problems": seen(self.instance).problems if saved else (),
            }

        def _address(self) -> str:
            return reverse(self.instance.snippet_viewset.get_url_name("versions"), args=[self.instance.pk])


class TestsPanel(Panel):
    """How the tests of the form as it was last saved went."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "forms/admin/tests_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return {**context, "results": seen(self.instance).results if self.instance.pk else []}
