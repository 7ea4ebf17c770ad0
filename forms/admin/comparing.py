"""The versions of a form beside each other, in words; and the way back to an older one."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from forms import builder
from forms.building.reading import RuleProblem
from forms.differences import differences
from forms.models import Form
from forms.schema import FormSchema
from portal.directory.admin.pages import Screen

CHANGE = "portal_forms.change_form"
DRAFT = "draft"


class VersionsScreen(Screen):
    """GET compares two versions, of which one may be what is being edited; POST begins anew with an older one."""

    template_name = "forms/admin/versions.html"
    page_title = gettext_lazy("Compare versions")
    header_icon = "history"

    def may(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(CHANGE))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form
        numbers = [str(number) for number in form.versions.values_list("number", flat=True)]
        old = request.GET.get("old", numbers[0] if numbers else DRAFT)
        new = request.GET.get("new", DRAFT)
        before, after = self.schema(form, old), self.schema(form, new)
        readable = before is not None and after is not None
        return self.page(
            form=form,
            numbers=numbers,
            old=old,
            new=new,
            readable=readable,
            changes=differences(before, after) if before and after else [],
            edit_url=self.edit_url,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        schema = self.schema(self.form, request.POST.get("version", ""))
        if schema is not None:
            builder.begin_again(self.form, schema, by=user)
            messages.success(request, _("The older version is your draft now. Look at it, then publish it."))
        return redirect(self.edit_url)

    @property
    def form(self) -> Form:
        found: Form = get_object_or_404(Form, pk=unquote(self.kwargs["pk"]))
        return found

    @property
    def edit_url(self) -> str:
        return reverse("wagtailsnippets_portal_forms_form:edit", args=[self.kwargs["pk"]])

    def schema(self, form: Form, which: str) -> FormSchema | None:
        """A version by its number, or the draft; None for a draft that cannot be read yet."""
        if which == DRAFT:
            try:
                return builder.schema_of(form.get_latest_revision_as_object())
            except (RuleProblem, ValidationError):
                return None
        version = form.versions.filter(number=int(which)).first() if which.isdecimal() and len(which) < 9 else None
        if version is None:
            raise Http404
        schema: FormSchema = version.schema
        return schema
