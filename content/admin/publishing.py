"""Publishing several pages at once: what is not complete is no server error, and then none of them is published."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction


class PublishComplete(PublishBulkAction):
    def form_valid(self, form: Any) -> HttpResponse:
        try:
            done: HttpResponse = super().form_valid(form)
        except ValidationError as incomplete:
            told = _("Nothing was published: a page among them is not complete. Open each draft and publish it there.")
            messages.error(self.request, " ".join([told, *incomplete.messages]))
            return redirect(self.next_url)
        return done
