"""A page in another language is a page of its own; of a document it is an aid to reading, and no second document."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction, Site
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY, SITE_ROOT_PATHS_CACHE_VERSION

from content.importing.pages import import_document
from content.models import ActivityPage, PolicyPage, SearchEntry, StandardPage, StationPage
from content.policytext.parse import parse
from content.setup import ensure_groups, ensure_site
from forms.models import ReportIndexPage
from portal import pagestamp
from portal.directory.models import User
from tests.content.policytext.samples import SAMPLE
from tests.roots import ensure_root
from tests.workflows.test_race import at_once

pytestmark = pytest.mark.django_db
# Names of places and a number: the words of this page.
TITLE, PLACES = "ئۈرۈمچى 12", "قەشقەر، خوتەن، ئاقسۇ"


@pytest.fixture
def site():
    return ensure_site()


@pytest.fixture
def uyghur(site):
    return Locale.objects.get(language_code="ug")


@pytest.fixture
def policy(site):
    return import_document(parse(SAMPLE, "sample.txt"), publish=True).page


def translated(page, locale, *, publish=True, **fields):
    """As an editor does it: the pages above first, then the page; each is a draft until somebody publishes it."""
    parent = page.get_parent().specific
    if not parent.is_root() and not parent.has_translation(locale):
        translated(parent, locale, publish=False)
    copy = page.copy_for_translation(locale)
    for name, value in fields.items():
        setattr(copy, name, value)
    revision = copy.save_revision()
    if publish:
        revision.publish()
    return type(page).objects.get(pk=copy.pk)


@pytest.fixture
def reading_aid(policy, uyghur):
    return translated(policy, uyghur, title=TITLE, summary=PLACES)


def test_it_is_read_in_the_direction_of_its_language_and_says_what_it_is(client, policy, reading_aid):
    answer = client.get(f"/ug{policy.url}")
    html = answer.content.decode()
    assert reading_aid.url == f"/ug{policy.url}"
    assert '<html lang="ug" dir="rtl">' in html
    assert '<body class="" lang="zh-Hans">' in html
    assert f'<h1 lang="ug">{TITLE}</h1>' in html
    assert "这份译文供阅读参考，只有中文文本有约束力。" in html
    assert answer["Content-Language"] == "ug"


def test_each_edition_names_all_of_them_and_what_to_read_otherwise(client, policy, reading_aid):
    for address in (policy.url, reading_aid.url):
        html = client.get(address).content.decode()
        for tag, other in (("zh-Hans", policy.url), ("ug", reading_aid.url), ("x-default", policy.url)):
            assert f'<link rel="alternate" hreflang="{tag}" href="http://testserver{other}">' in html
        assert f'<link rel="canonical" href="http://testserver{address}">' in html
        assert f'<a href="http://testserver{reading_aid.url}" hreflang="ug" lang="ug" dir="rtl"' in html


def test_a_language_that_another_process_began_is_known_with_its_first_page(client, policy, uyghur):
    """The root of each language is remembered by each process without Redis, and the other cannot make it forget."""
    ours = Site.get_site_root_paths()
    translated(policy, uyghur, title=TITLE)
    cache.set(SITE_ROOT_PATHS_CACHE_KEY, ours, version=SITE_ROOT_PATHS_CACHE_VERSION)
    pagestamp.change()
    assert 'hreflang="ug"' in client.get(policy.url).content.decode()


def test_a_page_that_stands_alone_speaks_of_no_other_language(client, policy):
    assert "hreflang" not in client.get(policy.url).content.decode()


def test_clauses_are_linked_to_as_those_of_the_document_are(client, policy, reading_aid):
    reading_aid.body = [
        (block.block_type, {**block.value, "number": "", "title": PLACES} if block.block_type == "clause" else "12")
        for block in reading_aid.body
        if block.block_type in ("clause", "paragraph")
    ]
    reading_aid.save()
    html = client.get(reading_aid.url).content.decode()
    assert policy.outline["clauses"]
    for clause in policy.outline["clauses"]:
        assert f'id="{clause["id"]}"' in html
    assert f'href="{policy.url}#%E4%BA%8C%EF%BC%88%E4%BA%8C%EF%BC%893"' in html


def test_where_the_parts_differ_links_go_by_the_numbers_of_the_translation(client, policy, reading_aid):
    assert reading_aid.has_parts_of_original
    del reading_aid.body[len(reading_aid.body) // 2]
    reading_aid.save()
    assert not PolicyPage.objects.get(pk=reading_aid.pk).has_parts_of_original
    assert client.get(reading_aid.url).status_code == 200


def test_it_has_no_number_no_duties_and_no_files_of_its_own(client, policy, reading_aid):
    has_a_default = ("validity", "disclosure")
    left = [name for name in PolicyPage.left_to_original if name not in (*has_a_default, "relations", "files")]
    assert not any(getattr(reading_aid, name) for name in left)
    assert not reading_aid.files.exists()
    assert not reading_aid.issuers.exists()
    assert not any(clause["allocations"] for clause in reading_aid.outline["clauses"])
    for below in ("pdf/", "json/", "duties/", "duties/csv/", "compare/", "share-image/"):
        assert client.get(f"{reading_aid.url}{below}").status_code == 404


def test_every_field_of_a_document_is_left_to_it_but_its_text():
    own = {field.name for field in PolicyPage._meta.local_fields} - set(PolicyPage.left_to_original)
    assert own == {"page_ptr", "title_en", "summary", "summary_en", "body", "outline"}


def test_it_says_of_the_document_what_the_document_says(client, policy, reading_aid):
    policy.validity = "repealed"
    policy.save()
    html = client.get(reading_aid.url).content.decode()
    assert policy.document_number in html
    assert "notice--danger" in html


def test_lists_counts_and_the_search_of_the_main_language_know_documents_only(client, policy, reading_aid):
    for address in ("/", "/policy/", "/policy/?q=儿童", "/search/?q=儿童", "/policy/feed/rss/"):
        assert reading_aid.url not in client.get(address).content.decode(), address
    assert client.get("/policy/").context["found"].paginator.count == 1
    assert SearchEntry.objects.filter(page=reading_aid).exists()
    assert import_document(parse(SAMPLE, "sample.txt")).page.pk == policy.pk


def test_the_list_of_its_language_has_it_and_finds_its_words(client, uyghur, policy, reading_aid):
    reading_aid.get_parent().specific.save_revision().publish()
    for query in ("", "?q=خوتەن"):
        html = client.get(f"/ug/policy/{query}").content.decode()
        assert f'<h2 lang="ug"><a href="{reading_aid.slug}/">' in html, query
    assert TITLE not in client.get("/ug/policy/?q=پەكىن").content.decode()
    assert not client.get("/ug/policy/").context["facets"]


def test_nobody_reads_a_translation_of_what_nobody_reads(client, policy, reading_aid):
    policy.unpublish()
    assert client.get(reading_aid.url).status_code == 404
    assert reading_aid.url not in client.get("/sitemap-pages.xml").content.decode()


def test_a_translation_is_closed_with_its_page_also_where_nothing_says_so_in_its_own_tree(client, policy, reading_aid):
    PageViewRestriction.objects.create(page=policy, restriction_type="login")
    assert client.get(reading_aid.url).status_code == 302
    assert reading_aid.url not in client.get("/sitemap-pages.xml").content.decode()
    assert TITLE not in client.get("/ug/").content.decode()


def test_what_translates_no_document_any_more_is_in_no_list(client, policy, reading_aid):
    index = reading_aid.get_parent().specific
    index.save_revision().publish()
    copied = reading_aid.copy(update_attrs={"slug": "copied"})
    assert client.get(copied.url).status_code == 404
    assert client.get(index.url).context["found"].paginator.count == 1
    policy.delete()
    assert client.get(reading_aid.url).status_code == 404
    assert client.get(index.url).context["found"].paginator.count == 0
    assert reading_aid.slug not in client.get("/sitemap-pages.xml").content.decode()


def test_a_draft_is_not_public_and_nobody_is_led_to_it(client, policy, uyghur):
    draft = translated(policy, uyghur, publish=False, title=TITLE)
    assert client.get(draft.url).status_code == 404
    assert "hreflang" not in client.get(policy.url).content.decode()


def test_the_sitemap_names_every_edition(client, policy, reading_aid):
    sitemap = client.get("/sitemap-pages.xml").content.decode()
    assert f"http://testserver{policy.url}</loc>" in sitemap
    assert f"http://testserver{reading_aid.url}</loc>" in sitemap


def test_a_translation_that_is_behind_says_since_when(client, policy, reading_aid):
    assert "中文页面在此之后" not in client.get(reading_aid.url).content.decode()
    PolicyPage.objects.filter(pk=policy.pk).update(last_published_at=timezone.now() + timedelta(days=1))
    assert "中文页面在此之后" in client.get(reading_aid.url).content.decode()


def test_the_language_of_the_reader_changes_the_words_around_and_never_the_page(client, settings, policy, uyghur):
    english = translated(policy, Locale.objects.get(language_code="en"), title="Notice 12")
    other = translated(policy, uyghur, title=TITLE)
    html = client.get(english.url).content.decode()
    assert '<html lang="en" dir="ltr">' in html
    assert "The Chinese text alone is binding." in html
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert f'<h1 lang="zh-Hans">{policy.title}</h1>' in client.get(policy.url).content.decode()
    html = client.get(other.url).content.decode()
    assert '<html lang="ug" dir="rtl">' in html
    assert '<body class="" lang="en">' in html


def test_a_page_of_plain_writing_is_translated_too(client, site, uyghur):
    guide = site.home.add_child(
        instance=StandardPage(title="指南", title_en="Guide", slug="guide", body="<p>一</p>", body_en="<p>one</p>")
    )
    other = translated(guide, uyghur, title=TITLE, body=f"<p>{PLACES}</p>")
    assert (other.title_en, other.body_en) == ("", "")
    html = client.get("/ug/guide/").content.decode()
    assert PLACES in html
    assert "内容不一致时，以中文页面为准。" in html


def test_a_link_in_a_text_leads_to_the_page_that_was_chosen(client, settings, policy, reading_aid, uyghur):
    english = translated(policy, Locale.objects.get(language_code="en"), title="Notice 12")
    links = "".join(f'<p><a linktype="page" id="{page.pk}">12</a></p>' for page in (policy, reading_aid))
    guide = StandardPage(title="指南", slug="guide", body=links)
    policy.get_parent().get_parent().add_child(instance=guide)
    other = translated(guide, uyghur)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    for page in (guide, other):
        html = client.get(page.url).content.decode()
        assert f'<a href="{policy.url}">' in html
        assert f'<a href="{reading_aid.url}">' in html
        assert english.url not in html


def test_a_language_that_is_named_later_is_there_from_the_next_start_on(client, settings, policy, reading_aid):
    settings.LANGUAGES = [*settings.LANGUAGES, ("ko", "朝鲜语")]
    settings.WAGTAIL_CONTENT_LANGUAGES = [settings.LANGUAGES[0], settings.LANGUAGES[-1]]
    settings.TRANSLATED_INTO = ["ko"]
    call_command("first_site", unless_there=True)
    assert Locale.objects.filter(language_code="ko").exists()
    # And one that is named no more has no addresses, though its pages are kept.
    assert client.get(f"/ug{policy.url}").status_code == 404
    assert "hreflang" not in client.get(policy.url).content.decode()
    assert client.get("/sitemap-pages.xml").content.decode().count(policy.slug) == 1


def test_forms_are_asked_in_one_place_only(site, uyghur):
    index = site.home.add_child(instance=ReportIndexPage(title="报告", slug="report"))
    site.home.copy_for_translation(uyghur)
    with pytest.raises(PermissionDenied):
        index.copy_for_translation(uyghur)


def test_addresses_of_no_language_and_of_no_page_lead_nowhere(client, policy):
    for address in (f"/xx{policy.url}", f"/ug{policy.url}", "/ug/", "/en/", f"/zh-hans{policy.url}"):
        assert client.get(address).status_code == 404, address


@pytest.fixture
def editor(client, site):
    """May write and publish pages, and nothing else."""
    editor = User.objects.create(username="editor", name="编辑")
    editor.groups.add(ensure_groups())
    client.force_login(editor)
    return client


def edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_an_editor_translates_step_by_step_and_each_step_is_a_draft(editor, policy, uyghur):
    for page in (policy.get_parent().get_parent(), policy.get_parent(), policy):
        address = reverse("simple_translation:submit_page_translation", args=[page.pk])
        assert editor.get(address).status_code == 200
        answer = editor.post(address, {"locales": [uyghur.pk]})
        made = page.get_translation(uyghur)
        assert answer["Location"] == edit(made)
        assert not made.live
    assert editor.post(address, {"locales": [uyghur.pk]})["Location"] == edit(made)
    assert policy.get_translations().count() == 1
    assert editor.get(edit(policy)).content.decode().count("未发布") >= 1


@pytest.mark.django_db(transaction=True)
def test_who_clicks_twice_at_once_has_one_translation():
    ensure_root()
    home, uyghur = ensure_site().home, Locale.objects.get_or_create(language_code="ug")[0]
    editor = User.objects.create(username="editor", name="编辑")
    editor.groups.add(ensure_groups())
    clients = Client(), Client()
    for client in clients:
        client.force_login(editor)
    address = reverse("simple_translation:submit_page_translation", args=[home.pk])
    clicks = [lambda client=client: client.post(address, {"locales": [uyghur.pk]}) for client in clients]
    assert {answer["Location"] for answer in at_once(*clicks)} == {edit(home.get_translation(uyghur))}


def test_a_form_is_not_offered_for_translation(editor, site):
    index = site.home.add_child(instance=ReportIndexPage(title="报告", slug="report"))
    answer = editor.get(reverse("simple_translation:submit_page_translation", args=[index.pk]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("wagtailadmin_home"))


def test_who_edits_a_translation_is_asked_for_its_words_only_and_publishes_them(editor, policy, reading_aid):
    page = editor.get(edit(reading_aid))
    form = page.context["form"]
    assert {"title", "summary", "body", "slug"} <= form.fields.keys()
    assert not {"document_number", "validity", "title_en", "issuer"} & form.fields.keys()
    assert not {"relations", "files"} & form.formsets.keys()
    assert "发布译文，就表示它与中文页面现在的内容一致。" in page.content.decode()
    data = {
        "title": "خوتەن 7", "slug": reading_aid.slug, "summary": "", "seo_title": "", "search_description": "",
        "go_live_at": "", "expire_at": "", "action-publish": "1",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "comments-MAX_NUM_FORMS": "0",
        "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "paragraph", "body-0-id": "",
        "body-0-value": PLACES,
    }  # fmt: skip
    assert editor.post(edit(reading_aid), data).status_code == 302
    html = editor.get(reading_aid.url).content.decode()
    assert '<h1 lang="ug">خوتەن 7</h1>' in html
    assert PLACES in html


def test_who_edits_a_document_has_all_of_its_fields(editor, policy, reading_aid):
    page = editor.get(edit(policy))
    assert {"document_number", "validity", "title_en"} <= page.context["form"].fields.keys()
    assert {"relations", "files"} <= page.context["form"].formsets.keys()
    assert f'href="{edit(reading_aid)}"' in page.content.decode()


def test_editors_are_told_what_is_behind_and_what_does_not_fit(editor, policy, reading_aid):
    PolicyPage.objects.filter(pk=policy.pk).update(last_published_at=timezone.now() + timedelta(days=1))
    del reading_aid.body[len(reading_aid.body) // 2]
    reading_aid.save()
    html = editor.get(edit(reading_aid)).content.decode()
    assert "在此之前，读者会看到这个提示。" in html
    assert "条款与中文文件不一致。" in html
    assert "比本页旧" in editor.get(edit(policy)).content.decode()


def test_nobody_writes_a_document_in_another_language_that_translates_none(policy, reading_aid):
    assert not PolicyPage.can_create_at(reading_aid.get_parent().specific)
    assert PolicyPage.can_create_at(policy.get_parent().specific)


def test_editors_may_do_in_the_new_tree_what_they_may_do_in_the_old(policy, uyghur):
    editor = User.objects.create(username="editor", name="编辑")
    editor.groups.add(ensure_groups())
    home = policy.get_parent().get_parent().specific.copy_for_translation(uyghur)
    assert editor.has_perm("simple_translation.submit_translation")
    assert home.permissions_for_user(editor).can_publish()


def test_what_closes_or_is_cancelled_in_chinese_is_so_in_every_language_at_once(site, uyghur):
    station = StationPage(title="桃源村儿童之家", telephone="0999-0123431")
    site.stations.add_child(instance=station)
    activity = ActivityPage(title="手工课")
    site.activities.add_child(instance=activity)
    home, class_ = translated(station, uyghur, title=TITLE), translated(activity, uyghur, title=TITLE)
    assert "0999-0123431" in Client().get(home.url).content.decode()
    station.status, activity.status = "closed", "cancelled"
    for page in (station, activity):
        page.save_revision().publish()
    assert "0999-0123431" not in Client().get(home.url).content.decode()
    assert ActivityPage.objects.get(pk=class_.pk).is_cancelled
    home.status = "open"
    home.save_revision().publish()
    assert not StationPage.objects.get(pk=home.pk).is_open


def test_the_editor_of_a_translation_is_not_asked_for_what_follows_its_page(editor, site, uyghur):
    station = site.stations.add_child(instance=StationPage(title="桃源村儿童之家", status="open"))
    form = editor.get(edit(translated(station, uyghur))).context["form"]
    assert "title" in form.fields
    assert not set(StationPage.facts) & set(form.fields)
    assert set(StationPage.facts) & set(editor.get(edit(station)).context["form"].fields)
