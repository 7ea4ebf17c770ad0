"""Inputs of the editor that cost nothing until somebody uses them: a large form has thousands."""

from django import forms
from django.utils.functional import cached_property
from wagtail import blocks


class DayBlock(blocks.DateBlock):
    """The browser's own input for days; Wagtail's draws a calendar for each at once."""

    @cached_property
    def field(self) -> forms.DateField:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        return forms.DateField(widget=widget, **self.field_options)


class LongTextBlock(blocks.TextBlock):
    """Grows with what is written, by the stylesheet; Wagtail's measures each when the page opens."""

    @cached_property
    def field(self) -> forms.CharField:
        return forms.CharField(widget=self.widget(), **self.field_options)

    def widget(self) -> forms.Textarea:
        return forms.Textarea(attrs={"rows": self.rows, "class": "long-text"})
