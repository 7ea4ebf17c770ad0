"""The list of forms and their editor: drafts, history, comparison, locking, preview, publishing."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)

from forms.admin import blank
from forms.admin.comparing import VersionsScreen
from forms.admin.forms import EditorForm
from forms.admin.formulas import formula
from forms.admin.overview import OverviewPanel
from forms.admin.panels import TestsPanel, VersionsPanel
from forms.admin.trying import try_out
from forms.admin.xlsform import FormIndex, XLSFormScreen, download
from forms.blocks import FIELDS, NameInput
from forms.models import Form
from forms.versions.admin import KEY_PANEL, EditedViewSet


class FormViewSet(EditedViewSet):
    model = Form
    icon = "form"
    menu_label = _("Forms")
    menu_name = "portal_forms"
    menu_order = 150
    index_view_class = FormIndex
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [FieldRowPanel([FieldPanel("title"), FieldPanel("title_en")]), FieldPanel("steps")],
                heading=_("What is asked"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            KEY_PANEL,
                            FieldPanel(
                                "place",
                                help_text=_("The field whose answer decides who is responsible."),
                                widget=NameInput(titles=FIELDS, kinds="area"),
                            ),
                            FieldPanel(
                                "numbering", help_text=_("Words with {area}, {year} and {serial:05d} to fill in.")
                            ),
                            FieldPanel("receipt"),
                            FieldPanel("layout", help_text=_("The sheet that the form is printed on.")),
                        ],
                        heading=_("Handing in"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldPanel("records"),
                            FieldPanel("at_records", help_text=_("By whoever may write into records of its register.")),
                        ],
                        heading=_("Records"),
                        help_text=_("Only for a form that is a register, or that looks up or revises records."),
                    ),
                    FieldPanel("sections", help_text=_("Only in a form that several offices fill in together.")),
                    MultiFieldPanel(
                        [
                            FieldPanel(
                                "retention_months",
                                help_text=_(
                                    "After the case is closed, or without a case after handing in, everything is "
                                    "erased. The time of the newest version holds for all that was ever handed in."
                                ),
                            ),
                            *(FieldPanel(name) for name in ("purpose", "purpose_en", "legal_basis", "legal_basis_en")),
                        ],
                        heading=_("Privacy"),
                    ),
                ],
                heading=_("Settings"),
            ),
            ObjectList([FieldPanel("tests"), TestsPanel()], heading=_("Tests")),
            ObjectList([OverviewPanel()], heading=_("Overview")),
            ObjectList([PublishingPanel(), VersionsPanel()], heading=_("Versions")),
        ],
        base_form_class=EditorForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("formula/", formula, name="formula"),
            path("try/<str:pk>/", try_out, name="try"),
            path("versions/<str:pk>/", VersionsScreen.as_view(), name="versions"),
            path("blank/<int:pk>/", blank.draft, name="blank_draft"),
            path("blank/<int:pk>/<int:number>/", blank.published, name="blank"),
            path("xlsform/", XLSFormScreen.as_view(), name="xlsform_import"),
            path("xlsform/<int:pk>/", download, name="xlsform_export"),
        ]
