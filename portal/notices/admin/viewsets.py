"""The list of channels, and a page for each that says how it is doing and tries it out."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from portal.jobs.models import Job
from portal.notices.admin.forms import ChannelForm
from portal.notices.choices import NUMBER
from portal.notices.delivering import try_out
from portal.notices.kinds import KINDS
from portal.notices.models import Channel
from portal.outgoing import NotSent

SHOWN = 30


class ChannelIndex(IndexView):
    def get_list_more_buttons(self, instance: Channel) -> list[Any]:
        trying = reverse("channel_state", args=[instance.pk])
        item = Button(_("State and test"), url=trying, icon_name="circle-check", priority=5)
        return [item, *super().get_list_more_buttons(instance)]


class ChannelViewSet(ModelViewSet):
    model = Channel
    icon = "mail"
    menu_label = _("Channels of notices")
    menu_name = "channels"
    menu_order = 890
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = ["name", "kind", "organisation", "host", BooleanColumn("active", label=_("in use"))]
    index_view_class = ChannelIndex

    def get_form_class(self, for_update: bool = False) -> type[ChannelForm]:
        return ChannelForm


class TestForm(forms.Form):
    number = forms.CharField(label=_("Mobile number that gets the test"), max_length=20)

    def clean_number(self) -> str:
        number = str(self.cleaned_data["number"]).replace(" ", "")
        if not NUMBER.fullmatch(number):
            raise forms.ValidationError(gettext("Write eleven digits, or + and the country before them."))
        return number


class ChannelState(WagtailAdminTemplateMixin, TemplateView):
    """What was sent last and how it went. A POST sends a test, now and once."""

    template_name = "notices/admin/channel_state.html"
    page_title = _("State and test")
    header_icon = "mail"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("channel:index"), "label": _("Channels of notices")},
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("notices.change_channel"):
            raise PermissionDenied
        self.channel = get_object_or_404(Channel.objects.select_related("data_key"), pk=kwargs["pk"])
        return cast(HttpResponse, super().dispatch(request, *args, **kwargs))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if form is not None and not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, **kwargs), status=422)
        try:
            try_out(self.channel, number=form.cleaned_data["number"] if form else "")
        except NotSent as refusal:
            messages.error(request, str(refusal.sentence))
        else:
            messages.success(request, gettext("The test has arrived."))
        return redirect("channel_state", self.channel.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        deliveries = list(self.channel.deliveries.all()[:SHOWN])
        jobs = {job.key: job for job in Job.objects.filter(key__in=[one.job_key for one in deliveries])}
        rows = [(one, jobs.get(one.job_key)) for one in deliveries]
        return super().get_context_data(channel=self.channel, rows=rows, **{"form": self._form(None), **kwargs})

    def _form(self, typed: Any) -> TestForm | None:
        return TestForm(typed) if KINDS[self.channel.kind].is_personal else None
