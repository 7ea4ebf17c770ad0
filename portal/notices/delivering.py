"""Sending through a channel: at least once, under an id that stays; what stood in the way is put down."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin
from uuid import uuid4

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.notices.kinds import KINDS, Message
from portal.notices.models import Channel, Delivery, NoticeChoice
from portal.outgoing import NotSent
from portal.privacy.sealing import Unreadable

DESK = "/desk/"


def deliver(delivery: Delivery) -> Callable[[], None] | None:
    """Send it; what is returned notes that it was sent. Nothing for what nobody wants any more. Raises NotSent."""
    if delivery.sent_at or not delivery.channel.active:
        return None
    to = _number_of(delivery)
    if to is None:
        return None
    try:
        send(delivery.channel, Message(something_new(urgent=delivery.urgent), str(delivery.pk), to=to))
    except NotSent as refusal:
        Delivery.objects.filter(pk=delivery.pk).update(problem=refusal.code[:40])
        raise
    return lambda: _note_sent(delivery)


def send(channel: Channel, message: Message) -> None:
    """Raises NotSent."""
    try:
        address = channel.unsealed()
    except Unreadable:
        raise NotSent("no_address", _("The address of this channel cannot be read any more. Type it again.")) from None
    KINDS[channel.kind].send(address.url, address.secret, message)


def call(channel_key: str, document: dict[str, Any], *, delivery: str) -> None:
    """What a workflow sends: `document` holds keys, numbers and times, never a word of a report. Raises NotSent."""
    channel = Channel.objects.for_programs().select_related("data_key").filter(key=channel_key).first()
    if channel is None:
        raise NotSent("no_channel", _("There is no channel of this key, or it is not in use."))
    send(channel, Message(something_new(urgent=False), delivery, document=document))


def try_out(channel: Channel, *, number: str = "") -> None:
    """A test that somebody asked for: sent at once, and not again. Raises NotSent."""
    with translation.override(settings.LANGUAGE_CODE):
        text = _("A test of the portal: this channel works.")
    send(channel, Message(text, str(uuid4()), to=number))


def something_new(*, urgent: bool) -> str:
    """All that ever leaves the portal by a channel: that there is something, and where."""
    address = urljoin(settings.WAGTAILADMIN_BASE_URL, DESK)
    with translation.override(settings.LANGUAGE_CODE):
        if urgent:
            return _("Urgent: something waits for you in the portal. Sign in: %(address)s") % {"address": address}
        return _("There is something new for you in the portal. Sign in: %(address)s") % {"address": address}


def _number_of(delivery: Delivery) -> str | None:
    """Empty for a group; None for somebody who wants no text message any more, or is not here any more."""
    if delivery.user is None:
        return ""
    choice = NoticeChoice.objects.select_related("data_key").filter(user=delivery.user).first()
    wants = choice is not None and choice.has_phone and choice.sms != choice.Sms.NEVER
    return choice.unsealed_phone() if choice is not None and wants and delivery.user.is_active else None


def _note_sent(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk, sent_at=None).update(sent_at=timezone.now(), problem="")
