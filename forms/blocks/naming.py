"""Inputs that name another part of what is being edited: a list of the parts by their titles, kept as the key.

The page's script draws the list from what stands in the editor at that moment. A part that is new has no key yet;
then its title is sent, and `forms.building.naming` puts the key in its place.
"""

from typing import Any

from django import forms
from django.utils.functional import Promise, cached_property
from wagtail import blocks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter


class NameInput(forms.TextInput):
    """`titles`: regular expression (JavaScript) for the names of the inputs that hold the titles of the parts.

    `kinds` are the kinds of field to offer, when not all. Instead, `value_of` is the name of the neighbour that names a
    field; then the list has that field's choices. Or `columns_of`: the list has the columns of that table.
    """

    template_name = "forms/widgets/name_input.html"

    def __init__(self, *, titles: str = "", value_of: str = "", columns_of: str = "", kinds: str = "") -> None:
        super().__init__()
        self.given = {"titles": titles, "value_of": value_of, "columns_of": columns_of, "kinds": kinds}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return {**context, **self.given}


class NameInputAdapter(WidgetAdapter):
    js_constructor = "portal.widgets.NameInput"

    @cached_property
    def media(self) -> forms.Media:
        return forms.Media(
            js=[versioned_static("wagtailadmin/js/telepath/widgets.js"), versioned_static("forms/admin/naming.js")]
        )


register(NameInputAdapter(), NameInput)


class NameBlock(blocks.CharBlock):
    """A text block whose text is the key (or, before it is saved, the title) of a part."""

    def __init__(
        self,
        *,
        label: str | Promise,
        titles: str = "",
        value_of: str = "",
        columns_of: str = "",
        required: bool = True,
        help_text: str | Promise = "",
    ) -> None:
        super().__init__(label=label, required=required, help_text=help_text)
        self.field.widget = NameInput(titles=titles, value_of=value_of, columns_of=columns_of)
        self.field.widget.is_required = required
