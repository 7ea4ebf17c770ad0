"""Wagtail's choosers without their inline script.

Page, image, document and snippet choosers write `<script>new PageChooser(…)</script>` behind themselves, the only place
in the admin that no template can change. Here they write the same as data attributes, which js/admin-widgets.js
reads, so that the admin's Content-Security-Policy can refuse every inline script.
"""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets.chooser import BaseChooser


def connect() -> None:
    BaseChooser.render = _render


def _render(self: Any, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
    """As the host's own `render`, up to the way the widget is started. `attrs` must hold an id."""
    attributes = attrs or {}
    value_data = self.get_value_data(value)
    start = format_html(
        '<span hidden data-starts="chooser" data-class="{}" data-for="{}" data-config="{}"></span>',
        self.js_constructor,
        attributes["id"],
        json.dumps(self.get_js_init_options(attributes["id"], name, value_data)),
    )
    html: str = self.render_html(name, value_data, attributes)
    return mark_safe(html) + start  # nosec B308 B703 -- the host's own template, already escaped
