"""Workflows in Wagtail's admin: drafts, history, comparison, preview, publishing."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface

from forms.versions.admin import KEY_PANEL, EditedViewSet
from workflows.admin.exchange import ExchangeScreen, download
from workflows.admin.forms import WorkflowForm
from workflows.admin.listing import WorkflowIndex
from workflows.admin.moving import MovedScreen, MoveScreen
from workflows.admin.panels import DiagramPanel, ScenariosPanel, VacanciesPanel
from workflows.admin.picture import picture
from workflows.admin.trying import try_out
from workflows.models import Workflow


class WorkflowViewSet(EditedViewSet):
    model = Workflow
    icon = "tasks"
    menu_label = _("Workflows of cases")
    menu_name = "case_workflows"
    menu_order = 160
    index_view_class = WorkflowIndex
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
            ObjectList([FieldPanel("scenarios"), ScenariosPanel()], heading=_("Scenarios")),
            ObjectList([DiagramPanel(), VacanciesPanel(heading=_("Who is missing"))], heading=_("Diagram")),
        ],
        base_form_class=WorkflowForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("move/<int:pk>/", MoveScreen.as_view(), name="move"),
            path("moved/<uuid:pk>/", MovedScreen.as_view(), name="moved"),
            path("try/<str:pk>/", try_out, name="try"),
            path("exchange/", ExchangeScreen.as_view(), name="exchange_import"),
            path("exchange/<int:pk>/", download, name="bpmn_export"),
            path("diagram/<int:pk>/", picture, name="diagram"),
        ]
