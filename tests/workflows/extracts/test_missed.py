"""What was missed as a table file: for who counts it, of the records they see, on record, once."""

import pytest
from django.urls import reverse

from forms.records import policies
from portal.access.models import Access
from portal.directory.models import Organisation, Post, User
from portal.privacy import sealing
from tests.cast import EAST_TOWN, EAST_VILLAGE, FIRST_DAY
from tests.forms.records.conftest import CHILD
from tests.workflows.extracts.test_extracts import book, text  # noqa: F401
from tests.workflows.obligations.conftest import at, moment, monthly, opened, registry, sweep, visit  # noqa: F401
from workflows.extracts import services
from workflows.extracts.making import make
from workflows.models import Extract
from workflows.obligations.models import Owed

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/duties/missed/?duty=monthly_visit&period=2026-10"
SAID = {"kind": "xlsx", "purpose": "催办十月漏访"}


@pytest.fixture
def leader(cast):
    township = Organisation.objects.get(function="government", area_id=EAST_TOWN)
    user = User.objects.create(username="leader", name="leader", is_active=True)
    Post.objects.create(user=user, organisation=township, role="township_leader", starts_on=FIRST_DAY)
    cast.people["east_leader"] = user
    return user


@pytest.fixture
def record(registry, monthly, at, leader):  # noqa: F811
    """Two files; on one nobody came in October, and now it is November."""
    at(2026, 10, 2)
    record = opened(registry, moment(2026, 9, 1))
    visited = opened(registry, moment(2026, 9, 1), child_idno="", registered="no", child_name="去过了")
    monthly()
    sweep(at(2026, 10, 20))
    visit(registry, visited, moment(2026, 10, 20))
    sweep(at(2026, 11, 5))
    return record


@pytest.fixture
def asked(at_desk, record, run_jobs):
    def ask(address=ADDRESS, **changed):
        answer = at_desk("east_leader").post(address, SAID | changed)
        run_jobs("workflows.extract")
        return answer

    return ask


def test_from_the_list_to_the_file_with_purpose_and_log(asked, record, book, cast):  # noqa: F811
    assert asked()["Location"] == reverse("desk:extracts")
    extract = Extract.objects.get()
    assert (extract.subject, extract.count, extract.held()) == ("missed", 1, {record.pk})
    [row] = book(extract, "east_leader")
    assert (row["Record"], row["Name"], row["Period"]) == (record.number, CHILD["child_name"], "2026-10")
    assert (row["Place"], row["Due"].isoformat()[:10]) == (EAST_VILLAGE, "2026-10-31")
    logged = Access.objects.filter(post=cast.post("east_leader"), action__in=["extract", "download_extract"])
    # The name that was read, the file that was made, and that it was taken.
    assert [row.object_id for row in logged.order_by("pk")] == [str(record.pk), str(extract.pk), str(extract.pk)]
    assert "催办十月漏访" in logged.get(action="download_extract").purpose
    with pytest.raises(services.Refused):
        book(Extract.objects.get(), "east_leader")


def test_the_page_of_files_says_which_list_it_is(asked, at_desk):
    asked()
    assert "What was missed: 每月走访" in text(at_desk("east_leader").get(reverse("desk:extracts")))


def test_without_a_purpose_there_is_no_file_and_what_was_chosen_stays(asked):
    answer = asked(purpose="", kind="csv")
    assert answer.status_code == 200
    assert answer.context["form"]["kind"].value() == "csv"
    assert not Extract.objects.exists()


def test_a_name_that_the_post_may_not_read_is_not_in_it_and_nothing_is_unsealed(asked, book, monkeypatch):  # noqa: F811
    monkeypatch.setattr(policies, "readable", lambda *_args: {"open"})
    asked()
    [row] = book(Extract.objects.get(), "east_leader")
    assert row["Name"] == "***"
    assert not Access.objects.filter(action="extract", object_type="portal_forms.record").exists()


def test_what_was_met_excused_or_lies_in_another_month_is_not_in_it(asked, at_desk, record):
    asked("/desk/duties/missed/?duty=monthly_visit&period=2026-09")
    Owed.objects.filter(record=record, period="2026-10").update(state=Owed.State.EXCUSED)
    asked()
    assert list(Extract.objects.values_list("count", flat=True)) == [0, 0]


def test_who_may_not_count_is_given_none(at_desk, record):
    assert at_desk("east_township").post(ADDRESS, SAID).status_code == 404
    assert not Extract.objects.exists()


def test_a_post_that_counts_no_more_when_it_is_made_gets_an_empty_file(at_desk, record, leader):
    at_desk("east_leader").post(ADDRESS, SAID)
    Post.objects.filter(user=leader).update(role="township_worker")
    make(Extract.objects.get())()
    assert Extract.objects.get().count == 0


def test_a_record_that_was_erased_since_keeps_it_from_being_taken(asked, record, cast):
    asked()
    sealing.erase(record.data_key)
    with pytest.raises(services.Refused) as refused:
        services.take(Extract.objects.get(), by=cast.post("east_leader"))
    assert refused.value.code == "stale"


def test_a_record_that_moved_away_since_keeps_it_from_being_taken(asked, record, cast):
    asked()
    type(record).objects.filter(pk=record.pk).update(area_code="990122101202")
    with pytest.raises(services.Refused):
        services.take(Extract.objects.get(), by=cast.post("east_leader"))
