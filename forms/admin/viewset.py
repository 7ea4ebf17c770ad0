"""The list of forms and their editor: drafts, history, comparison, locking, preview, publishing."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from forms.admin.forms import EditorForm
from forms.admin.panels import VersionsPanel
from forms.blocks.naming import NameInput
from forms.blocks.rules import FIELDS
from forms.models import Form


def version_number(form: Form) -> str:
    version = form.current_version
    return str(version.number) if version else "–"


class FormViewSet(SnippetViewSet):
    model = Form
    icon = "form"
    menu_label = _("Forms")
    menu_name = "portal_forms"
    menu_order = 150
    add_to_admin_menu = True
    list_display: tuple[Any, ...] = (
        "title",
        "key",
        Column("version", label=_("version"), accessor=version_number),
        UpdatedAtColumn(),
    )
    search_fields = ("title", "key")
    # Copying would copy the key with it; a form is begun from a pack or from nothing.
    copy_view_enabled = False
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
                            FieldPanel("key", help_text=_("Made from the title when empty; it never changes.")),
                            FieldPanel(
                                "place",
                                help_text=_("The field whose answer decides who is responsible."),
                                widget=NameInput(titles=FIELDS, kinds="area"),
                            ),
                            FieldPanel(
                                "numbering", help_text=_("Words with {area}, {year} and {serial:05d} to fill in.")
                            ),
                            FieldPanel("receipt"),
                            FieldPanel("retention_months"),
                        ],
                        heading=_("Handing in"),
                    )
                ],
                heading=_("Settings"),
            ),
            ObjectList([VersionsPanel()], heading=_("Versions")),
        ],
        base_form_class=EditorForm,
    )
