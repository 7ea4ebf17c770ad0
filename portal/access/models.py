"""The record of who read what. Rows are written once and never changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Post, User
from portal.writtenonce import WrittenOnce


class Access(WrittenOnce):
    """One reading of sealed data, or one refused attempt."""

    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("person"))
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("post"))
    action = models.CharField(_("action"), max_length=40)
    object_type = models.CharField(_("kind of object"), max_length=60)
    object_id = models.CharField(_("object"), max_length=60, db_index=True)
    purpose = models.CharField(_("purpose"), max_length=200, blank=True)
    allowed = models.BooleanField(_("allowed"))

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("access")
        verbose_name_plural = _("access log")

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"
