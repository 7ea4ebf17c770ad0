"""The editor's form: a workflow with problems is kept as a draft, but not published."""

from typing import Any

from django.forms import Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from workflows.blocks import form_choices
from workflows.building import keys, naming
from workflows.checking import problems_of
from workflows.models import Workflow


class WorkflowForm(WagtailAdminModelForm):
    instance: Workflow
    is_draft = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened_by"].widget = Select(choices=[("", _("Please choose")), *form_choices()])

    def defer_required_fields(self) -> None:
        """Wagtail calls this for everything that is not yet to be published."""
        self.is_draft = True
        super().defer_required_fields()

    def _post_clean(self) -> None:
        super()._post_clean()
        keys.fill(self.instance.relations, self.instance.states, self.instance.transitions)
        naming.settle(self.instance)
        if not self.is_draft and not self.errors:
            for problem in problems_of(self.instance):
                self.add_error(None, str(problem))
