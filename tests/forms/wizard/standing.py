"""A step of a form as a page of an invented site: its templates, its scripts and no portal behind it."""

from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import json_script
from playwright.sync_api import Page, Route

from forms.logic.compile import compile_rules
from forms.logic.formstate import evaluate_form
from forms.schema import FormSchema
from forms.wizard.live import live_data
from forms.wizard.stepform import StepForm

ROOT = Path(__file__).resolve().parents[3]
STATICS = (ROOT / "portal" / "static", ROOT / "forms" / "static")
ADDRESS = "http://standing.test/"
KINDS = {".js": "text/javascript", ".css": "text/css"}


def standing(schema: FormSchema, answers: dict[str, Any] | None = None, *, step: str = "") -> str:
    """The page of one step, the first unless named."""
    schema, given = compile_rules(schema), answers or {}
    here = schema.step(step) if step else schema.steps[0]
    state = evaluate_form(schema, given, now=timezone.now())
    parts = StepForm(step=here, state=state, stored={}, initial={**state.defaults, **given}).parts(checked=False)
    drawn = "".join(render_to_string("forms/parts/part.html", {"part": part}) for part in parts)
    rules = json_script({**live_data(schema, state, step=here), "fresh": not given}, "wizard-rules")
    scripts = "".join(
        f'<script type="module" src="/static/{name}"></script>'
        for name in ("forms/fields/fields.js", "forms/wizard/wizard.js")
    )
    return (
        f"<!doctype html><html lang=zh><meta charset=utf-8><title>Standing</title>{scripts}"
        '<form data-controller="wizard" data-action="input->wizard#refresh change->wizard#refresh">'
        f'<input type="hidden" name="_seen" data-wizard-target="seen"><div class="fields">{drawn}</div></form>{rules}'
    )


def show(page: Page, drawn: str) -> None:
    """Open it, and wait until its scripts have looked at it."""

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS).partition("?")[0]
        if path.startswith("static/"):
            found = [folder / path[7:] for folder in STATICS if (folder / path[7:]).is_file()]
            route.fulfill(body=found[0].read_text(), content_type=KINDS.get(found[0].suffix, "text/plain"))
        else:
            route.fulfill(body=drawn, content_type="text/html")

    page.route(f"{ADDRESS}**", serve)
    page.goto(ADDRESS)
    page.wait_for_function("document.querySelector('[name=_seen]').value !== ''")
