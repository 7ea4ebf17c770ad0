"""Obligations in Wagtail's admin: drafts, history, publishing."""

from typing import Any

from django.forms import CheckboxSelectMultiple, MultipleChoiceField, Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface

from forms.compartments import is_clear
from forms.models import Form
from forms.problems import Problem
from forms.schema import Question
from forms.versions.admin import KEY_PANEL, EditedForm, EditedViewSet
from portal.words import spoken
from workflows.blocks.inputs import task_roles
from workflows.obligations.builder import ladder_of
from workflows.obligations.check import DATES
from workflows.obligations.models import Obligation
from workflows.obligations.publishing import problems_of
from workflows.obligations.schema import STANDARD_LADDER
from workflows.publishable import published_forms


class ObligationForm(EditedForm):
    problems_of = staticmethod(problems_of)
    instance: Obligation
    roles = MultipleChoiceField(
        label=_("Who there does it"), choices=task_roles, widget=CheckboxSelectMultiple, required=False,
        help_text=_("Nobody chosen: everybody there."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = {
            "records": Form.objects.filter(versions__is_register=True),
            "form": Form.objects.filter(at_records=True),
        }
        for name, forms in chosen.items():
            titles = forms.distinct().order_by("title").only("key", "title")
            self.fields[name].widget = Select(choices=[("", _("Please choose")), *((f.key, str(f)) for f in titles)])
        for name, offered in fields_to_choose().items():
            # What was chosen once stays there, also when it is no longer asked: the check says so.
            now = {getattr(self.instance, name): getattr(self.instance, name)}
            self.fields[name].widget = Select(choices=[("", "–"), *({**now, **offered}).items()])
        if not self.instance.pk and not self.initial.get("ladder"):
            self.initial["ladder"] = standard_ladder()

    def show(self, problems: Any) -> None:
        """Beside the field, where there is one."""
        for problem in problems:
            self.add_error(problem.place if problem.place in self.fields else None, _sentence(problem))


def fields_to_choose() -> dict[str, dict[str, str]]:
    """By input of the editor, the fields that may stand there, each with the titles of its forms."""
    found: dict[str, dict[str, str]] = {"dated_by": {}, "expiry": {}, "through": {}, "born": {}}
    for schema in published_forms().values():
        for item in schema.fields():
            is_day = isinstance(item, Question) and item.type in DATES and is_clear(item)
            for name, fits in {
                "dated_by": is_day and schema.at_records,
                "expiry": is_day and schema.records is not None,
                "born": isinstance(item, Question) and item.type == "date" and schema.records is not None,
                "through": schema.records and any(row.through == item.key for row in schema.records.readers),
            }.items():
                if fits:
                    label = f"{spoken(schema.title)}: {spoken(item.label)}"
                    found[name][item.key] = " / ".join(filter(None, [found[name].get(item.key), label]))
    return found


def _sentence(problem: Problem) -> str:
    return str(problem.sentence)


def standard_ladder() -> Any:
    """What a new one begins with."""
    return ladder_of(STANDARD_LADDER)


class ObligationViewSet(EditedViewSet):
    model = Obligation
    icon = "calendar"
    menu_label = _("Obligations on records")
    menu_name = "obligations"
    menu_order = 161
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("title"), FieldPanel("title_en")]),
                            KEY_PANEL,
                            FieldRowPanel([FieldPanel("records"), FieldPanel("form")]),
                            FieldPanel("when", help_text=_("For example ${record.child_file.risk} = 'high'")),
                            FieldRowPanel([FieldPanel("instructions"), FieldPanel("instructions_en")]),
                        ],
                        heading=_("What is owed"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldPanel("every"),
                            FieldRowPanel([FieldPanel("expiry"), FieldPanel("days_before")]),
                            FieldRowPanel(
                                [FieldPanel("shown_days"), FieldPanel("grace_days"), FieldPanel("least_days")]
                            ),
                            FieldRowPanel([FieldPanel("until_age"), FieldPanel("born")]),
                            FieldPanel("dated_by"),
                            FieldPanel("working"),
                        ],
                        heading=_("When"),
                    ),
                ],
                heading=_("What and when"),
            ),
            ObjectList(
                [FieldPanel("who"), FieldPanel("duty"), FieldPanel("through"), FieldPanel("roles")],
                heading=_("Who"),
            ),
            ObjectList([FieldPanel("ladder")], heading=_("Reminders")),
        ],
        base_form_class=ObligationForm,
    )
