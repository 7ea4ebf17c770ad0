"""Inputs that pick something by its key from what there is. Looked up when the editor opens, not for each value."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

Offers = Callable[[], list[tuple[str, str]]]


class PickInput(forms.Select):
    def __init__(self, offers: Offers) -> None:
        self.offers = offers
        super().__init__()

    @property
    def choices(self) -> Any:
        return [("", _("none")), *self.offers()]

    @choices.setter
    def choices(self, value: Any) -> None:
        """What there is is asked for each time."""

    def __deepcopy__(self, memo: Any) -> "PickInput":
        return type(self)(self.offers)


class PickBlock(blocks.CharBlock):
    """A text block whose text is a key."""

    def __init__(self, *, label: str | Promise, offers: Offers, help_text: str | Promise = "") -> None:
        super().__init__(label=label, required=False, help_text=help_text)
        self.field.widget = PickInput(offers)


def option_lists() -> list[tuple[str, str]]:
    # By name, because models are made from blocks.
    lists = apps.get_model("portal_forms", "OptionList")._default_manager
    return list(lists.values_list("key", "title"))


def shared_groups() -> list[tuple[str, str]]:
    """Those that have been published."""
    groups = apps.get_model("portal_forms", "SharedGroup")._default_manager
    return list(groups.exclude(versions=None).values_list("key", "title").distinct())
