"""A panel of the editor that shows the workflow as it was last saved."""

from typing import Any

from wagtail.admin.panels import Panel

from workflows.preview import preview_of, scenarios_of


class DiagramPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "workflows/admin/diagram_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            preview = preview_of(self.instance) if self.instance.pk else None
            return {**context, "preview": preview, "name": str(self.instance), "workflow": self.instance}


class ScenariosPanel(Panel):
    """How the scenarios of the workflow as it was last saved came out."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "workflows/admin/scenarios_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return {
                **context,
                "results": scenarios_of(self.instance) if self.instance.pk else [],
                "workflow": self.instance,
            }
