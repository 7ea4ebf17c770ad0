"""A policy document beyond its text: whether it holds, what it has to do with others, who is responsible, sharing."""

import io
from datetime import date, timedelta

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, CollectionViewRestriction

from content import shareimage
from content.importing.levels import level_of
from content.importing.pages import import_document
from content.models import (
    ExplanationKind,
    ExplanationPage,
    Level,
    PolicyAttachment,
    PolicyPage,
    PolicyRelation,
    RelationKind,
    Validity,
)
from content.policytext.parse import parse
from content.responsible import units
from content.setup import ensure_site
from portal.directory.models import Area
from tests.content.policytext.samples import SAMPLE

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
DAY = timedelta(days=1)


@pytest.fixture
def policy():
    return import_document(parse(SAMPLE, "sample.txt"), publish=True).page


def another(title, number, **fields):
    page = PolicyPage(title=title, slug=f"other-{number}", document_number=f"禾政发〔2027〕{number}号", **fields)
    return ensure_site().policies.add_child(instance=page)


def relate(later, kind, earlier, passage=""):
    return PolicyRelation.objects.create(page=later, kind=kind, other=earlier, passage=passage)


def explain(policy, title="一张图读懂", **fields):
    caches["default"].clear()  # of the pictures that another test has drawn
    picture = io.BytesIO()
    Picture.new("RGB", (40, 30), "#0b5f5d").save(picture, "PNG")
    image = Image.objects.create(title="picture", file=ContentFile(picture.getvalue(), "picture.png"))
    body = [("text", "<p>三句话说清楚。</p>"), ("picture", {"image": image, "description": "谁来管：乡镇人民政府。"})]
    page = ExplanationPage(title=title, slug="picture", kind=ExplanationKind.PICTURE, body=body, **fields)
    policy.refresh_from_db()
    return policy.add_child(instance=page)


def attach(policy, title="任务分工表", **fields):
    document = Document.objects.create(title="table", file=ContentFile(b"%PDF-1.7", "table.pdf"), **fields)
    return PolicyAttachment.objects.create(page=policy, document=document, title=title)


def html_of(page):
    caches["pages"].clear()
    return Client().get(page.url).content.decode()


def main_of(page):
    html = html_of(page)
    return html[html.index("<main") : html.index("</main>")]


def test_a_document_that_holds_needs_no_banner(policy):
    assert "notice__title" not in main_of(policy)
    assert "badge--success" in main_of(policy)


def test_a_repealed_document_leads_to_its_successor_which_says_what_it_did(policy):
    later = another("关于新办法的通知", 9)
    relate(later, RelationKind.REPEALS, policy, "第二条起")
    PolicyPage.objects.filter(pk=policy.pk).update(validity=Validity.REPEALED, validity_since=date(2027, 3, 1))
    old, new = main_of(policy), main_of(later)
    assert old.index("notice--danger") < old.index("2027") < old.index(f'href="../{later.slug}/"')
    assert "关于新办法的通知" in old
    assert policy.title in new
    assert "第二条起" in new


def test_a_later_document_is_told_of_though_nobody_wrote_it_down_here(policy):
    later = another("关于修改的决定", 9, effective_on=timezone.localdate() - DAY)
    relate(later, RelationKind.AMENDS, policy)
    assert "notice--warning" in main_of(policy)


def test_what_a_later_document_does_on_a_day_to_come_is_announced_and_no_more(policy):
    later = another("关于修改的决定", 9, effective_on=timezone.localdate() + 3 * DAY)
    relate(later, RelationKind.REPLACES, policy)
    html = main_of(policy)
    assert "notice--info" in html
    assert "notice--warning" not in html


@pytest.mark.parametrize("validity", Validity)
def test_every_validity_has_its_words_and_its_badge(policy, validity):
    PolicyPage.objects.filter(pk=policy.pk).update(validity=validity)
    html = main_of(policy)
    assert str(validity.label) in html
    assert ("notice__title" in html) == (validity != Validity.IN_FORCE)


def test_a_document_whose_term_has_ended_has_expired_by_itself(policy):
    today = timezone.localdate()
    PolicyPage.objects.filter(pk=policy.pk).update(expires_on=today)
    assert "notice__title" not in main_of(policy)
    PolicyPage.objects.filter(pk=policy.pk).update(expires_on=today - DAY)
    assert "notice--danger" in main_of(policy)
    assert PolicyPage.objects.get(pk=policy.pk).standing == Validity.EXPIRED


def test_a_document_before_its_day_says_when_it_comes_into_force(policy):
    PolicyPage.objects.filter(pk=policy.pk).update(effective_on=timezone.localdate() + DAY)
    assert "notice--info" in main_of(policy)


