"""The pages below a policy document: who has which duty, what differs from another, and what an editor is told."""

import io
import re
import zipfile
from datetime import date

import pytest
from django.core.cache import caches
from django.test import Client
from wagtail.models import PageViewRestriction

from content.importing.pages import import_document
from content.models import Disclosure, PolicyPage
from content.policytext.parse import parse
from content.setup import ensure_groups
from portal.directory.models import Organisation, OrganisationSuccession
from tests.content.duties import CITY, COUNTY, INFERRED

pytestmark = pytest.mark.django_db


def published(text):
    return import_document(parse(text, "x.txt"), publish=True).page


@pytest.fixture
def city(settings):
    settings.LANGUAGE_CODE = "zh-hans"
    return published(CITY)


@pytest.fixture
def county(city):
    return published(COUNTY)


@pytest.fixture
def officer(cast):
    """Of the education bureau of the city."""
    person = cast.city_police
    Organisation.objects.filter(pk=cast.post("city_police").organisation_id).update(name="禾川市教育局")
    client = Client()
    client.force_login(person)
    return client


def read(client, page, below, **query):
    answer = client.get(f"{page.url}{below}", query)
    assert answer.status_code == 200
    return answer.content.decode()


def cards(html):
    return re.findall(r'<section class="duty-card panel" aria-label="([^"]+)"', html)


def test_anybody_reads_who_has_which_duty(client, city):
    html = read(client, city, "duties/")
    assert "市公安局" in html
    assert f'href="../#{"%E4%B8%80%EF%BC%88%E4%BA%8C%EF%BC%89"}"' in html
    table = html[html.index("<table") : html.index("</table>")]
    assert table.count('scope="col"') == len(cards(html)) + 1
    assert table.count('scope="row"') == 4
    assert "<caption" in table
    assert 'href="duties/"' in read(client, city, "")


def test_leading_is_told_by_sign_and_by_word(client, city):
    html = read(client, city, "duties/")
    for sign, word in (("●", "牵头"), ("○", "配合")):
        assert re.search(rf'aria-hidden="true">{sign}</span>{word}', html)


def test_one_unit_is_shown_by_any_of_its_names_with_the_words_of_its_duties(client, city):
    for name in ("市卫生计生委", "市卫计委"):
        html = read(client, city, "duties/", unit=name)
        assert cards(html) == ["市卫生计生委"]
        assert "对没有到校的孩子当天查明原因" in html
        assert "市卫生健康委员会" in html
        assert "每年安排经费" not in html


def test_a_name_that_the_document_has_not_shows_all_and_says_so(client, city):
    html = read(client, city, "duties/", unit="<b>怪事办")
    assert "&lt;b&gt;怪事办" in html
    assert len(cards(html)) > 5


def test_staff_begin_with_the_duties_of_their_own_office(officer, city):
    assert cards(read(officer, city, "duties/")) == ["市教育局"]
    assert len(cards(read(officer, city, "duties/", unit=""))) > 5


def test_what_my_office_took_over_from_another_is_mine(officer, cast, city):
    mine = cast.post("city_police").organisation
    old = Organisation.objects.create(name="禾川市国税局", function="finance", area=mine.area, active=False)
    OrganisationSuccession.objects.create(old=old, new=mine, on=date(2020, 1, 1))
    assert set(cards(read(officer, city, "duties/"))) == {"市教育局", "市国税局"}


def test_whose_office_has_no_duty_sees_all(cast, city):
    client = Client()
    client.force_login(cast.east_teacher)
    assert len(cards(read(client, city, "duties/"))) > 5


def test_what_staff_see_is_kept_by_no_cache_and_never_shown_to_others(officer, client, city):
    caches["pages"].clear()
    answer = officer.get(f"{city.url}duties/")
    assert "no-store" in answer["Cache-Control"]
    assert len(cards(read(client, city, "duties/"))) > 5


@pytest.mark.parametrize("below", ["", "duties/", "duties/xlsx/", "duties/csv/", "compare/", "json/"])
def test_what_was_only_inferred_is_nowhere_public(client, below):
    page = published(INFERRED)
    assert next(row.value["allocations"] for row in page.body if row.block_type == "clause")
    content = client.get(f"{page.url}{below}").content
    if below.startswith("duties/") and len(below) > 7:
        content = b"".join(zipfile.ZipFile(io.BytesIO(content)).read(name) for name in names(content))
    html = content.decode()
    assert 'class="duty-card' not in html
    assert "教育部门</" not in html
    assert '"leads"' not in html
    assert "教育部门," not in html


def names(content):
    return zipfile.ZipFile(io.BytesIO(content)).namelist()


def test_confirmed_by_an_editor_it_is_read(client):
    page = published(INFERRED)
    for block in page.body:
        for row in block.value["allocations"] if block.block_type == "clause" else ():
            row["confirmed"] = True
    page.save_revision().publish()
    assert cards(read(client, page, "duties/")) == ["教育部门", "民政部门", "公安部门"]


