"""Signing in."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.accounts.patience import Patience


class SignInForm(AuthenticationForm):
    """Name and password. One sentence for every failure, so that nobody learns which names exist."""

    error_messages = {
        "invalid_login": _("Name and password do not belong together. Check both; capital letters count."),
        "inactive": _("Name and password do not belong together. Check both; capital letters count."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Sign-in name")

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("username")
        patience = Patience.of(self.request, name) if name else None
        if patience and (seconds := patience.seconds_left()):
            raise ValidationError(_waiting(seconds), code="wait")
        try:
            cleaned = super().clean()
        except ValidationError:
            if patience:
                patience.failed()
            raise
        if patience and self.user_cache is not None:
            patience.succeeded()
        return cleaned


def _waiting(seconds: int) -> str:
    return ngettext(
        "Too many attempts with this name from here. Please wait %(n)d second and try again.",
        "Too many attempts with this name from here. Please wait %(n)d seconds and try again.",
        seconds,
    ) % {"n": seconds}
