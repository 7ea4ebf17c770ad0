"""XLSForm in the admin: a workbook is shown as the form it would be, with what is lost, before it is taken in."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views.snippets import IndexView

from forms.admin.in_words import in_words
from forms.builder import save_definition, schema_of
from forms.building.reading import RuleProblem
from forms.exchange.xlsform.findings import Finding
from forms.exchange.xlsform.wording import SEVERITIES
from forms.models import Form
from forms.schema import FormSchema
from forms.versions.taking_in import TakeInScreen
from portal.directory.models import User

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
URLS = "wagtailsnippets_portal_forms_form"
MAY_CHANGE = f"{Form._meta.app_label}.change_form"


class FormIndex(IndexView):
    """The list of forms, with a way in and a way out for workbooks."""

    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons = list(super().header_buttons)
        if self.user_has_permission("add"):
            address = reverse(f"{URLS}:xlsform_import")
            buttons.append(HeaderButton(_("Take in from XLSForm"), url=address, icon_name="upload"))
        return buttons

    def get_list_more_buttons(self, instance: Form) -> list[Any]:
        buttons = list(super().get_list_more_buttons(instance))
        if self.user_has_permission("change"):
            address = reverse(f"{URLS}:xlsform_export", args=[instance.pk])
            buttons.append(Button(_("Download as XLSForm"), url=address, icon_name="download", priority=25))
            address = reverse(f"{URLS}:blank_draft", args=[instance.pk])
            buttons.append(Button(_("Print the blank form"), url=address, icon_name="doc-full", priority=26))
        return buttons


class XLSFormScreen(TakeInScreen[FormSchema]):
    template_name = "forms/admin/xlsform_import.html"
    page_title = gettext_lazy("Take in from XLSForm")
    model, kind, urls = Form, FormSchema, URLS
    listing = gettext_lazy("Forms")
    nothing = gettext_lazy("No form can be made of this file.")
    too_large = gettext_lazy("This form is too large. Make several of it.")
    locked = gettext_lazy("This form is locked. Take the workbook in as another form, or have it unlocked.")
    severities = SEVERITIES

    def read(self, file: "UploadedFile[Any]") -> tuple[FormSchema | None, Sequence[Finding]]:
        from forms.exchange.xlsform.reading import read  # here: what reads workbooks is large, and seldom asked for

        imported = read(file, name=file.name or "form")
        return imported.form, imported.findings

    def drawn(self, schema: FormSchema) -> dict[str, Any]:
        return {"steps": in_words(schema)}

    def save(self, schema: FormSchema, *, by: User) -> Form:
        return save_definition(schema, by=by)


def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as a workbook."""
    if not request.user.has_perm(MAY_CHANGE):
        raise PermissionDenied
    from forms.exchange.xlsform.writing import write  # here: as above

    form = get_object_or_404(Form, pk=pk)
    try:
        content = write(schema_of(form.get_latest_revision_as_object()))
    except RuleProblem as problem:
        messages.error(request, f"{problem.key}: {problem.sentence}")
        return redirect(reverse(f"{URLS}:list"))
    answer = HttpResponse(content, content_type=WORKBOOK)
    answer["Content-Disposition"] = f'attachment; filename="{form.key}.xlsx"'
    return answer
