"""Ways out of the portal: robots in group chats, gateways for text messages, web addresses of other systems."""

import uuid
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Organisation, User
from portal.notices.kinds import kind_choices
from portal.privacy import sealing
from portal.privacy.models import DataKey


@dataclass(frozen=True)
class Address:
    """Where a channel leads, and what it is signed with. Both are secret: a robot's address lets anybody write."""

    url: str
    secret: str


class ChannelQuerySet(models.QuerySet["Channel"]):
    def active(self) -> Self:
        return self.filter(active=True)

    def for_programs(self) -> Self:
        """What workflows may call: no group and no telephone of people, who may have no part in the case."""
        return self.active().filter(kind="webhook", organisation=None)

    def of_organisations(self, ids: Any) -> Self:
        return self.active().filter(organisation__in=ids)


class Channel(models.Model):
    """Address and secret are sealed: they are shown to nobody again, and stand in no export."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=20, choices=kind_choices)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
        help_text=_("Whose people are told there. Empty for text messages, and for what only workflows call."),
    )
    host = models.CharField(_("host"), max_length=253, editable=False)
    active = models.BooleanField(_("in use"), default=True)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    sealed_address = models.BinaryField()
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")

    objects = ChannelQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("channel of notices")
        verbose_name_plural = _("channels of notices")

    def __str__(self) -> str:
        return self.name

    def seal(self, address: Address) -> None:
        """Under a key of its own, made with the first address; the caller saves."""
        if self.data_key_id is None:
            self.data_key = sealing.new_key()
        self.host = urlsplit(address.url).hostname or ""
        self.sealed_address = sealing.seal([address.url, address.secret], self.data_key, place=self._place)

    def unsealed(self) -> Address:
        """Only portal.notices calls this, to send something. Raises sealing.Unreadable."""
        return Address(*sealing.unseal(self.sealed_address, self.data_key, place=self._place))

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """With the key of its address."""
        gone = super().delete(*args, **kwargs)
        sealing.erase(self.data_key)
        return gone

    @property
    def _place(self) -> str:
        return f"channel:{self.data_key_id}"


class Delivery(models.Model):
    """One thing that is sent through a channel. A job does it; its state is that of the job, and of `sent_at`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="deliveries")
    # For text messages; everything else goes to a group.
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    key = models.CharField(max_length=120, unique=True)
    urgent = models.BooleanField(default=False)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    # A code of portal.outgoing: what stood in the way last.
    problem = models.CharField(_("what went wrong"), max_length=40, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [models.Index(fields=["channel", "-made_at"], name="delivery_of_channel")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def job_key(self) -> str:
        return f"notices.deliver:{self.pk}"