def test_it_is_had_as_a_table(client, city):
    answer = client.get(f"{city.url}duties/xlsx/")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    sheets = zipfile.ZipFile(io.BytesIO(answer.content))
    matrix, duties = (sheets.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2))
    assert matrix.count("<row>") == 5
    assert "牵头" in matrix
    assert "对没有到校的孩子当天查明原因" in duties
    assert client.get(f"{city.url}duties/csv/").status_code == 200
    assert client.get(f"{city.url}duties/exe/").status_code == 404


def test_a_document_without_duties_says_so(client, settings):
    html = read(client, published(INFERRED), "duties/")
    assert "没有写明" in html


@pytest.mark.parametrize("below", ["duties/", "duties/xlsx/", "compare/"])
def test_what_is_closed_or_no_longer_disclosed_is_closed_below_too(client, city, below):
    PageViewRestriction.objects.create(page=city, restriction_type="login")
    assert client.get(f"{city.url}{below}").status_code in {302, 403}
    PageViewRestriction.objects.all().delete()
    city.disclosure = Disclosure.WITHHELD
    city.save()
    assert client.get(f"{city.url}{below}").status_code == 404


def test_two_documents_are_laid_side_by_side(client, city, county):
    assert f'href="?with={county.slug}"' in read(client, city, "compare/")
    html = read(client, city, "compare/", **{"with": county.slug})
    assert "<del>一</del><ins>两</ins>次" in html
    assert re.search(r"<ins>每个镇至少办好一所", html)
    assert re.search(r"<del>市县两级每年安排经费", html)
    assert html.count('class="pair panel') == 7
    assert "县公安局" in html


def test_another_document_is_found_by_its_words(client, city, county):
    assert county.title in read(client, city, "compare/", q="实施方案")
    assert city.title not in re.findall(r"compare__choice.*", read(client, city, "compare/", q="没有这样的词"))


@pytest.mark.parametrize("hide", ["draft", "closed"])
def test_only_what_everybody_may_read_is_compared_with(client, city, county, hide):
    if hide == "draft":
        PolicyPage.objects.filter(pk=county.pk).update(live=False)
    else:
        PageViewRestriction.objects.create(page=county, restriction_type="login")
    for query in ({}, {"q": "儿童"}, {"with": county.slug}):
        html = read(client, city, "compare/", **query)
        assert county.title not in html
        assert "每个镇至少办好" not in html


def test_with_itself_a_document_is_not_compared(client, city):
    assert 'class="pair' not in read(client, city, "compare/", **{"with": city.slug})


def test_a_comparison_follows_the_document(client, city, county):
    read(client, city, "compare/", **{"with": county.slug})
    county.refresh_from_db()
    for block in county.body:
        if block.block_type == "clause" and block.value["title"] == "办好儿童之家":
            block.value["text"] = "每个村办好一所。"
    county.save_revision().publish()
    assert "每个村办好一所" in read(client, city, "compare/", **{"with": county.slug})


@pytest.fixture
def editor(cast):
    person = cast.form_administrator
    person.groups.set([ensure_groups()])
    client = Client()
    client.force_login(person)
    return client


def test_an_editor_is_told_who_is_missing_in_the_group_and_led_there(editor, city):
    html = editor.get(f"/admin/policy_documents/{city.pk}/members/").content.decode()
    clause = next(block for block in city.body if block.block_type == "clause" and "专项经费" in block.value["title"])
    annex = next(block for block in city.body if block.block_type == "annex")
    assert f'<a href="/admin/pages/{city.pk}/edit/#block-{clause.id}-section">一（三）' in html
    assert f"#block-{annex.id}-section" in html
    assert "市国税局" in html
    assert "市政府法制办" in html
    assert "市教育局" not in html
    assert "冯七" not in html


def test_the_report_is_of_the_newest_draft(editor, city):
    for block in city.body:
        if block.block_type == "annex":
            block.value["text"] += "\n陈八 市国税局副局长"
    city.save_revision()
    assert "市国税局" not in editor.get(f"/admin/policy_documents/{city.pk}/members/").content.decode()


def test_the_editor_has_a_way_there(editor, city):
    assert f"/admin/policy_documents/{city.pk}/members/" in editor.get(f"/admin/pages/{city.pk}/edit/").content.decode()


def test_who_may_not_edit_is_told_nothing(cast, client, city):
    client.force_login(cast.east_police)
    assert "市国税局" not in client.get(f"/admin/policy_documents/{city.pk}/members/", follow=True).content.decode()
    assert client.get("/admin/policy_documents/999/members/").status_code in {302, 403, 404}


def test_without_a_list_of_members_the_report_says_that(editor, county):
    assert "成员名单" in editor.get(f"/admin/policy_documents/{county.pk}/members/").content.decode()
