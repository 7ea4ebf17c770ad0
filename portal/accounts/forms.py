"""Signing in, by password and by code."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.accounts import second_factor
from portal.accounts.patience import Patience
from portal.directory.models import User

WRONG_CODE = _("This code is not right, or it was used already. Wait for the next one and type that.")


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


class CodeForm(forms.Form):
    """A code of the authenticator app, or a recovery code. `check` None: the caller looks at the code itself."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "text",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": _("Please type the code.")},
    )

    def __init__(
        self,
        *args: Any,
        request: HttpRequest,
        user: User,
        check: Callable[[User, str], bool] | None = second_factor.accepts,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._user, self._check = user, check
        self._patience = Patience.of(request, user.username, door="second-factor")

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"]
        if seconds := self._patience.seconds_left():
            raise ValidationError(_waiting(seconds), code="wait")
        if self._check is not None and not self._check(self._user, typed):
            self._patience.failed()
            raise ValidationError(WRONG_CODE, code="wrong")
        if self._check is not None:
            self._patience.succeeded()
        return typed

    def refuse(self) -> None:
        """The caller found the code wrong."""
        self._patience.failed()
        self.add_error("code", WRONG_CODE)


def _waiting(seconds: int) -> str:
    return ngettext(
        "Too many attempts with this name from here. Please wait %(n)d second and try again.",
        "Too many attempts with this name from here. Please wait %(n)d seconds and try again.",
        seconds,
    ) % {"n": seconds}
