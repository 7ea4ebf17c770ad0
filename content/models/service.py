"""Guides: what somebody has to bring and do to get something done, where, how long it takes and what it costs."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page

from content.blocks import GuideStepBlock, MaterialBlock
from content.models.topics import TopicIndexPage, TopicPage
from content.telephone import dialled, validate_office_number
from content.text import lines_of
from portal.streams import UnlistedStreamField


class ServiceGuidePage(TopicPage):
    """One matter that somebody comes for."""

    conditions = models.TextField(_("who can have it"), blank=True, help_text=_("One condition in each line."))
    materials = UnlistedStreamField([("material", MaterialBlock())], verbose_name=_("papers to bring"), blank=True)
    steps = UnlistedStreamField([("step", GuideStepBlock())], verbose_name=_("steps"), blank=True)
    time_limit = models.CharField(_("how long it takes"), max_length=120, blank=True)
    fee = models.CharField(_("what it costs"), max_length=120, blank=True)
    result = models.CharField(_("what you get in the end"), max_length=200, blank=True)
    office = models.CharField(_("office"), max_length=120, blank=True)
    place = models.CharField(_("address"), max_length=200, blank=True)
    hours = models.CharField(_("opening hours"), max_length=120, blank=True)
    telephone = models.CharField(
        _("telephone of the office"), max_length=40, blank=True, validators=[validate_office_number],
        help_text=_("Never that of a person."),
    )  # fmt: skip
    begin_at = models.ForeignKey(
        Page, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("where to begin"),
        help_text=_("The page of the form that begins it online."),
    )  # fmt: skip

    template = "content/service_guide_page.html"
    parent_page_types = ["content.ServiceGuideIndexPage"]
    content_panels = [
        *TopicPage.content_panels,
        FieldPanel("conditions"),
        FieldPanel("materials"),
        FieldPanel("steps"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("time_limit"), FieldPanel("fee")]), FieldPanel("result")],
            _("time, cost, result"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("office"), FieldPanel("telephone")]),
                FieldRowPanel([FieldPanel("place"), FieldPanel("hours")]),
                FieldPanel("begin_at"),
            ],
            _("where to go"),
        ),
        FieldPanel("basis"),
    ]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    @property
    def condition_list(self) -> list[str]:
        return lines_of(self.conditions)

    @property
    def dialled(self) -> str:
        return dialled(self.telephone)

    def search_passages(self) -> list[tuple[str, str]]:
        """By the anchors that the parts have on the page."""
        materials = "\n".join(f"{each.value['name']} {each.value['source']}" for each in self.materials)
        steps = ((number, block.value) for number, block in enumerate(self.steps, 1))
        parts = [
            ("条件", self.conditions),
            ("材料", materials),
            *((f"第{number}步", f"{step['title']} {step['who']}\n{step['what']}") for number, step in steps),
            ("时限费用", "\n".join(filter(None, [self.time_limit, self.fee, self.result]))),
            ("地点", "\n".join(filter(None, [self.office, self.place, self.hours, self.telephone]))),
        ]
        return [("", self.summary), *((anchor, text) for anchor, text in parts if text)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        begins = Page.objects.filter(self.open_in_any_language, pk=self.begin_at_id).first()
        return {**super().get_context(request, *args, **kwargs), "begin_url": begins.get_url(request) if begins else ""}


class ServiceGuideIndexPage(TopicIndexPage):
    """`/guides/`"""

    template = TopicIndexPage.template
    holds = ServiceGuidePage
    card = "content/guide_card.html"
    subpage_types = ["content.ServiceGuidePage"]
    max_count = 1

    class Meta:
        verbose_name = _("list of guides")
        verbose_name_plural = _("lists of guides")
