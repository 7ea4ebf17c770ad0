import pytest

from content.importing.pages import import_document
from content.models import SearchEntry, StandardPage
from content.policytext.parse import parse
from content.search import excerpt, mark, search
from content.setup import ensure_site
from content.text import fold, terms_of
from tests.content.policytext.samples import SAMPLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy():
    return import_document(parse(SAMPLE, "sample.txt"), publish=True).page


def titles(query):
    return [found.page.title for found in search(query).found]


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
    assert terms_of("ＡＢＣ　儿童") == ["abc", "儿童"]


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
