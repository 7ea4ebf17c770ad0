"""Numbers that answer, as facts with a date and a source."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from content.indexing.spelling import spelled
from content.text import in_language
from portal.localday import months_before

EMERGENCY_NUMBER = "110"


class HotlineKind(models.TextChoices):
    """What somebody calls for, in the order in which the public page shows it."""

    CHILDREN = "children", _("Protection of children")
    MIND = "mind", _("Somebody to talk to")
    WOMEN = "women", _("Women and family")
    LAW = "law", _("Law and rights")
    OTHER = "other", _("Other help")


class HotlineQuerySet(models.QuerySet["Hotline"]):
    def at_foot(self) -> "HotlineQuerySet":
        """Those that stand at the foot of every page."""
        return self.filter(shown_at_foot=True)

    def nationwide(self) -> "HotlineQuerySet":
        """Those that answer wherever somebody calls."""
        return self.filter(area="")

    def due(self) -> "HotlineQuerySet":
        """Those that nobody has verified for so long that somebody should telephone."""
        return self.filter(
            models.Q(verified_on=None)
            | models.Q(verified_on__lt=months_before(timezone.localdate(), settings.HOTLINE_CHECK_MONTHS))
        )

    def matching(self, terms: list[str]) -> list["Hotline"]:
        """Those whose texts hold every term. There are a dozen rows, so they are compared here."""
        return [hotline for hotline in self if terms and all(term in hotline.spelled for term in terms)]


class Hotline(index.Indexed, models.Model):
    """A number, who answers it, when, where and what for, and when somebody last made sure of it."""

    number = models.CharField(
        pgettext_lazy("of a telephone", "number"),
        max_length=20,
        unique=True,
        validators=[RegexValidator(r"^[0-9][0-9 \-]{1,18}[0-9]$")],
    )
    kind = models.CharField(
        _("what somebody calls for"), max_length=12, choices=HotlineKind, default=HotlineKind.OTHER,
        help_text=_("Under which heading the public page shows it. 110 stands before all of them."),
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    operator = models.CharField(_("who answers"), max_length=80, blank=True)
    operator_en = models.CharField(_("who answers, in English"), max_length=80, blank=True)
    purpose = models.CharField(_("what for"), max_length=160, blank=True)
    purpose_en = models.CharField(_("what for, in English"), max_length=160, blank=True)
    hours = models.CharField(_("hours"), max_length=80, blank=True)
    hours_en = models.CharField(_("hours, in English"), max_length=80, blank=True)
    area = models.CharField(_("where it answers"), max_length=80, blank=True)
    area_en = models.CharField(_("where it answers, in English"), max_length=80, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    source_en = models.CharField(_("source, in English"), max_length=200, blank=True)
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    shown_at_foot = models.BooleanField(_("show at the foot of every page"), default=False)

    objects = HotlineQuerySet.as_manager()

    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.SearchField("number")]
    panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("order"), FieldPanel("shown_at_foot")]),
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("operator"), FieldPanel("operator_en")]),
        FieldRowPanel([FieldPanel("purpose"), FieldPanel("purpose_en")]),
        FieldRowPanel([FieldPanel("hours"), FieldPanel("hours_en")]),
        FieldRowPanel([FieldPanel("area"), FieldPanel("area_en")]),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("source"), FieldPanel("source_en")]), FieldPanel("verified_on")],
            _("where this is known from"),
        ),
    ]

    class Meta:
        verbose_name = _("hotline")
        verbose_name_plural = _("hotlines")
        ordering = [models.Case(models.When(number=EMERGENCY_NUMBER, then=0), default=1), "order", "number"]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def clean(self) -> None:
        if self.verified_on and self.verified_on > timezone.localdate():
            raise ValidationError({"verified_on": _("This day has not come yet.")})

    @property
    def is_emergency(self) -> bool:
        return self.number == EMERGENCY_NUMBER

    @property
    def is_due(self) -> bool:
        return self.verified_on is None or self._verified_before(settings.HOTLINE_CHECK_MONTHS)

    @property
    def is_long_unverified(self) -> bool:
        """Two checks were missed: the public is told. What nobody has verified yet says that instead."""
        return self._verified_before(2 * settings.HOTLINE_CHECK_MONTHS)

    @property
    def shown_name(self) -> str:
        return self._said("name")

    @property
    def shown_operator(self) -> str:
        return self._said("operator")

    @property
    def shown_purpose(self) -> str:
        return self._said("purpose")

    @property
    def shown_hours(self) -> str:
        return self._said("hours")

    @property
    def shown_area(self) -> str:
        return self._said("area")

    @property
    def shown_source(self) -> str:
        return self._said("source")

    @property
    def spelled(self) -> str:
        texts = (self.number, self.name, self.name_en, self.operator, self.operator_en, self.purpose, self.purpose_en)
        return "\n".join(map(spelled, texts))

    def _verified_before(self, months: int) -> bool:
        return self.verified_on is not None and self.verified_on < months_before(timezone.localdate(), months)

    def _said(self, name: str) -> str:
        return in_language(getattr(self, name), getattr(self, f"{name}_en"))