def test_a_draft_for_comment_leads_to_its_final_text(policy):
    PolicyPage.objects.filter(pk=policy.pk).update(validity=Validity.CONSULTATION)
    final = another("关于印发办法的通知", 9)
    relate(final, RelationKind.FINAL_OF, policy)
    assert f'href="../{final.slug}/"' in main_of(policy)


@pytest.mark.parametrize("closed", ["draft", "restricted"])
def test_a_document_that_is_not_for_everybody_is_not_named_by_another(policy, closed):
    other = another("不给所有人看的文件", 5)
    other.document_number = "云政发〔2026〕5号"
    if closed == "draft":
        other.live = False
    else:
        other.view_restrictions.create(restriction_type="login")
    other.save()
    relate(other, RelationKind.REPLACES, policy)
    relate(policy, RelationKind.AMENDS, other)
    html = main_of(policy)
    assert other.slug not in html
    assert other.title not in html


def test_a_document_does_nothing_to_itself(policy):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        PolicyRelation(page=policy, other=policy, kind=RelationKind.AMENDS).full_clean()


def test_a_relation_is_part_of_the_draft_until_it_is_published(policy):
    other = another("旧文件", 1)
    policy.relations.add(PolicyRelation(kind=RelationKind.REPLACES, other=other))
    revision = policy.save_revision()
    assert "旧文件" not in main_of(policy)
    revision.publish()
    assert "旧文件" in main_of(policy)
    assert "旧文件" in policy.make_preview_request().render().content.decode()


def test_who_is_responsible_is_a_table_by_unit_that_leads_to_the_clauses(policy):
    table = {unit.name: unit for unit in units(policy.outline["clauses"])}
    assert table
    html = main_of(policy)
    section = html[html.index('id="responsible"') :]
    for unit in table.values():
        assert unit.name in section
        for clause in (*unit.leads, *unit.cooperating):
            assert f'href="#{clause.anchor}"' in section


def test_a_unit_stands_once_however_often_it_is_named():
    rows = [{"leads": ["民政局"], "cooperating": ["公安局"]}, {"leads": ["民政局"], "cooperating": ["民政局"]}]
    found = units([{"id": "一", "title": "", "allocations": rows}, {"id": "二", "title": "", "allocations": rows[:1]}])
    assert [(unit.name, [link.id for link in unit.leads]) for unit in found] == [
        ("民政局", ["一", "二"]),
        ("公安局", []),
    ]
    assert [link.id for link in found[1].cooperating] == ["一", "二"]


def test_attachments_are_links_with_their_kind_and_size(policy):
    attach(policy)
    html = main_of(policy)
    assert "任务分工表" in html
    assert "PDF" in html


def test_a_file_in_a_closed_collection_is_not_even_named(policy):
    closed = Collection.get_first_root_node().add_child(name="closed")
    below = closed.add_child(name="below")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    attach(policy, "内部名单", collection=below)
    attach(policy)
    html = main_of(policy)
    assert "任务分工表" in html
    assert "内部名单" not in html


def test_an_explanation_stands_at_the_head_of_its_document_and_leads_back(policy):
    page = explain(policy)
    assert f'href="{page.slug}/"' in main_of(policy)
    html = main_of(page)
    assert "谁来管：乡镇人民政府。" in html
    assert 'href="../"' in html


def test_an_explanation_that_is_closed_is_not_named(policy):
    explain(policy, "给成员单位的解读").view_restrictions.create(restriction_type="login")
    assert "给成员单位的解读" not in main_of(policy)


def test_what_a_picture_says_is_found_by_the_search(policy, client):
    explain(policy)
    assert "一张图读懂" in client.get("/search/?q=谁来管").content.decode()


def test_the_citation_says_who_what_and_where(policy):
    html = main_of(policy)
    cited = f"{policy.issuer}. {policy.title}: {policy.document_number}[EB/OL]. ({policy.issued_on.isoformat()})"
    assert cited in html
    assert f"http://testserver{policy.url}" in html


def test_an_empty_line_among_the_documents_cited_cites_nothing(policy):
    another("没有文号的文件", 7)
    PolicyPage.objects.filter(slug="other-7").update(document_number="")
    PolicyPage.objects.filter(pk=policy.pk).update(cites="国发〔2016〕13号 \n\n  云政发〔2016〕1号")
    policy.refresh_from_db()
    assert policy.cited_numbers == ["国发〔2016〕13号", "云政发〔2016〕1号"]
    assert "没有文号的文件" not in main_of(policy)


