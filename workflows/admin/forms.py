"""The editor of a workflow."""

from typing import Any

from django.forms import Select
from django.utils.translation import gettext_lazy as _

from forms.versions.admin import EditedForm
from workflows.blocks import form_choices
from workflows.building import keys, naming
from workflows.models import Workflow
from workflows.publishable import problems_of


class WorkflowForm(EditedForm):
    problems_of = staticmethod(problems_of)
    instance: Workflow

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened_by"].widget = Select(choices=[("", _("Please choose")), *form_choices()])

    def settle(self) -> None:
        keys.fill(self.instance.relations, self.instance.states, self.instance.transitions)
        naming.settle(self.instance)
