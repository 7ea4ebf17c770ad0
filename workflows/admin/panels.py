"""Panels of the editor that show the workflow as it was last saved."""

from typing import Any

from pydantic import ValidationError
from wagtail.admin.panels import Panel

from workflows.admin.questions import askable
from workflows.admin.vacant import Vacancy, vacancies
from workflows.builder import schema_of
from workflows.models import Workflow
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
                "questions": askable(),
            }


class VacanciesPanel(Panel):
    """Who is not there for what the workflow asks for."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "workflows/admin/vacant_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return {**context, "vacancies": _vacancies(self.instance), "workflow": self.instance}


def _vacancies(workflow: Workflow) -> list[Vacancy]:
    """None while the workflow is half made."""
    try:
        return vacancies(schema_of(workflow)) if workflow.pk else []
    except ValidationError:
        return []
