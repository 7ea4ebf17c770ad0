"""What the portal remembers of how people sign in. Nothing here opens a door to whoever reads the table."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.directory.models import User
from portal.privacy import sealing
from portal.privacy.models import DataKey


class PasswordRecord(models.Model):
    """A password that a person has or had, hashed like the present one."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="password_records", verbose_name=_("person"))
    hash = models.CharField(max_length=256)
    at = models.DateTimeField(_("at"))
    # By its owner; False when somebody else set it.
    chosen = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("former password")
        verbose_name_plural = _("former passwords")

    def __str__(self) -> str:
        return str(self.pk)


class SignedInQuerySet(models.QuerySet["SignedIn"]):
    def visible_to(self, user: User) -> Self:
        """Where one is signed in is shown to oneself only."""
        return self.filter(user=user)

    def open(self) -> Self:
        """Those that have not been ended and not run out by themselves."""
        since = timezone.now() - timedelta(seconds=settings.IDLE_SECONDS)
        return self.filter(ended_at=None, seen_at__gte=since)


class SignedIn(models.Model):
    """One person at one device, from signing in until the end of the session."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="signed_in", verbose_name=_("person"))
    session_key = models.CharField(max_length=40, blank=True)
    # A keyed digest of the device's cookie; empty when the device keeps none.
    device = models.CharField(max_length=64, blank=True)
    browser = models.CharField(max_length=20, blank=True)
    system = models.CharField(max_length=20, blank=True)
    # Never the whole address: enough to tell the office from elsewhere.
    network = models.CharField(max_length=40, blank=True)
    began_at = models.DateTimeField(_("signed in at"))
    seen_at = models.DateTimeField(_("last seen at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects = SignedInQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_at"]
        verbose_name = _("signed-in device")
        verbose_name_plural = _("signed-in devices")
        indexes = [models.Index(fields=["user", "-seen_at"], name="signed_in_user_seen")]

    def __str__(self) -> str:
        return str(self.pk)


class SecondFactor(models.Model):
    """The key that a person's authenticator app shares with the portal, sealed."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="second_factor", verbose_name=_("person"))
    sealed_secret = models.BinaryField()
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    # The time step of the newest code that was taken; that code and all before it are used up.
    last_step = models.BigIntegerField(default=0)
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("second factor")
        verbose_name_plural = _("second factors")

    def __str__(self) -> str:
        return str(self.pk)

    def seal(self, secret: bytes) -> None:
        self.sealed_secret = sealing.seal_bytes(secret, self.data_key, place=f"second_factor:{self.user_id}")

    def unsealed(self) -> bytes:
        return sealing.unseal_bytes(self.sealed_secret, self.data_key, place=f"second_factor:{self.user_id}")


class RecoveryCode(models.Model):
    """One of the codes on the paper that replaces a lost app, once. Only its keyed digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes", verbose_name=_("person"))
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(_("used at"), null=True)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once_per_person")]

    def __str__(self) -> str:
        return str(self.pk)
