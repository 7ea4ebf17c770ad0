"""A tab of the editor: what the form asks of people, its outline, and what depends on what."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from forms.admin.arcs import Picture, picture_of
from forms.admin.seen import seen
from forms.burden import Burden, burden_of
from forms.dependencies import dependencies
from forms.logic.errors import ExpressionError
from forms.models import Form
from forms.saying import label_of

KINDS: dict[str, Promise] = {
    "shown_when": _("Shown when"),
    "required_when": _("Required when"),
    "checks": _("Must be so"),
    "computed": _("Computed"),
    "default": _("Filled in beforehand"),
    "choice_filter": _("Which choices are offered"),
}


@dataclass(frozen=True)
class Entry:
    """A block of the editor, by its id and what it is called."""

    id: str
    label: str
    items: tuple["Entry", ...] = ()


@dataclass(frozen=True)
class RuleRow:
    label: str
    kind: str
    words: str
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Overview:
    burden: Burden
    outline: tuple[Entry, ...]
    rules: tuple[RuleRow, ...]
    picture: Picture


class OverviewPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "forms/admin/overview_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return {**context, "overview": overview_of(self.instance) if self.instance.pk else None, "kinds": KINDS}


def overview_of(form: Form) -> Overview | None:
    """None for a form that cannot be read yet."""
    schema = seen(form).schema
    if schema is None:
        return None
    try:
        found = list(dependencies(schema))
        burden = burden_of(schema, timezone.now())
    except ExpressionError:
        return None
    rules = tuple(
        RuleRow(label_of(one.node), str(KINDS[one.rule]), one.words, tuple(label_of(node) for node in one.needs))
        for one in found
    )
    return Overview(burden, tuple(_entry(block) for block in form.steps), rules, picture_of(schema, found))


def _entry(block: Any) -> Entry:
    value = block.value
    label = value.get("title") or value.get("label") or value.get("text") or value["key"]
    return Entry(str(block.id), str(label), tuple(_entry(inner) for inner in value.get("items", ())))
