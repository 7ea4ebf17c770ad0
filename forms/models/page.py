"""Pages of the site that host a form, and the list of them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from content.beginnings import beginning_named_in
from content.models import BasePage
from content.text import in_language
from forms.compartments import sensitivity_of
from forms.models.definition import Form
from portal.directory.functions import FUNCTIONS
from portal.directory.models import Post
from portal.namedviews import named_view


class Fillers(models.TextChoices):
    EVERYBODY = "everybody", _("everybody, without an account")
    SIGNED_IN = "signed_in", _("everybody who has a post")
    FUNCTION = "function", _("offices of one kind")


def functions() -> list[tuple[str, Any]]:
    """Named by the column, so that a new kind of office needs no migration."""
    return list(FUNCTIONS.items())


class ReportIndexPage(BasePage):
    """`/report/`: the public forms, with the emergency number before all of them."""

    is_translatable = False
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

    Whoever fills in a form here is not recorded by account, signed in or not: who reports is an answer, sealed. Only
    where the page says so is it handed in by the post of whoever is signed in, such as the plan of an office.
    """

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+", verbose_name=_("form"))
    introduction = models.TextField(_("introduction"), blank=True)
    introduction_en = models.TextField(_("introduction in English"), blank=True)
    audience = models.CharField(_("for whom"), max_length=200, blank=True)
    audience_en = models.CharField(_("for whom, in English"), max_length=200, blank=True)
    # Who may begin; `audience` is what the page says of it.
    fillers = models.CharField(_("who may fill it in"), max_length=10, choices=Fillers, default=Fillers.EVERYBODY)
    filling_function = models.CharField(_("of which kind of office"), max_length=40, choices=functions, blank=True)
    kept_with_post = models.BooleanField(
        _("keep who hands it in"),
        default=False,
        help_text=_("The post of whoever is signed in stands beside the paper, and what follows comes back to them."),
    )
    emergency_notice = models.BooleanField(_("show 110 before the first question"), default=True)
    opens_at = models.DateTimeField(_("open from"), null=True, blank=True)
    closes_at = models.DateTimeField(_("open until"), null=True, blank=True)
    thanks = models.TextField(_("text after sending"), blank=True)
    thanks_en = models.TextField(_("text after sending, in English"), blank=True)

    is_translatable = False
    start = path("start/")(named_view("forms.public.start"))
    blank = path("blank/")(named_view("forms.printing.pages.blank"))

    parent_page_types = [
        "portal_forms.ReportIndexPage",
        "content.ActivityIndexPage",
        "content.PolicyIndexPage",
        "content.StationIndexPage",
        "wagtailcore.Page",
    ]
    subpage_types: list[str] = []
    template = "forms/form_page.html"

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("form"),
        FieldRowPanel([FieldPanel("introduction"), FieldPanel("introduction_en")]),
        FieldRowPanel([FieldPanel("audience"), FieldPanel("audience_en")]),
        FieldRowPanel([FieldPanel("fillers"), FieldPanel("filling_function")]),
        FieldPanel("kept_with_post"),
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
        version = self.form.current_version if self.form_id else None
        if version and version.schema.records and version.schema.records.identity:
            raise ValidationError({"form": _("Records told apart by a number are opened at the desk only.")})
        if (self.fillers == Fillers.FUNCTION) != bool(self.filling_function):
            raise ValidationError({"filling_function": _("Choose one exactly when offices of one kind fill it in.")})
        if self.kept_with_post and self.fillers == Fillers.EVERYBODY:
            raise ValidationError({"kept_with_post": _("Who needs no account has no post to be kept.")})
        if self.kept_with_post and self._asks_who_reports:
            sentence = _("This form asks who reports and seals it apart: it is kept with no post.")
            raise ValidationError({"kept_with_post": sentence})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        about = beginning_named_in(request.GET)
        return {
            **super().get_context(request, *args, **kwargs),
            "about": about,
            "introduction": self.shown_introduction,
            "audience": self.shown_audience,
            "fillers": self.shown_fillers,
            "can_start": self.is_open and self.form.versions.exists(),
            "start_url": f"{self.get_url(request)}start/{f'?{about.query}' if about else ''}",
            "blank_url": f"{self.get_url(request)}blank/",
        }

    @property
    def shown_introduction(self) -> str:
        return in_language(self.introduction, self.introduction_en)

    @property
    def shown_audience(self) -> str:
        return in_language(self.audience, self.audience_en)

    @property
    def shown_fillers(self) -> str:
        """Who may begin, in a sentence; nothing when everybody may. The same for all readers, so it may be kept."""
        if self.fillers == Fillers.FUNCTION:
            function = FUNCTIONS.get(self.filling_function, self.filling_function)
            return gettext("Only offices of this kind fill this in: %(function)s. Please sign in first.") % {
                "function": function
            }
        return gettext("Please sign in first to fill this in.") if self.fillers == Fillers.SIGNED_IN else ""

    def may_be_begun_by(self, user: Any) -> bool:
        """By the posts that somebody holds today. Who may not is told before anything is asked."""
        if self.fillers == Fillers.EVERYBODY:
            return True
        posts = user.current_posts() if user.is_authenticated else []
        if self.fillers == Fillers.SIGNED_IN:
            return bool(posts)
        return any(post.organisation.function == self.filling_function for post in posts)

    @property
    def keeps_who_hands_in(self) -> bool:
        """Never where the form asks who reports, also when it began to do so after somebody ticked the box."""
        return self.kept_with_post and not self._asks_who_reports

    @property
    def _asks_who_reports(self) -> bool:
        version = self.form.current_version if self.form_id else None
        return version is not None and any(sensitivity_of(item) == "reporter" for item in version.schema.fields())

    def may_be_handed_in_by(self, post: Post | None) -> bool:
        """In the name of that post, where the page keeps it."""
        if post is None:
            return False
        return self.fillers != Fillers.FUNCTION or post.organisation.function == self.filling_function

    @property
    def shown_thanks(self) -> str:
        return in_language(self.thanks, self.thanks_en)

    @property
    def is_open(self) -> bool:
        """Whether a new form may be started now; one that was started may always be finished."""
        now = timezone.now()
        return not ((self.opens_at and now < self.opens_at) or (self.closes_at and now >= self.closes_at))
