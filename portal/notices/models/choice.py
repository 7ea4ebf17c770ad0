"""How a person wants to hear of notices outside of the portal."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from portal.directory.models import User
from portal.privacy import sealing
from portal.privacy.models import DataKey


class NoticeChoice(models.Model):
    """Who has none gets a mail for each notice and no text message. The telephone number is sealed."""

    class Mail(models.TextChoices):
        EACH = "each", _("One for each notice")
        DIGEST = "digest", _("One in the morning for all of them")
        NEVER = "never", _("None")

    class Sms(models.TextChoices):
        NEVER = "never", _("None")
        URGENT = "urgent", _("Only when a child may be in danger")
        ALL = "all", _("At most one in an hour")

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="notice_choice")
    mail = models.CharField(_("E-mail"), max_length=10, choices=Mail, default=Mail.EACH)
    sms = models.CharField(_("Text messages"), max_length=10, choices=Sms, default=Sms.NEVER)
    quiet_from = models.TimeField(_("Quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("Quiet until"), null=True, blank=True)
    sealed_phone = models.BinaryField(default=b"")
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def has_phone(self) -> bool:
        return bool(self.sealed_phone)

    def seal_phone(self, number: str) -> None:
        """The caller saves."""
        if self.data_key is None:
            self.data_key = sealing.new_key()
        self.sealed_phone = sealing.seal(number, self.data_key, place=f"notices.phone:{self.pk}")

    @transaction.atomic
    def forget_phone(self) -> None:
        """For good: the key is destroyed. Saved at once."""
        key, self.data_key, self.sealed_phone = self.data_key, None, b""
        self.save(update_fields=["data_key", "sealed_phone"])
        if key is not None:
            sealing.erase(key)

    def unsealed_phone(self) -> str:
        """Only portal.notices calls this, to send something. Raises sealing.Unreadable."""
        if self.data_key is None:
            raise sealing.Unreadable(self.pk)
        return str(sealing.unseal(self.sealed_phone, self.data_key, place=f"notices.phone:{self.pk}"))