def test_a_page_with_everything_asks_no_more_than_it_may(policy, client, django_assert_max_num_queries):
    for number in range(3):
        other = another(f"第{number}件", number)
        relate(policy, RelationKind.AMENDS, other)
        relate(other, RelationKind.IMPLEMENTS, policy)
        attach(policy, f"附件{number}")
    explain(policy)
    other.view_restrictions.create(restriction_type="login")
    client.get(policy.url)
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(policy.url).status_code == 200


def test_other_sites_are_told_what_to_show(policy, client):
    html = client.get(policy.url).content.decode()
    assert f'<meta property="og:title" content="{policy.title}">' in html
    assert f'<link rel="canonical" href="http://testserver{policy.url}">' in html
    assert f'content="http://testserver{policy.url}share-image/"' in html


def test_the_picture_for_other_sites_is_a_picture_and_changes_with_the_title(policy, client):
    before = client.get(f"{policy.url}share-image/")
    assert before["Content-Type"] == "image/png"
    assert Picture.open(io.BytesIO(before.content)).size == (shareimage.WIDTH, shareimage.HEIGHT)
    assert client.get(f"{policy.url}share-image/").content == before.content
    PolicyPage.objects.filter(pk=policy.pk).update(document_number="禾政发〔2026〕99号")
    assert client.get(f"{policy.url}share-image/").content != before.content


def test_the_picture_of_a_closed_document_is_closed(policy, client):
    policy.view_restrictions.create(restriction_type="login")
    assert client.get(f"{policy.url}share-image/").status_code == 302


def test_where_no_chinese_letters_are_installed_no_picture_is_promised(policy, client, monkeypatch):
    monkeypatch.setattr(shareimage, "FONT_FOLDERS", ())
    shareimage.font_file.cache_clear()
    assert client.get(f"{policy.url}share-image/").status_code == 404
    shareimage.font_file.cache_clear()


def test_a_long_title_is_broken_into_lines_that_begin_with_no_closing_mark():
    lines = list(shareimage.broken("一二三，四五六。", lambda text: len(text) <= 3))
    assert lines == ["一二三，", "四五六。"]
    assert shareimage.draw("长" * 255, "禾政发〔2026〕12号", "禾川市" * 60).startswith(b"\x89PNG")


def test_the_level_of_an_issuer_is_what_the_list_of_places_says():
    Area.objects.create(code="990100000000", name="禾川市")
    Area.objects.create(code="990101000000", name="禾川县")
    assert level_of("禾川市人民政府") == Level.PREFECTURE
    assert level_of("禾川县教育局") == Level.COUNTY
    assert level_of("国务院办公厅") == Level.NATIONAL
    assert level_of("民政部") == Level.NATIONAL
    assert level_of("国家税务总局云河市税务局") == ""
    assert level_of("无名委员会") == level_of("") == ""


def test_a_level_that_an_editor_gave_is_kept_when_the_document_is_imported_again(policy):
    policy.level = Level.PROVINCE
    policy.save_revision().publish()
    assert import_document(parse(SAMPLE, "sample.txt"), publish=True).page.level == Level.PROVINCE


@pytest.fixture
def remembering(settings, tmp_path):
    """What is asked for once is remembered, as in life."""
    settings.DATA_DIR = tmp_path
    settings.CACHES = {
        **settings.CACHES,
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "test-policy"},
    }
    yield
    caches["pages"].clear()


def test_what_belongs_to_a_document_is_asked_once_and_again_when_it_changes(
    remembering, policy, client, django_capture_on_commit_callbacks
):
    """An address with a query is no page that is kept: only what belongs to it is remembered."""
    attach(policy)
    read = lambda: client.get(f"{policy.url}?z=1").content.decode()  # noqa: E731 -- one line says it
    assert "任务分工表" in read()
    PolicyAttachment.objects.update(title="改过的名字")
    assert "任务分工表" in read()
    collection = Collection.get_first_root_node()
    with django_capture_on_commit_callbacks(execute=True):
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    html = read()
    assert "任务分工表" not in html
    assert "改过的名字" not in html


def test_a_later_document_shows_on_the_earlier_one_as_soon_as_it_is_published(
    remembering, policy, client, django_capture_on_commit_callbacks
):
    later = another("关于新办法的通知", 9)
    client.get(f"{policy.url}?z=1")
    later.relations.add(PolicyRelation(kind=RelationKind.REPLACES, other=policy))
    with django_capture_on_commit_callbacks(execute=True):
        later.save_revision().publish()
    assert "关于新办法的通知" in client.get(f"{policy.url}?z=1").content.decode()


def test_a_relation_is_told_to_each_reader_in_their_language(policy, settings):
    relate(policy, RelationKind.REPEALS, another("旧文件", 9))
    client = Client()
    assert "废止" in client.get(policy.url).content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    html = client.get(policy.url).content.decode()
    assert "repeals" in html
    assert ">废止<" not in html
