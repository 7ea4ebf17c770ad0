"""Workflows in Wagtail's admin: drafts, history, comparison, preview, publishing."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from workflows.admin.forms import WorkflowForm
from workflows.admin.panels import DiagramPanel
from workflows.models import Workflow


def version_number(workflow: Workflow) -> str:
    version = workflow.current_version
    return str(version.number) if version else "–"


class WorkflowViewSet(SnippetViewSet):
    model = Workflow
    icon = "tasks"
    menu_label = _("Workflows of cases")
    menu_name = "case_workflows"
    menu_order = 160
    add_to_admin_menu = True
    list_display: tuple[Any, ...] = (
        "title",
        "key",
        Column("version", label=_("version"), accessor=version_number),
        UpdatedAtColumn(),
    )
    search_fields = ("title", "key")
    # Versions and cases hang on it: a workflow is taken out of use by unpublishing.
    inspect_view_enabled = False
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("title"), FieldPanel("title_en")]),
                            FieldRowPanel([FieldPanel("key"), FieldPanel("opened_by")]),
                        ],
                        heading=_("Workflow"),
                    ),
                    FieldPanel("relations"),
                    FieldPanel("opening_effects"),
                ],
                heading=_("Who takes part"),
            ),
            ObjectList([FieldPanel("states")], heading=_("States and tasks")),
            ObjectList([FieldPanel("transitions")], heading=_("Transitions")),
            ObjectList([FieldPanel("readers")], heading=_("Who reads what")),
            ObjectList([DiagramPanel()], heading=_("Diagram")),
        ],
        base_form_class=WorkflowForm,
    )
