"""The form page that Wagtail itself offers: what a form of one step is compared with."""

from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.contrib.forms.models import AbstractForm, AbstractFormField


class WagtailForm(AbstractForm):
    template = "benchmarks/wagtail_form.html"
    landing_page_template = "benchmarks/wagtail_form.html"


class WagtailFormField(AbstractFormField):
    page: Any = ParentalKey(WagtailForm, on_delete=models.CASCADE, related_name="form_fields")
