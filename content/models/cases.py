"""Cases that are told to everybody: what the law says, and what somebody does well. Nobody in them is recognised."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from content.models.topics import TopicIndexPage, TopicPage
from content.models.translating import PageForm
from content.models.written import WrittenPage, text_of
from content.text import lines_of


class CaseForm(PageForm):
    nobody_named = forms.BooleanField(
        label=_("Nobody in it can be recognised"),
        help_text=_("Names, school, village and day are left out or changed, also of those around the child."),
    )


class CasePage(WrittenPage):
    """What happened to people. Published only when somebody says that none of them can be recognised."""

    nobody_named = models.BooleanField(default=False)

    base_form_class = CaseForm

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Who saves some fields only, as Wagtail does with a draft, publishes nothing.
        if self.live and not self.nobody_named and kwargs.get("update_fields") is None:
            raise ValidationError({"nobody_named": gettext("Say first that nobody in it can be recognised.")})
        super().save(*args, **kwargs)


class LawCasePage(CasePage):
    """What the law says, told by a case."""

    happened = text_of(pgettext_lazy("of a case", "what happened"), blank=False)
    asked = text_of(_("what had to be decided"))
    outcome = text_of(_("how it was decided"))
    explained = text_of(_("what the law says"), blank=False)
    advice = text_of(_("what you can do"))
    laws = models.TextField(_("laws"), blank=True, help_text=_("One law with its articles in each line."))
    told_by = models.CharField(_("told by"), max_length=120, blank=True)

    template = "content/law_case_page.html"
    told = ("happened", "asked", "outcome", "explained", "advice")
    parent_page_types = ["content.LawCaseIndexPage"]
    content_panels = [
        *TopicPage.content_panels,
        FieldPanel("nobody_named", required_on_save=False),
        *(FieldPanel(name) for name in told),
        FieldRowPanel([FieldPanel("laws"), FieldPanel("told_by")]),
        FieldPanel("basis"),
    ]

    class Meta:
        verbose_name = _("case explained")
        verbose_name_plural = _("cases explained")

    @property
    def law_list(self) -> list[str]:
        return lines_of(self.laws)

    def search_words(self) -> list[str]:
        return [*super().search_words(), self.laws]


class LawCaseIndexPage(TopicIndexPage):
    """`/law-cases/`"""

    template = TopicIndexPage.template
    holds = LawCasePage
    card = "content/topic_card.html"
    subpage_types = ["content.LawCasePage"]
    max_count = 1

    class Meta:
        verbose_name = _("list of cases explained")
        verbose_name_plural = _("lists of cases explained")


class ModelCasePage(CasePage):
    """How an office, a school or an organisation does something well."""

    who = models.CharField(
        pgettext_lazy("of a model case", "who does it"),
        max_length=120,
        help_text=_("An office, a school or an organisation, no child."),
    )
    place = models.CharField(pgettext_lazy("of a model case", "where"), max_length=120, blank=True)
    since = models.CharField(_("since when"), max_length=60, blank=True)
    before = text_of(_("what was difficult"))
    done = text_of(_("what they do"), blank=False)
    came = text_of(pgettext_lazy("of a model case", "what came of it"))
    learned = text_of(_("what others can take from it"))
    praised = models.CharField(_("commended by"), max_length=120, blank=True)

    template = "content/model_case_page.html"
    told = ("before", "done", "came", "learned")
    parent_page_types = ["content.ModelCaseIndexPage"]
    content_panels = [
        *TopicPage.content_panels,
        FieldPanel("nobody_named", required_on_save=False),
        MultiFieldPanel(
            [
                FieldPanel("who"),
                FieldRowPanel([FieldPanel("place"), FieldPanel("since")]),
                FieldPanel("praised"),
            ],
            _("who it is about"),
        ),
        *(FieldPanel(name) for name in told),
        FieldPanel("basis"),
    ]

    class Meta:
        verbose_name = _("model case")
        verbose_name_plural = _("model cases")

    def search_words(self) -> list[str]:
        return [*super().search_words(), self.who, self.place, self.praised]


class ModelCaseIndexPage(TopicIndexPage):
    """`/model-cases/`"""

    template = TopicIndexPage.template
    holds = ModelCasePage
    card = "content/topic_card.html"
    subpage_types = ["content.ModelCasePage"]
    max_count = 1

    class Meta:
        verbose_name = _("list of model cases")
        verbose_name_plural = _("lists of model cases")
