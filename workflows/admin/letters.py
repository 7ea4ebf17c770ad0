"""Letters in Wagtail's admin: drafts, history, publishing, preview, and the names that a letter may use."""

from collections.abc import Iterable
from typing import Any

from django.forms import CheckboxSelectMultiple, MultipleChoiceField, Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel, TabbedInterface

from forms.models import Form
from forms.problems import Problem
from forms.schema import Table
from forms.versions.admin import KEY_PANEL, EditedForm, EditedViewSet
from portal.words import spoken
from workflows.letters.models import Letter
from workflows.letters.models.definition import REVEALED
from workflows.letters.names import Name, offered
from workflows.letters.publishing import form_of, problems_of


class LetterForm(EditedForm):
    problems_of = staticmethod(problems_of)
    instance: Letter
    reveals = MultipleChoiceField(
        label=_("What it may reveal"), choices=list(REVEALED.items()), widget=CheckboxSelectMultiple, required=False,
        help_text=_("Who gets the letter reads all that stands in it. Who reported stands in no letter."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        forms = Form.objects.exclude(versions=None).order_by("title").only("key", "title")
        self.fields["form"].widget = Select(choices=[("", _("Please choose")), *((f.key, str(f)) for f in forms)])

    def show(self, problems: Iterable[Problem]) -> None:
        """Beside the field, where there is one."""
        for problem in problems:
            known = problem.place in self.fields
            self.add_error(problem.place if known else None, str(problem.sentence if known else problem))


class NamesPanel(Panel):
    """What the letter may name, to be put in where the cursor was; of the form as it was last saved."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "workflows/admin/letter_names.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return {**context, "names": names_for(self.instance), "tables": tables_for(self.instance)}


def names_for(letter: Letter) -> list[Name]:
    """None but what every letter may name, before the form is chosen."""
    form = form_of(letter.form).get(letter.form)
    allowed = set(letter.reveals or ())
    return [name for name in offered(form, letter.each) if name.sensitivity in allowed] if form else []


def tables_for(letter: Letter) -> list[tuple[str, str]]:
    form = form_of(letter.form).get(letter.form)
    return [(one.key, spoken(one.label)) for one in form.fields() if isinstance(one, Table)] if form else []


class LetterViewSet(EditedViewSet):
    model = Letter
    icon = "mail"
    menu_label = _("Letters")
    menu_name = "letters"
    menu_order = 162
    edit_handler = TabbedInterface(
        [
            ObjectList([NamesPanel(heading=_("What can be put in")), FieldPanel("blocks")], heading=_("Text")),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("title"), FieldPanel("title_en")]),
                            KEY_PANEL,
                            FieldRowPanel([FieldPanel("form"), FieldPanel("paper")]),
                            FieldPanel("each", help_text=_("Key of a table of the form. Empty: one letter.")),
                            FieldPanel("reveals"),
                        ],
                        heading=_("About this letter"),
                    )
                ],
                heading=_("About this letter"),
            ),
        ],
        base_form_class=LetterForm,
    )
