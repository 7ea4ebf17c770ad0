"""How forms look on paper: one kind of sheet for all of them, and those that an office or a court asks for.

A floor above registers its own in `AppConfig.ready`; a form names one by its key, which is therefore permanent.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PLAIN = "plain"


@dataclass(frozen=True)
class Layout:
    """`blank` and `filled` are templates for portal.pdf; forms.printing says what they are given."""

    key: str
    title: str | Promise
    blank: str = "forms/paper/blank.html"
    filled: str = "forms/paper/filled.html"


class LayoutRegistry:
    def __init__(self) -> None:
        self._layouts: dict[str, Layout] = {}

    def register(self, layout: Layout) -> None:
        """Raises ValueError when there is one of that key."""
        if layout.key in self._layouts:
            raise ValueError(f"layout {layout.key!r} is registered twice")
        self._layouts[layout.key] = layout

    def __getitem__(self, key: str) -> Layout:
        """The plain one for a key that is not there: a form of another portal is printed all the same."""
        return self._layouts.get(key) or self._layouts[PLAIN]

    def __contains__(self, key: object) -> bool:
        return key in self._layouts

    def choices(self) -> list[tuple[str, str | Promise]]:
        return [(layout.key, layout.title) for layout in self._layouts.values()]


registry = LayoutRegistry()
registry.register(Layout(PLAIN, _("plain sheet")))


def choices() -> list[tuple[str, str | Promise]]:
    """For models; a function, so that a new layout needs no migration."""
    return registry.choices()
