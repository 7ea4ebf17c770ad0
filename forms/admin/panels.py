"""Panels that show what is published, and what still keeps the form from it."""

from typing import Any

from wagtail.admin.panels import Panel

from forms.publishable import problems_of


class VersionsPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "forms/admin/versions_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            saved = self.instance.pk is not None
            return {
                **context,
                "versions": self.instance.versions.select_related("published_by").defer("definition") if saved else (),
                "problems": problems_of(self.instance) if saved else (),
            }
