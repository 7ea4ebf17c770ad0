"""Pages of the site that host a form, and the list of them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from content.models import BasePage
from content.text import in_language
from forms.models.definition import Form
from portal.namedviews import named_view


class ReportIndexPage(BasePage):
    """`/report/`: the public forms, with the emergency number before all of them."""

    subpage_types = ["portal_forms.FormPage"]
    template = "forms/report_index_page.html"
    max_count = 1

    class Meta:
        verbose_name = _("list of public forms")
        verbose_name_plural = _("lists of public forms")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        pages = FormPage.objects.child_of(self).live().order_by("path").select_related("form")
        return {**super().get_context(request, *args, **kwargs), "form_pages": pages}


class FormPage(RoutablePageMixin, BasePage):
    """A page with a form below it: its own introduction, audience, opening window and thank-you.

    Whoever fills in a form here is not recorded by account, signed in or not: who reports is an answer, sealed.
    """

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+", verbose_name=_("form"))
    introduction = models.TextField(_("introduction"), blank=True)
    introduction_en = models.TextField(_("introduction in English"), blank=True)
    audience = models.CharField(_("for whom"), max_length=200, blank=True)
    audience_en = models.CharField(_("for whom, in English"), max_length=200, blank=True)
    emergency_notice = models.BooleanField(_("show 110 before the first question"), default=True)
    opens_at = models.DateTimeField(_("open from"), null=True, blank=True)
    closes_at = models.DateTimeField(_("open until"), null=True, blank=True)
    thanks = models.TextField(_("text after sending"), blank=True)
    thanks_en = models.TextField(_("text after sending, in English"), blank=True)

    start = path("start/")(named_view("forms.public.start"))

    parent_page_types = ["portal_forms.ReportIndexPage", "wagtailcore.Page"]
    subpage_types: list[str] = []
    template = "forms/form_page.html"

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("form"),
        FieldRowPanel([FieldPanel("introduction"), FieldPanel("introduction_en")]),
        FieldRowPanel([FieldPanel("audience"), FieldPanel("audience_en")]),
        FieldPanel("emergency_notice"),
        MultiFieldPanel([FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")])], _("opening window")),
        FieldRowPanel([FieldPanel("thanks"), FieldPanel("thanks_en")]),
    ]

    class Meta:
        verbose_name = _("form page")
        verbose_name_plural = _("form pages")

    def clean(self) -> None:
        super().clean()
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("The form must close after it opens.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "introduction": in_language(self.introduction, self.introduction_en),
            "audience": self.shown_audience,
            "can_start": self.is_open and self.form.versions.exists(),
            "start_url": f"{self.get_url(request)}start/",
        }

    @property
    def shown_audience(self) -> str:
        return in_language(self.audience, self.audience_en)

    @property
    def shown_thanks(self) -> str:
        return in_language(self.thanks, self.thanks_en)

    @property
    def is_open(self) -> bool:
        """Whether a new form may be started now; one that was started may always be finished."""
        now = timezone.now()
        return not ((self.opens_at and now < self.opens_at) or (self.closes_at and now >= self.closes_at))
