"""Workflows in Wagtail's admin: drafts, history, comparison, preview, publishing."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface

from forms.versions.admin import KEY_PANEL, EditedViewSet
from workflows.admin.forms import WorkflowForm
from workflows.admin.panels import DiagramPanel
from workflows.models import Workflow


class WorkflowViewSet(EditedViewSet):
    model = Workflow
    icon = "tasks"
    menu_label = _("Workflows of cases")
    menu_name = "case_workflows"
    menu_order = 160
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("title"), FieldPanel("title_en")]),
                            FieldRowPanel([KEY_PANEL, FieldPanel("opened_by")]),
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
