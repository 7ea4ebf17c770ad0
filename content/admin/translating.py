"""Wagtail's page for translating a page, for who clicks twice and for pages that are not translated."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.contrib.simple_translation.views import SubmitPageTranslationView
from wagtail.models import Page

from portal.locking import locked


class TranslatePage(SubmitPageTranslationView):
    def get_object(self) -> Page:
        page: Page = super().get_object()
        if not getattr(page, "is_translatable", False):
            raise PermissionDenied
        return page

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Whoever asks for the same in the same moment waits, and then finds the translation."""
        wanted = [locale for locale in request.POST.getlist("locales") if locale.isdecimal()]
        with transaction.atomic():
            locked(Page.objects.filter(pk=self.object.pk)).get()
            there = self.object.get_translations().filter(locale__in=wanted).first()
            response: HttpResponse = redirect(self.get_success_url(there)) if there else super().post(request, **kwargs)
            return response
