"""The list of workflows: a way in for files of other tools, a way out, and the way for running cases."""

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views.snippets import IndexView

from workflows.admin.exchange import URLS
from workflows.models import Workflow


class WorkflowIndex(IndexView):
    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons = list(super().header_buttons)
        if self.user_has_permission("add"):
            address = reverse(f"{URLS}:exchange_import")
            buttons.append(HeaderButton(_("Take in from BPMN or SCXML"), url=address, icon_name="upload"))
        return buttons

    def get_list_more_buttons(self, instance: Workflow) -> list[Any]:
        buttons = list(super().get_list_more_buttons(instance))
        if self.user_has_permission("change"):
            address = reverse(f"{URLS}:try", args=[instance.pk])
            buttons.append(Button(_("Dry run"), url=address, icon_name="history", priority=24))
            address = reverse(f"{URLS}:bpmn_export", args=[instance.pk])
            buttons.append(Button(_("Download as BPMN"), url=address, icon_name="download", priority=25))
            address = reverse(f"{URLS}:diagram", args=[instance.pk])
            buttons.append(Button(_("Download the diagram"), url=address, icon_name="image", priority=25))
        if self.user_has_permission("publish"):
            address = reverse(f"{URLS}:move", args=[instance.pk])
            buttons.append(Button(_("Take running cases over"), url=address, icon_name="resubmit", priority=26))
        return buttons
