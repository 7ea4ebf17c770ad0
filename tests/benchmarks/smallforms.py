"""The forms of the round trips: two steps of seven fields as the peers were measured with, and one step of five."""

from typing import Any

from content.setup import ensure_site
from forms import builder, services
from forms.models import FormPage, ReportIndexPage
from forms.schema import FormSchema

TWO_STEPS = "benchmark_two_steps"
ONE_STEP = "benchmark_one_step"
STEPS = ("first", "second")
KINDS = ("text", "text", "integer", "date", "choice", "yes_no", "long_text")
VALUES = {
    "text": "王小明",
    "integer": 3,
    "date": "2026-11-01",
    "choice": "a",
    "yes_no": True,
    "long_text": "一切都好。",
}
# As Wagtail names the same kinds.
WAGTAIL = {"text": "singleline", "integer": "number", "date": "date", "choice": "dropdown"}


def two_steps() -> FormSchema:
    return _form(TWO_STEPS, dict.fromkeys(STEPS, KINDS))


def one_step() -> FormSchema:
    return _form(ONE_STEP, {"only": ("text", *WAGTAIL)})


def answers(step: str) -> dict[str, Any]:
    """What is answered in a step of the form with two of them."""
    return {f"{step}_{place}": VALUES[kind] for place, kind in enumerate(KINDS)}


def publish(schema: FormSchema) -> str:
    """The form on a page of the site; returns its address."""
    form = builder.save_definition(schema, by=None)
    services.publish(form, by=None)
    index = ReportIndexPage.objects.child_of(ensure_site().home).get()
    slug = schema.key.replace("_", "-")
    index.add_child(instance=FormPage(slug=slug, title=slug, form=form, emergency_notice=False))
    return f"/report/{slug}/"


def publish_wagtails() -> tuple[str, dict[str, Any]]:
    """Wagtail's own form page with the fields of the form of one step; its address, and what is typed."""
    from tests.benchmarks.models import WagtailForm, WagtailFormField  # known to the benchmark's settings only

    page = WagtailForm(title="Form", slug="benchmark-wagtail")
    page.form_fields = [
        WagtailFormField(label=f"field {place}", field_type=WAGTAIL[kind], choices="a,b", sort_order=place)
        for place, kind in enumerate(("text", *WAGTAIL))
    ]
    ensure_site().home.add_child(instance=page)
    typed = {f"field_{place}": VALUES[kind] for place, kind in enumerate(("text", *WAGTAIL))}
    return "/benchmark-wagtail/", typed


def _form(key: str, steps: dict[str, tuple[str, ...]]) -> FormSchema:
    said = [
        {"key": step, "title": step, "items": [_field(f"{step}_{place}", kind) for place, kind in enumerate(kinds)]}
        for step, kinds in steps.items()
    ]
    return FormSchema.model_validate({"key": key, "title": key, "steps": said})


def _field(key: str, kind: str) -> dict[str, Any]:
    choices = [{"key": one, "label": one.upper()} for one in "ab"] if kind == "choice" else []
    return {"kind": "field", "key": key, "type": kind, "label": key, "required": True, "choices": choices}
