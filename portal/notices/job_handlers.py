"""Sending notices by e-mail: at least once, always under the same Message-ID, so that a second copy is one mail."""

from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from portal.jobs.registry import job
from portal.notices.models import Notice


@job("notices.mail", in_transaction=False)
def send_mail(notice_id: int) -> None:
    """The mail says that there is something new and where; whoever reads it on the way learns nothing else."""
    notice = Notice.objects.select_related("user").filter(pk=notice_id).first()
    if notice is None or notice.read_at or not (notice.user.is_active and notice.user.email):
        return
    with translation.override(settings.LANGUAGE_CODE):
        message = EmailMessage(
            subject=_("There is something new in the portal"),
            body=render_to_string("notices/mail.txt", {"address": _address(notice.path), "sentence": notice.sentence}),
            to=[notice.user.email],
            headers={"Message-ID": _message_id(notice), "Auto-Submitted": "auto-generated"},
        )
    message.send()


def _address(path: str) -> str:
    return urljoin(settings.WAGTAILADMIN_BASE_URL, path)


def _message_id(notice: Notice) -> str:
    return f"<notice.{notice.pk}@{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or 'localhost'}>"
