"""XLSForm in the admin: a workbook is shown as the form it would be, with what is lost, before it is taken in."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views.snippets import IndexView

from forms.admin import carrying
from forms.admin.in_words import in_words
from forms.builder import save_definition, schema_of
from forms.building.reading import RuleProblem
from forms.exchange.xlsform.findings import Finding
from forms.exchange.xlsform.reading import read
from forms.exchange.xlsform.wording import SEVERITIES
from forms.exchange.xlsform.writing import write
from forms.keys import key_from
from forms.models import Form
from forms.schema import FormSchema
from portal.directory.admin.pages import Screen
from portal.directory.models import User

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
URLS = "wagtailsnippets_portal_forms_form"
MOST_SHOWN = 500
MAY_ADD, MAY_CHANGE = (f"{Form._meta.app_label}.{verb}_form" for verb in ("add", "change"))


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


class XLSFormScreen(Screen):
    template_name = "forms/admin/xlsform_import.html"
    page_title = gettext_lazy("Take in from XLSForm")
    header_icon = "upload"

    def may(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_ADD)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse(f"{URLS}:list"), "label": _("Forms")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.take() if "packed" in request.POST else self.look()

    def look(self) -> HttpResponse:
        file = self.request.FILES.get("file")
        if file is None:
            return self.page(problem=_("Choose a file first."))
        imported = read(file, name=file.name or "form")
        if imported.form is None:
            return self.page(problem=_("No form can be made of this file."), **_listed(imported.findings))
        return self.show(imported.form, imported.findings)

    def show(self, schema: FormSchema, findings: tuple[Finding, ...] = (), **words: Any) -> HttpResponse:
        packed = carrying.pack(schema, user_id=self.user_id)
        if len(packed) > carrying.MOST_CARRIED:
            return self.page(problem=_("This form is too large. Make several of it."))
        there = Form.objects.filter(key=schema.key).first()
        may_replace = self.request.user.has_perm(MAY_CHANGE)
        return self.page(
            schema=schema,
            steps=in_words(schema),
            packed=packed,
            there=there,
            may_replace=may_replace and there is not None,
            **_listed(findings),
            **words,
        )

    def take(self) -> HttpResponse:
        schema = carrying.unpack(FormSchema, self.request.POST["packed"], user_id=self.user_id)
        if schema is None:
            return self.page(problem=_("This page was open for too long. Choose the file again."))
        if self.request.POST.get("into") != "replace":
            taken = Form.objects.values_list("key", flat=True)
            schema = schema.model_copy(update={"key": key_from(schema.key, taken)} if schema.key in set(taken) else {})
        elif problem := self.obstacle(schema):
            return self.show(schema, problem=problem)
        form = save_definition(schema, by=cast(User, self.request.user))
        messages.success(self.request, _("“%(title)s” is a draft now. Look through it.") % {"title": form.title})
        return redirect(reverse(f"{URLS}:edit", args=[form.pk]))

    def obstacle(self, schema: FormSchema) -> str:
        """Why the draft that is there cannot be replaced by this person now."""
        if not self.request.user.has_perm(MAY_CHANGE):
            raise PermissionDenied
        there = Form.objects.filter(key=schema.key).first()
        lock = there.get_lock() if there else None
        if lock and lock.for_user(self.request.user):
            return _("This form is locked. Take the workbook in as another form, or have it unlocked.")
        return ""

    @property
    def user_id(self) -> int:
        return int(self.request.user.pk or 0)


def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as a workbook."""
    if not request.user.has_perm(MAY_CHANGE):
        raise PermissionDenied
    form = get_object_or_404(Form, pk=pk)
    try:
        content = write(schema_of(form.get_latest_revision_as_object()))
    except RuleProblem as problem:
        messages.error(request, f"{problem.key}: {problem.sentence}")
        return redirect(reverse(f"{URLS}:list"))
    answer = HttpResponse(content, content_type=WORKBOOK)
    answer["Content-Disposition"] = f'attachment; filename="{form.key}.xlsx"'
    return answer


def _listed(findings: tuple[Finding, ...]) -> dict[str, Any]:
    shown = [{"found": finding, "severity": SEVERITIES[finding.severity]} for finding in findings[:MOST_SHOWN]]
    return {"findings": shown, "more": max(len(findings) - MOST_SHOWN, 0), "looked": True}
