"""A form to be filled in by hand."""

import io

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation
from pypdf import PdfReader

from content.setup import ensure_site
from forms import builder, layouts
from forms.fieldtypes import registry
from forms.layouts import Layout, LayoutRegistry
from forms.models import Form, FormPage, ReportIndexPage
from forms.models.page import Fillers
from forms.printing import Edition, blank, print_blank
from forms.printing.spaces import SPACES
from forms.publishable import problems_in
from portal import pdf
from tests.editing import signed_in_to_edit
from tests.forms import sample

EDITION = Edition(2, "abc123", "https://example.org/report/sample/")


@pytest.fixture
def printed(monkeypatch):
    """What is given to the printer: the template and its context."""
    given = []

    def render(template, context, **_language):
        given.append((template, context))
        return b"%PDF-"

    monkeypatch.setattr(pdf, "render", render)
    return given


def entries(schema):
    with translation.override("en"):
        sheets = blank.context(schema, EDITION, language="en")["sheets"]
    return {entry.label: entry for sheet in sheets for entry in sheet.entries}


def question(**more):
    return {"kind": "field", "key": "q", "type": "text", "label": {"en": "Q"}, **more}


def asking(*items):
    return sample.schema(steps=[{"key": "one", "title": {"en": "One"}, "items": list(items)}], place=None)


def test_everything_is_there_in_order_and_says_when_it_is_asked():
    found = entries(sample.schema())

    assert list(found) == [
        "In danger now", "Call 110 now", "Called the police", "Situation", "Place", "Description", "Days",
        "Guardians", "Photos", "Papers", "Your name", "Telephone",
    ]  # fmt: skip
    assert found["Called the police"].marks == ("only when “In danger now” is “Yes”",)
    assert found["Days"].marks == (
        "only when “Situation” is “Alone”",
        "must be answered when “In danger now” is “Yes” and “Situation” is “Alone”",
    )
    assert found["Description"].is_required
    assert found["Situation"].space.options == ("Alone", "Hurt")


def test_a_table_has_empty_rows_for_each_column_and_no_more_than_the_form_takes():
    table = entries(sample.schema())["Guardians"]

    assert [column.label for column in table.columns] == ["Name", "Reached"]
    assert list(table.rows) == [1, 2, 3]


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("${a} != ''", "“A” is answered"),
        ("${a} = ''", "“A” is not answered"),
        ("not(${a} = 'x')", "“A” is not “x”"),
        ("${a} = 'x' or (${b} > 3 and ${b} <= 9)", "“A” is “x” or (“B” is more than 3 and “B” is at most 9)"),
        ("contains(${a}, 'x')", "“A” contains “x”"),
        ("string-length(${a}) > 3", "“string-length(“A”) > 3” holds"),
    ],
)
def test_a_condition_is_said_in_words(formula, words):
    schema = asking(
        question(key="a", label={"en": "A"}),
        question(key="b", type="integer", label={"en": "B"}),
        question(shown_when={"formula": formula}),
    )
    assert entries(schema)["Q"].marks == (f"only when {words}",)


def test_what_the_portal_computes_is_not_to_be_written():
    schema = asking(question(type="integer", computed={"formula": "1 + 1"}))
    assert entries(schema)["Q"].space.kind == "computed"


def test_an_option_that_is_no_longer_on_offer_is_not_printed():
    choices = [{"key": "old", "label": {"en": "Old"}, "until": "2020-01-01"}, {"key": "new", "label": {"en": "New"}}]
    assert entries(asking(question(type="choice", choices=choices)))["Q"].space.options == ("New",)


def test_every_kind_of_field_has_its_space():
    assert set(registry) <= set(SPACES)


@pytest.mark.parametrize("kind", sorted(SPACES))
def test_every_space_can_be_drawn(kind, printed):
    settings = {"rows": [{"key": "r", "label": "甲"}]} if kind in ("matrix", "score_sheet") else {}
    options = [{"key": "x", "label": {"en": "X"}}]
    schema = asking(question(type=kind, settings=settings, choices=options))

    print_blank(schema, EDITION, language="en")

    assert ("Q" in render_to_string(*printed[0])) == (kind != "hidden")


