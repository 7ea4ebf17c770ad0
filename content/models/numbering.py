"""Document numbers: `代字〔年〕序号号`, one after the other in each year, none left out, none given twice.

What GB/T 9704-2012, 7.2.5 asks for: the year in full between 〔〕, no zero before the serial, no 第.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.models.policy import PolicyPage
from content.models.validity import Disclosure
from portal.calendar.reckoning import WorkCalendar
from portal.locking import locked

WORKING_DAYS = 20


class NumberSeries(models.Model):
    """The numbers of one organ. `last_elsewhere` were given before the portal gave any, in the year `elsewhere_in`."""

    code = models.CharField(
        gettext_lazy("code of the organ"), max_length=20, unique=True, help_text=gettext_lazy("For example 禾政发.")
    )
    organ = models.CharField(gettext_lazy("organ"), max_length=200)
    elsewhere_in = models.PositiveIntegerField(
        gettext_lazy("year in which numbers were given on paper"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1949)],
    )
    last_elsewhere = models.PositiveIntegerField(gettext_lazy("last number given on paper"), default=0)

    class Meta:
        verbose_name = gettext_lazy("series of document numbers")
        verbose_name_plural = gettext_lazy("series of document numbers")

    def __str__(self) -> str:
        return f"{self.code} · {self.organ}"

    @transaction.atomic
    def give(self, page: PolicyPage, *, by: Any) -> "DocumentNumber":
        """The next number of this year, for that page; a page that has one keeps it.

        The series is locked meanwhile: whoever comes at the same time waits. Taken back with the transaction, so that
        nothing is left out.
        """
        series = locked(NumberSeries.objects.filter(pk=self.pk)).get()
        kept = DocumentNumber.objects.filter(page=page).first()
        if kept is not None:
            return kept
        year = timezone.localdate().year
        last = series.numbers.filter(year=year).aggregate(models.Max("serial"))["serial__max"]
        if last is None:
            last = series.last_elsewhere if series.elsewhere_in == year else 0
        serial = last + 1
        # What was brought in with its number has it.
        while PolicyPage.objects.filter(document_number=series.said(year, serial)).exists():
            serial += 1
        return DocumentNumber.objects.create(
            series=series, year=year, serial=serial, page=page, title=page.title, given_by=by
        )

    def said(self, year: int, serial: int) -> str:
        return f"{self.code}〔{year}〕{serial}号"

    def clean(self) -> None:
        """Numbers that were given are read with the code."""
        before = type(self).objects.filter(pk=self.pk).first()
        if before and before.code != self.code and before.numbers.exists():
            raise ValidationError({"code": gettext_lazy("Numbers were given with this code: it stays.")})


class DocumentNumber(models.Model):
    """A number that was given. It stays when its document goes: it is never given again."""

    series = models.ForeignKey(NumberSeries, on_delete=models.PROTECT, related_name="numbers")
    year = models.PositiveIntegerField(gettext_lazy("year"))
    serial = models.PositiveIntegerField(gettext_lazy("serial number"))
    page = models.OneToOneField(PolicyPage, on_delete=models.SET_NULL, null=True, related_name="given_number")
    title = models.CharField(gettext_lazy("title"), max_length=255)
    given_at = models.DateTimeField(gettext_lazy("given at"), auto_now_add=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = gettext_lazy("document number")
        verbose_name_plural = gettext_lazy("document numbers")
        ordering = ["series", "-year", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "serial"], name="one_document_for_each_number"),
        ]

    def __str__(self) -> str:
        return self.series.said(self.year, self.serial)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a number that was given stays as it is")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("a number that was given stays")

    def publish_by(self, calendar: WorkCalendar) -> date:
        """The twentieth working day after its date (Regulations on the Disclosure of Government Information, 26)."""
        return timezone.localdate(calendar.add_days(self.given_at, WORKING_DAYS).at)

    def standing(self, calendar: WorkCalendar) -> str:
        """Whether the public has it, and until when it should."""
        if self.page is None:
            return _("deleted")
        if self.page.live:
            return _("published")
        if self.page.first_published_at:
            return _("taken down")
        # As the newest draft has it; made into a page it would be asked for all that belongs to one.
        latest = self.page.latest_revision
        disclosure = Disclosure(latest.content["disclosure"] if latest else self.page.disclosure)
        if disclosure != Disclosure.PUBLISHED:
            return str(disclosure.label)
        day = self.publish_by(calendar)
        late = timezone.localdate() > day
        sentence = _("late: to be published by %(day)s") if late else _("to be published by %(day)s")
        return sentence % {"day": date_format(day)}
