from datetime import date
from urllib.parse import quote

import pytest
from defusedxml import ElementTree
from django.test import Client

from content.importing.pages import import_document
from content.indexing.folding import fold
from content.models import PolicyPage, SearchEntry, StandardPage
from content.policytext.parse import parse
from content.search import search
from content.search.marking import excerpt, mark
from content.search.nearest import helpful
from content.search.suggesting import suggestions
from content.setup import ensure_site
from content.text import terms_of
from tests.content.policytext.samples import SAMPLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy():
    return import_document(parse(SAMPLE, "sample.txt"), publish=True).page


def titles(query):
    return ["".join(piece.text for piece in found.title) for found in search(query).found]


@pytest.mark.parametrize("query", ["督导", "儿童主任", "禾政发〔2026〕12号", "妇联 残联", "２０２７年", "课业辅导"])
def test_two_characters_are_enough_and_every_word_must_be_there(policy, query):
    assert titles(query) == [policy.title]


def test_a_word_that_is_missing_finds_nothing(policy):
    assert titles("妇联 火星") == []
    assert titles("") == []


def test_signs_with_a_meaning_in_queries_are_only_signs(policy):
    assert titles("%") == []
    assert titles("_") == []


def test_a_page_with_the_word_in_its_title_comes_first(policy):
    home = ensure_site().home
    home.add_child(instance=StandardPage(title="怎样联系儿童主任", body="<p>打电话。</p>"))
    assert titles("儿童主任") == ["怎样联系儿童主任", policy.title]


def test_a_page_that_is_taken_down_is_found_no_more(policy):
    policy.unpublish()
    assert titles("督导") == []


def test_a_restricted_page_is_not_found(policy):
    policy.view_restrictions.create(restriction_type="login")
    assert titles("督导") == []


def test_hotlines_are_found_by_number_and_by_what_they_are_for():
    ensure_site()
    assert [hotline.number for hotline in search("12355").hotlines] == ["12355"]
    assert [hotline.number for hotline in search("家庭暴力").hotlines] == ["12338"]


def test_hits_are_marked_and_nothing_becomes_markup(client, policy):
    page = ensure_site().home.add_child(instance=StandardPage(title="A<b>督导</b>", body=""))
    html = client.get("/search/?q=督导").content.decode()
    assert "<mark>督导</mark>" in html
    assert "<b>" not in html
    page.delete()
    assert SearchEntry.objects.filter(page_id=page.pk).count() == 0


def test_the_empty_search_page_asks_for_a_word(client):
    ensure_site()
    assert client.get("/search/").status_code == 200
    assert client.get("/search/?q=%20&page=7").status_code == 200


def test_a_query_is_shown_escaped(client):
    ensure_site()
    assert '"><i>' not in client.get('/search/?q="><i>').content.decode()


def test_folding_keeps_places():
    text = "Ａbc １２３ ㈠ﬁ儿童ẞ"
    assert len(fold(text)) == len(text)
    assert terms_of("ＡＢＣ　儿童") == [" abc", "儿童"]


def test_marking_covers_overlapping_words_once():
    assert [(piece.text, piece.marked) for piece in mark("甲儿童主任乙", ["儿童", "童主任"])] == [
        ("甲", False),
        ("儿童主任", True),
        ("乙", False),
    ]


def test_the_excerpt_is_taken_around_the_first_hit():
    text = "前" * 200 + "督导" + "后" * 200
    assert "督导" in excerpt(text, ["督导"])
    assert len(excerpt(text, ["督导"])) < 160


def test_traditional_and_full_width_writing_find_the_same(policy):
    assert titles("兒童主任") == titles("儿童主任") == [policy.title]
    assert titles("２０２６") == titles("2026") == [policy.title]


@pytest.mark.parametrize("query", ["zmlj", "zhengfu wenjian", "ZFWJ", "ertongzhuren", "etzr", "lijiezhengf"])
def test_pinyin_and_its_first_letters_find_titles(query):
    page = ensure_site().home.add_child(instance=StandardPage(title="怎么理解政府文件：儿童主任", body="<p>督导</p>"))
    assert titles(query) == [page.title]
    assert titles("engfu") == titles("dudao") == []


def test_three_characters_are_not_found_where_they_stand_apart():
    home = ensure_site().home
    home.add_child(instance=StandardPage(title="一", body="<p>中国家和万事兴</p>"))
    home.add_child(instance=StandardPage(title="二", body="<p>中国的国家公园，儿童，主任</p><p>县民</p><p>政局</p>"))
    assert titles("国家") == ["二", "一"]
    assert titles("中国家") == ["一"]
    assert titles("童主") == titles("县民政") == []


