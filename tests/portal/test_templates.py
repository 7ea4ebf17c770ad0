"""The look: every component says what it should, in both languages, without inline script or style."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.conf import settings as django_settings
from django.contrib.staticfiles import finders
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation

from portal import stylesheet
from portal.templatetags import portal_tags

ROOT = Path(django_settings.PROJECT_DIR) / "portal"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SPRITE = ROOT / "static" / "img" / "icons.svg"
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    with translation.override("en"):
        yield NOON


def draw(source, **context):
    return engines["django"].from_string(source).render(context, RequestFactory().get("/list/?page=2&q=x"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_template_has_inline_script_style_or_handler(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text)
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=|javascript:|\|safe\b", text)


def test_every_icon_named_in_a_template_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', SPRITE.read_text(encoding="utf-8")))
    named = {
        name for path in TEMPLATES for name in re.findall(r'{% icon "([a-z-]+)"', path.read_text(encoding="utf-8"))
    }
    assert named
    assert named <= drawn
    assert drawn >= {"phone", "alert", "shield", "document", "search", "clock", "check", "arrow-left", "camera"}


def test_an_icon_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden="true"' in portal_tags.icon("phone")
    assert 'role="img" aria-label="&lt;b&gt;"' in portal_tags.icon("phone", label="<b>")
    assert "icon--directed" in portal_tags.icon("arrow-right")


def test_words_are_said_in_the_readers_language_else_in_chinese_else_in_any():
    words = {"zh-hans": "是", "en": "yes"}
    with translation.override("en"):
        assert draw("{{ words|said }}", words=words) == "yes"
        assert portal_tags.said({"zh-hans": "是"}) == "是"
        assert portal_tags.said({"fr": "oui"}) == "oui"
    with translation.override("zh-hans"):
        assert portal_tags.said(words) == "是"
    assert portal_tags.said({}) == portal_tags.said(None) == ""
    assert draw("{{ words|said }}", words={"en": "<b>"}) == "&lt;b&gt;"


@pytest.mark.parametrize(
    ("away", "sentence"),
    [
        (timedelta(hours=6), "today 18:00"),
        (timedelta(hours=13), "tomorrow 01:00"),
        (timedelta(hours=-13), "yesterday 23:00"),
        (timedelta(days=10), "December 1 12:00"),
        (timedelta(days=60), "Jan. 20, 2027 12:00"),
    ],
)
def test_a_moment_is_said_as_people_say_it(noon, away, sentence):
    assert sentence in portal_tags.moment(noon + away)


@pytest.mark.parametrize(
    ("left", "sentence", "kind"),
    [
        (timedelta(hours=3), "3 hours left", "soon"),
        (timedelta(minutes=1), "1 minute left", "soon"),
        (timedelta(hours=47), "47 hours left", "later"),
        (timedelta(days=5), "5 days left", "later"),
        (timedelta(hours=-2), "2 hours overdue", "late"),
        (timedelta(days=-3), "3 days overdue", "late"),
    ],
)
def test_a_deadline_says_how_long_is_left_or_how_late_it_is(noon, left, sentence, kind):
    html = portal_tags.deadline(noon + left)
    assert sentence in html
    assert f"deadline--{kind}" in html
    assert f'datetime="{(noon + left).isoformat(timespec="minutes")}"' in html


def test_no_time_is_said_as_nothing():
    assert portal_tags.moment(None) == portal_tags.deadline(None) == ""


def test_a_pager_keeps_the_rest_of_the_query():
    assert draw("{% query_with page=3 as next %}{{ next|safe }}") == "?page=3&q=x"
    assert draw('{% query_with page="" q="" as none %}{{ none|safe }}') == "."


class Questions(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the <card>", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "One"), ("b", "Two")], widget=forms.RadioSelect)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_field_is_one_label_one_hint_one_error_and_a_widget_that_points_to_them(language):
    with translation.override(language):
        html = draw('{% for field in form %}{% include "components/field.html" %}{% endfor %}', form=Questions({}))
    assert '<label class="field__label" for="id_name">' in html
    assert "As on the &lt;card&gt;" in html
    assert html.count("<fieldset") == 1
    assert html.count('class="choice"') == 2
    assert 'id="id_kind_error"' in html
    for described in re.findall(r'aria-describedby="([^"]+)"', html):
        for name in described.split():
            assert f'id="{name}"' in html
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_the_error_summary_leads_to_each_field():
    html = draw('{% include "components/error_summary.html" %}', form=Questions({}))
    assert 'href="#id_kind_0"' in html
    assert draw('{% include "components/error_summary.html" %}', form=Questions()).strip() == ""


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    ("component", "context", "expected"),
    [
        ("notice", {"kind": "warning", "title": "T", "text": "<x>"}, "&lt;x&gt;"),
        ("facts", {"rows": [("Place", "East\nTown")]}, "East<br>Town"),
        ("pager", {"previous": "?page=1"}, 'rel="prev"'),
        ("empty", {"title": "Nothing", "href": "/", "action": "Home"}, "Nothing"),
        ("hotline", {"number": "0999-555 1234", "name": "N"}, 'href="tel:09995551234"'),
        ("steps", {"steps": [SimpleNamespace(label="One", done=True, href="/1/")]}, 'class="is-done"'),
    ],
)
def test_each_component_draws_what_it_is_given(language, component, context, expected):
    with translation.override(language):
        assert expected in render_to_string(f"components/{component}.html", context)


def test_the_stylesheet_is_one_file_made_of_every_part(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    sheet = Path(finders.find(stylesheet.NAME)).read_text(encoding="utf-8")
    parts = {path.stem for path in stylesheet.SOURCE.glob("*.css")} - {"admin"}
    assert parts == set(stylesheet.PARTS)
    assert sheet.index("--primary:") < sheet.index(".button {") < sheet.index("@media print")


def test_a_changed_part_changes_the_stylesheet(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path / "data"
    monkeypatch.setattr(stylesheet, "SOURCE", tmp_path)
    monkeypatch.setattr(stylesheet, "PARTS", ("one",))
    (tmp_path / "one.css").write_text("a {}")
    assert stylesheet.build().read_text() == "a {}"
    (tmp_path / "one.css").write_text("b {}")
    assert stylesheet.build().read_text() == "b {}"


def test_the_look_is_light_enough_for_a_slow_line(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    static = ROOT / "static"
    files = [
        stylesheet.build(),
        SPRITE,
        static / "img" / "mark.svg",
        *(static / "js").rglob("*.js"),
        static / "vendor" / "stimulus" / "stimulus.js",
    ]
    assert sum(path.stat().st_size for path in files) < 150_000


@pytest.mark.parametrize("path", sorted(stylesheet.SOURCE.glob("*.css")), ids=lambda path: path.stem)
def test_no_sheet_knows_left_from_right(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(
        r"(margin|padding|border)-(left|right)\b|float:\s*(left|right)|text-align:\s*(left|right)", text
    )
