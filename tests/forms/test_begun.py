"""From a draft that is open for comments to the form, which knows the document and the clause."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.utils import timezone
from lxml import html

from content.importing.pages import import_document
from content.models import PolicyPage, Validity
from content.policytext.parse import parse
from content.setup import ensure_site
from forms.models import Draft, Form, FormPage, ReportIndexPage
from forms.public import occasion_of
from portal.directory.models import Area
from tests.content.policytext.samples import SAMPLE

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def site():
    call_command("load_pack", "child-protection", verbosity=0)
    index = ensure_site().home.add_child(instance=ReportIndexPage(slug="report", title="报告"))
    form = Form.objects.get(key="comment_on_draft")
    return index.add_child(instance=FormPage(slug="comment", title="提意见", form=form, emergency_notice=False))


@pytest.fixture
def draft(site):
    page = import_document(parse(SAMPLE, "sample.txt"), publish=True).page
    page = PolicyPage.objects.get(pk=page.pk)
    page.validity, page.comments_at = Validity.CONSULTATION, site
    page.comments_from, page.comments_until = TODAY - timedelta(days=3), TODAY
    page.save()
    return page


def links(response):
    return [str(address) for address in html.fromstring(response.content.decode()).xpath("//main//a/@href")]


def begun(site):
    return Draft.objects.get(occasion=occasion_of(site)).answers


def test_from_a_clause_of_the_draft_the_form_begins_with_document_and_clause(draft, site, client):
    to_form = [address for address in links(client.get(draft.url)) if address.startswith(site.url)]
    titled = [clause["id"] for clause in draft.outline["clauses"] if clause["title"]]
    asked = [parse_qs(urlsplit(address).query) for address in to_form]
    assert asked == [{"document": [str(draft.pk)]}, *({"document": [str(draft.pk)], "clause": [one]} for one in titled)]
    page = client.get(to_form[2])
    assert draft.title in page.content.decode()
    assert titled[1] in page.content.decode()
    client.post(page.context["start_url"])
    known = {key: begun(site)[key] for key in ("document", "clause", "document_address")}
    assert known == {"document": draft.title, "clause": titled[1], "document_address": draft.url}


@pytest.mark.parametrize(
    "query",
    ["?document=x", "?document=99999999999999", "?document=-1", "?clause=一", "?document=１", "?document=&document="],
)
def test_an_address_that_names_no_draft_begins_an_empty_form(site, client, query):
    assert client.get(f"{site.url}{query}").context["about"] is None
    client.post(f"{site.url}start/{query}")
    assert "document" not in begun(site)


def test_a_clause_that_is_none_is_left_out(draft, site, client):
    client.post(f"{site.url}start/?document={draft.pk}&clause=<script>")
    assert begun(site)["document"] == draft.title
    assert "clause" not in begun(site)


@pytest.mark.parametrize(
    "closed",
    [
        {"comments_until": TODAY - timedelta(days=1)},
        {"comments_from": TODAY + timedelta(days=1), "comments_until": TODAY + timedelta(days=9)},
        {"comments_until": None},
        {"validity": Validity.IN_FORCE},
        {"live": False},
    ],
)
def test_of_what_is_not_open_for_comments_nothing_is_told(draft, site, client, closed):
    PolicyPage.objects.filter(pk=draft.pk).update(**closed)
    assert client.get(site.url, {"document": draft.pk}).context["about"] is None
    if draft.live and "live" not in closed:
        assert not [address for address in links(client.get(draft.url)) if address.startswith(site.url)]


def test_a_form_page_that_is_taken_down_leaves_the_draft_without_a_link(draft, site, client):
    site.unpublish()
    shown = client.get(draft.url)
    assert shown.status_code == 200
    assert not [address for address in links(shown) if "comment" in address]


def test_a_comment_goes_to_the_place_of_who_issues_the_draft(draft, site, client):
    """The sample's issuer is no organisation of this portal; its name begins with a place of it."""
    Area.objects.create(code="530000000000", name="云山省")
    city = Area.objects.create(code="539900000000", name=draft.issuer[:3])
    to_form = next(address for address in links(client.get(draft.url)) if address.startswith(site.url))
    client.post(client.get(to_form).context["start_url"])
    assert begun(site)["place"] == city.pk