def test_a_word_is_found_by_its_beginning_and_not_in_the_middle_of_another():
    ensure_site().home.add_child(instance=StandardPage(title="甲", body="<p>Wagtail 与 UNICEF</p>"))
    assert titles("unic") == titles("ＷＡＧ") == ["甲"]
    assert titles("tail") == []


def test_what_is_in_force_comes_before_what_is_not_and_the_newer_first():
    index = ensure_site().policies
    for title, day, validity in (
        ("旧", date(2016, 1, 1), "in_force"),
        ("废", date(2026, 1, 1), "repealed"),
        ("新", date(2020, 1, 1), "in_force"),
    ):
        index.add_child(instance=PolicyPage(title=title, issuer="某某县人民政府", issued_on=day, validity=validity))
    assert titles("某某县") == ["新", "旧", "废"]
    assert "不再有效" in page_of("某某县")


def page_of(query):
    return Client().get("/search/", {"q": query}).content.decode()


def test_a_hit_leads_to_its_clause(policy):
    found = search("课业辅导").found[0]
    assert found.clause
    assert found.address == f"{policy.url}#{quote(found.clause)}"
    assert f'id="{found.clause}"' in Client().get(policy.url).content.decode()


def test_what_is_not_published_yet_is_found_by_nobody(policy):
    page = PolicyPage.objects.get(pk=policy.pk)
    page.title, page.issuer = "尚未公布的标题", "尚未公布的机关"
    page.save_revision()
    assert titles("尚未公布") == []
    assert [each.text for each in suggestions("尚未公布")] == []
    page.get_latest_revision().publish()
    assert titles("尚未公布") == ["尚未公布的标题"]


def test_restricted_pages_are_not_suggested_nor_meant(policy):
    assert suggestions("处置")
    assert helpful(["儿童督道员"]) == ["儿童督导员"]
    policy.view_restrictions.create(restriction_type="login")
    assert suggestions("处置") == helpful(["儿童督道员"]) == []
    assert not SearchEntry.objects.matching(["督导"]).readable_by_all().exists()


def test_the_list_of_policy_documents_is_searched_in_the_same_way(client, policy):
    assert policy.title in client.get("/policy/?q=兒童主任").content.decode()
    assert policy.title not in client.get("/policy/?q=童儿").content.decode()


def test_a_changed_title_is_found_and_the_old_one_no_more():
    page = ensure_site().home.add_child(instance=StandardPage(title="甲乙丙", body="<p>某山某水</p>"))
    page.title = "丁戊己"
    page.save()
    assert titles("甲乙") == titles("jyb") == []
    assert titles("丁戊") == titles("某山某水") == ["丁戊己"]


def test_suggestions_are_titles_headings_and_hotlines(client, policy):
    query, texts, abouts, addresses = client.get("/search/suggest/?q=监督").json()
    assert (query, texts, abouts) == ("监督", ["加强监督"], [policy.title])
    assert addresses[0].startswith(f"{policy.url}#")
    assert client.get("/search/suggest/?q=联动").json()[1][0] == policy.title
    assert "12355" in client.get("/search/suggest/?q=1235").json()[1][0]
    assert client.get("/search/suggest/").json() == ["", [], [], []]


def test_who_finds_nothing_is_helped_on(policy):
    page = page_of("儿童主席")
    assert "?q=%E5%84%BF%E7%AB%A5%E4%B8%BB%E4%BB%BB" in page  # 儿童主任
    assert 'href="tel:110"' in page
    assert 'href="/report/"' in page


def test_of_several_words_those_are_offered_that_are_found(policy):
    assert helpful(terms_of("妇联 残联 火星人")) == ["妇联 残联", "妇联", "残联"]
    assert helpful(terms_of("火星人")) == []
    assert helpful(terms_of("ertongzhuren")) == []


def test_browsers_are_told_of_the_search(client):
    ensure_site()
    assert 'href="/opensearch.xml"' in client.get("/").content.decode()
    description = ElementTree.fromstring(client.get("/opensearch.xml").content)
    addresses = [url.get("template") for url in description.iter("{http://a9.com/-/spec/opensearch/1.1/}Url")]
    assert "http://testserver/search/?q={searchTerms}" in addresses


def test_suggestions_read_nothing_of_a_document_but_what_they_show(policy, django_assert_max_num_queries):
    with django_assert_max_num_queries(9) as asked:
        assert [each.text for each in suggestions("监督")] == ["加强监督"]
    read = [query["sql"].split(" FROM ")[0] for query in asked.captured_queries]
    assert not [columns for columns in read if '"content_searchentry"."rest"' in columns]
    assert len([columns for columns in read if '"content_searchentry"."passages"' in columns]) == 1
