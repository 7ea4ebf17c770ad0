"""A channel as an administrator sets it up. Address and secret go in and never come out again."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.directory.admin.choosers import OrganisationChooser
from portal.notices.kinds import KINDS
from portal.notices.models import Channel
from portal.notices.models.channel import Address
from portal.outgoing import host_problem


class ChannelForm(WagtailAdminModelForm):
    url = forms.CharField(
        label=_("Web address"),
        max_length=600,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Of the robot, the gateway or the other system. Kept sealed and not shown again."),
    )
    secret = forms.CharField(
        label=_("Secret to sign with"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least 16 characters for text messages and other systems; of DingTalk the one it shows."),
    )

    class Meta:
        model = Channel
        fields = ["key", "name", "kind", "organisation", "active", "quiet_from", "quiet_until"]
        widgets = {
            "quiet_from": forms.TimeInput({"type": "time"}, format="%H:%M"),
            "quiet_until": forms.TimeInput({"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Of thousands of them one is looked for by its name.
        self.fields["organisation"].widget = OrganisationChooser("organisation_chooser").widget_class()
        if self.instance.pk:
            self.fields["url"].required = False
            self.fields["url"].help_text = gettext("Kept sealed. Empty: it stays as it is (%(host)s).") % {
                "host": self.instance.host
            }
            self.fields["secret"].help_text = gettext("Kept sealed. Empty: it stays as it is.")

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"]).strip()
        if url and (problem := host_problem(url)):
            raise forms.ValidationError(str(problem.sentence))
        return url

    def clean(self) -> dict[str, Any]:
        given = cast(dict[str, Any], super().clean() or self.cleaned_data)
        kind = KINDS.get(str(given.get("kind")))
        if kind is None:
            return given
        if kind.is_personal and given.get("organisation"):
            self.add_error("organisation", gettext("Text messages go to people, not to an organisation."))
        if kind.is_signed and not self._has_secret(given):
            self.add_error(
                "secret", gettext("Write at least 16 characters: who receives it must know that it is from you.")
            )
        if (given.get("quiet_from") is None) != (given.get("quiet_until") is None):
            self.add_error("quiet_until", gettext("Give both times, or none."))
        return given

    def _has_secret(self, given: dict[str, Any]) -> bool:
        typed = str(given.get("secret") or "")
        stays = bool(self.instance.pk) and "kind" not in self.changed_data and not given.get("url")
        return len(typed) >= 16 or (not typed and stays)

    def save(self, commit: bool = True) -> Channel:
        url, secret = self.cleaned_data["url"], self.cleaned_data["secret"]
        if url or secret:
            known = self.instance.unsealed() if self.instance.pk else Address("", "")
            # A new address gets no old secret: it would be shown to whoever answers there.
            kept = "" if url and not secret else known.secret
            self.instance.seal(Address(url or known.url, secret or kept))
        return cast(Channel, super().save(commit))
