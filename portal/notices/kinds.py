"""What each kind of channel wants to be sent. The words are always the same: that there is something new, where.

Keys are stored and never change.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.outgoing import NotSent, encoded, for_dingtalk, post_json, signed


@dataclass(frozen=True)
class Message:
    """`delivery` stays the same however often this is sent. `document` is more for programs, never of a person."""

    text: str
    delivery: str
    to: str = ""
    document: dict[str, Any] | None = None


class Kind:
    """A generic webhook: JSON, signed."""

    key = "webhook"
    title: str | Promise = _("Web address of another system (webhook)")
    # Does it reach single people, by their number?
    is_personal = False
    # Is it signed in our own way, so that it needs a secret?
    is_signed = True

    def send(self, url: str, secret: str, message: Message) -> None:
        """Raises NotSent."""
        body = encoded({"delivery": message.delivery, "text": message.text, **(message.document or {})})
        post_json(url, body, signed(body, secret, delivery=message.delivery))


class Sms(Kind):
    """A gateway that takes `to` and `text`, signed as any webhook."""

    key = "sms"
    title = _("Gateway for text messages")
    is_personal = True

    def send(self, url: str, secret: str, message: Message) -> None:
        body = encoded({"delivery": message.delivery, "to": message.to, "text": message.text})
        post_json(url, body, signed(body, secret, delivery=message.delivery))


class WeCom(Kind):
    key = "wecom"
    title = _("Robot in a group of WeCom")
    is_signed = False

    def send(self, url: str, secret: str, message: Message) -> None:
        _demand_success(post_json(url, encoded({"msgtype": "text", "text": {"content": message.text}})))


class DingTalk(Kind):
    key = "dingtalk"
    title = _("Robot in a group of DingTalk")
    is_signed = False

    def send(self, url: str, secret: str, message: Message) -> None:
        body = encoded({"msgtype": "text", "text": {"content": message.text}})
        _demand_success(post_json(for_dingtalk(url, secret), body))


KINDS: dict[str, Kind] = {kind.key: kind for kind in (WeCom(), DingTalk(), Kind(), Sms())}


def kind_choices() -> list[tuple[str, str | Promise]]:
    return [(kind.key, kind.title) for kind in KINDS.values()]


def _demand_success(answer: bytes) -> None:
    """Robots answer 200 also when they have refused."""
    try:
        said = json.loads(answer)
        code = int(said.get("errcode", 0))
    except (ValueError, TypeError, AttributeError):
        raise NotSent("odd_answer", _("The robot's answer could not be read."), lasting=False) from None
    if code:
        sentence = _("The robot refused it with code %(code)s.") % {"code": code}
        raise NotSent(f"errcode_{code}"[:40], sentence, lasting=False)
