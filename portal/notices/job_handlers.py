"""Sending notices out of the portal: at least once, under an id that stays, so that a second copy is known as one.

Ten attempts lie over some five hours: a mail server or a gateway may be away for a while, and nothing is lost.
"""

from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from portal.directory.models import User
from portal.jobs.registry import job
from portal.notices.delivering import DESK, deliver
from portal.notices.models import Delivery, Notice

ATTEMPTS = 10


@job("notices.mail", in_transaction=False, max_attempts=ATTEMPTS)
def send_mail(notice_id: int) -> None:
    """The mail says that there is something new and where; whoever reads it on the way learns nothing else.

    Only what is about the account itself says so in the mail: somebody else may be signed in to it.
    """
    notice = Notice.objects.select_related("user").filter(pk=notice_id).first()
    if notice is None or notice.read_at or not (notice.user.is_active and notice.user.email):
        return
    with translation.override(settings.LANGUAGE_CODE):
        said = {"sentence": notice.sentence, "path": notice.path} if notice.is_about_the_account else {"path": DESK}
        _mail(notice.user, said, f"notice.{notice.pk}")


@job("notices.digest", in_transaction=False, max_attempts=ATTEMPTS)
def send_digest(user_id: int, day: str) -> None:
    """In the morning of that day (ISO), when anything is unread."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or not user.email:
        return
    unread = Notice.objects.unread(user).count()
    if not unread:
        return
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _("Notices that you have not read: %(n)s.") % {"n": unread}
        _mail(user, {"sentence": sentence, "path": DESK}, f"digest.{user.pk}.{day}")


@job("notices.deliver", in_transaction=False, max_attempts=ATTEMPTS)
def deliver_one(delivery_id: str) -> Callable[[], None] | None:
    """Through a channel."""
    found = Delivery.objects.select_related("channel__data_key", "user").filter(pk=delivery_id).first()
    return deliver(found) if found is not None else None


def _mail(user: User, said: dict[str, str], message: str) -> None:
    context = {"sentence": said.get("sentence", ""), "address": urljoin(settings.WAGTAILADMIN_BASE_URL, said["path"])}
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
    EmailMessage(
        subject=_("There is something new in the portal"),
        body=render_to_string("notices/mail.txt", context),
        to=[user.email],
        headers={"Message-ID": f"<{message}@{host}>", "Auto-Submitted": "auto-generated"},
    ).send()
