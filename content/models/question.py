"""Questions that people ask, and what the office answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from content.models.topics import TopicIndexPage, TopicPage
from content.models.written import WrittenPage, text_of


class QuestionPage(WrittenPage):
    """Its title is the question."""

    reply = text_of(_("the answer"), blank=False)
    answered_by = models.CharField(_("office that answers"), max_length=120, blank=True)

    template = "content/question_page.html"
    told = ("reply",)
    parent_page_types = ["content.QuestionIndexPage"]
    content_panels = [
        *TopicPage.content_panels,
        FieldPanel("reply"),
        FieldPanel("answered_by"),
        FieldPanel("basis"),
    ]

    class Meta:
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")


class QuestionIndexPage(TopicIndexPage):
    """`/questions/`: each answer opens in its place."""

    template = "content/question_index_page.html"
    holds = QuestionPage
    card = "content/question_card.html"
    subpage_types = ["content.QuestionPage"]
    max_count = 1

    class Meta:
        verbose_name = _("list of questions and answers")
        verbose_name_plural = _("lists of questions and answers")
