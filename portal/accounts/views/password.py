"""Changing one's password, by choice or because it has run out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpResponse
from django.utils.translation import gettext as _

from portal.accounts import duties, password_age, sessions
from portal.directory.models import User


class ChangePassword(views.RedirectURLMixin, views.PasswordChangeView):
    """All other devices are signed out, and one goes on to where one was sent from."""

    template_name = "accounts/password.html"
    next_page = "after_sign_in"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"is_due": duties.password_is_due(self.request), "next": self.get_redirect_url()}
        return super().get_context_data(**words, **kwargs)

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        response = super().form_valid(form)
        user: User = form.user
        password_age.mark_chosen(user)
        due = password_age.due_on(user)
        self.request.session[sessions.DUE_ON] = due.isoformat() if due else ""
        sessions.follow_key(self.request)
        sessions.end_others(self.request, user)
        messages.success(self.request, _("Your password has been changed. Other devices have been signed out."))
        return response
