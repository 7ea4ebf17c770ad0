"""Inputs that the blocks of a workflow share."""

from typing import Any

from django.apps import apps
from django.forms import CheckboxSelectMultiple
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from forms.blocks import NameBlock
from portal.directory.roles import role_choices
from workflows.pagekinds import PAGE_KINDS
from workflows.schema import LEADER

# The inputs of the editor that hold the titles of parts.
PARTICIPANTS = r"relations-\d+-value-title"
STATES = r"states-\d+-value-title"
WAYS = r"transitions-\d+-value-title"
TASKS = r"states-\d+-value-tasks-\d+-value-title"

FOR_EXAMPLE = _("For example ${answers.danger_now} = 'yes', or ${police_response.risk_level} = 'high'")


def form_choices() -> list[tuple[str, str]]:
    """The forms of this portal, by their titles."""
    from forms.models import Form  # at run time: blocks are made before there are models

    return [(form.key, str(form)) for form in Form.objects.order_by("title").only("key", "title", "title_en")]


def workflow_choices() -> list[tuple[str, str]]:
    """Those of this portal, by their titles."""
    workflows = apps.get_model("workflows.Workflow")._default_manager.order_by("title")
    return [(workflow.key, str(workflow)) for workflow in workflows]


def letter_choices() -> list[tuple[str, str]]:
    """The letters of this portal, by their titles."""
    letters = apps.get_model("letters.Letter").objects.order_by("title")
    return [(letter.key, str(letter)) for letter in letters.only("key", "title")]


def parent_choices() -> list[tuple[str, str]]:
    """Pages that others are put under, by their address below the home page."""
    from content.models import HomePage  # at run time: blocks are made before there are models

    home = HomePage.objects.first()
    if home is None:
        return []
    pages = home.get_descendants().type(tuple(apps.get_model(kind.parent) for kind in PAGE_KINDS.values()))
    return [(page.url_path.removeprefix(home.url_path).strip("/"), page.title) for page in pages]


def title_input() -> blocks.CharBlock:
    return blocks.CharBlock(label=_("Title"))


def english_input(label: str | Promise) -> blocks.CharBlock:
    return blocks.CharBlock(label=label, required=False)


def reference_input(label: str | Promise, titles: str, help_text: str | Promise = "") -> NameBlock:
    return NameBlock(label=label, titles=titles, required=False, help_text=help_text)


def form_input(label: str | Promise, help_text: str | Promise = "") -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(label=label, choices=form_choices, required=False, help_text=help_text)


def ticks_input(label: str | Promise, choices: Any, *, required: bool = True) -> blocks.MultipleChoiceBlock:
    return blocks.MultipleChoiceBlock(label=label, choices=choices, required=required, widget=CheckboxSelectMultiple)


def task_roles() -> list[tuple[str, str | Promise]]:
    """Whom within an organisation a task may ask for."""
    return [(LEADER, _("Whoever leads there")), *role_choices()]


def formula_input(label: str | Promise, help_text: str | Promise = FOR_EXAMPLE) -> blocks.TextBlock:
    return blocks.TextBlock(label=label, required=False, rows=2, help_text=help_text)
