"""The editors of places."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from portal.directory import codes
from portal.directory.models import Area


class SuccessorsForm(WagtailAdminModelForm):
    """With a list of successors below it, each another one than this, and each once."""

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        rows = [(row["new"], row.get("function")) for row in self.successors()]
        if any(new == self.instance for new, _function in rows):
            self.add_error(None, _("Nothing comes after itself: choose another successor."))
        if len(set(rows)) < len(rows):
            self.add_error(None, _("The same successor is in the list twice."))
        return not self.errors

    def successors(self) -> list[dict[str, Any]]:
        """The rows that stay."""
        rows = self.formsets["successors"].cleaned_data
        return [row for row in rows if row.get("new") and not row.get("DELETE")]


class AreaForm(SuccessorsForm):
    """A code is typed once, short or long, or asked for with a plus. A place with successors has ended."""

    instance: Area

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Shorter and longer than what is kept: 330106, 330106+, digits with spaces.
        self.fields["code"].max_length = None
        self.fields["code"].widget.attrs.pop("maxlength", None)
        self.fields["code"].validators = []
        self.fields["code"].disabled = bool(self.instance.pk)

    def clean_code(self) -> str:
        """What people call a place by never changes: a new number is a new place with the old one before it."""
        if self.instance.pk:
            return self.instance.code
        typed = str(self.cleaned_data["code"]).strip().replace("＋", "+")
        try:
            return _next_local(typed) if typed.endswith("+") else codes.complete(typed)
        except ValueError:
            raise ValidationError(
                _("A code has 2, 4, 6, 9 or 12 digits; 330106+ gives the next local code there.")
            ) from None

    def is_valid(self) -> bool:
        """A successor from before the place began would end it before its first day."""
        begins = self.cleaned_data.get("valid_from") if super().is_valid() else None
        if begins and any(row["on"] <= begins for row in self.successors()):
            self.add_error("valid_from", _("The area begins after its successor does."))
        return not self.errors and super().is_valid()

    def save(self, commit: bool = True) -> Area:
        days = [row["on"] for row in self.successors()]
        if days and self.instance.valid_until is None:
            self.instance.valid_until = min(days) - timedelta(days=1)
        area: Area = super().save(commit)
        return area


def _next_local(typed: str) -> str:
    parent = codes.complete(typed.removesuffix("+"))
    return codes.next_local(parent, set(Area.objects.within(parent).values_list("code", flat=True)))