def test_the_sheet_names_the_form_its_version_and_its_address():
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(sheet())).pages)

    assert "Sample report" in said
    assert "Version 2" in said
    assert "abc123" in said
    assert "https://example.org/report/sample/" in said
    assert "1 / " in said


def test_the_same_form_gives_the_same_bytes():
    assert sheet() == sheet()


def sheet():
    return print_blank(sample.schema(), EDITION, language="en")


def test_markup_in_a_label_is_printed_as_it_is_written(monkeypatch):
    seen = []
    monkeypatch.setattr("portal.pdf.rendering.press.print", lambda html: seen.append(html) or b"")

    print_blank(asking(question(label={"en": "<script>x</script>\u202e"})), EDITION, language="en")

    assert "<script>" not in seen[0]
    assert "&lt;script&gt;" in seen[0]


def test_a_form_names_the_sheet_it_is_printed_on(monkeypatch, printed):
    own = LayoutRegistry()
    own.register(Layout("plain", "plain"))
    own.register(Layout("court", "court", blank="court_blank.html"))
    monkeypatch.setattr(layouts, "registry", own)

    for layout in ("court", "plain", "of_another_portal"):
        print_blank(sample.schema(layout=layout), EDITION, language="en")

    assert [template for template, _context in printed] == [
        "court_blank.html",
        "forms/paper/blank.html",
        "forms/paper/blank.html",
    ]


def test_two_sheets_of_one_key_are_refused():
    with pytest.raises(ValueError, match="plain"):
        layouts.registry.register(Layout("plain", "again"))


@pytest.mark.django_db
def test_a_form_with_a_sheet_that_is_not_there_is_not_published():
    [problem] = problems_in(sample.schema(layout="court"))
    assert problem.rule == "layout"


def test_the_layout_changes_no_checksum_of_forms_that_have_none():
    assert sample.schema().checksum() == sample.schema(layout="plain").checksum()


@pytest.fixture
def host(version, db):
    index = ensure_site().home.add_child(instance=ReportIndexPage(title="报告", slug="report"))
    return index.add_child(instance=FormPage(title="示例报告", slug="sample", form=version.form))


def test_everybody_gets_the_blank_form_where_it_is_filled_in_and_it_is_made_once(client, host, printed, settings):
    settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    page = client.get("/report/sample/").content.decode()
    assert 'href="/report/sample/blank/"' in page

    answers = [client.get("/report/sample/blank/") for _time in range(2)]

    assert [answer["Content-Type"] for answer in answers] == ["application/pdf"] * 2
    assert len(printed) == 1
    assert printed[0][1]["edition"].address.endswith("/report/sample/")


def test_while_the_form_is_closed_there_is_no_blank_one(client, host):
    host.closes_at = timezone.now()
    host.save()
    assert client.get("/report/sample/blank/").status_code == 404


def test_an_administrator_prints_the_draft_and_each_version(client, version, cast, printed):
    signed_in_to_edit(client, cast, Form)
    builder.save_definition(sample.schema(title={"zh-hans": "新的"}), by=cast.form_administrator)
    address = f"/admin/snippets/portal_forms/form/blank/{version.form_id}/"

    assert client.get(address).content == client.get(f"{address}1/").content == b"%PDF-"
    assert [(one["title"], one["edition"].version) for _template, one in printed] == [
        ("新的", None),
        ("Sample report", 1),
    ]
    assert client.get(f"{address}9/").status_code == 404


def test_who_may_not_change_forms_prints_none_in_the_admin(client, version, cast):
    signed_in_to_edit(client, cast)
    assert client.get(f"/admin/snippets/portal_forms/form/blank/{version.form_id}/1/").status_code in (302, 403)


def test_whoever_may_not_fill_it_in_gets_no_blank_one(client, host, printed, cast):
    host.fillers = Fillers.SIGNED_IN
    host.save()
    assert client.get("/report/sample/blank/").status_code == 404

    client.force_login(cast.east_police)
    assert client.get("/report/sample/blank/").status_code == 200
