"""With more cases a list asks the database no more often, and never reads a table from end to end."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forms.indexing import RECORD
from forms.models import Submission
from portal.directory.models import Area, AreaSuccession, User
from portal.directory.services import record_succession
from portal.privacy import blindindex
from portal.privacy.blindindex import Kind
from portal.privacy.models import DataKey
from tests.lasting import rolled_back
from workflows.load.people import username
from workflows.load.places import county_codes
from workflows.models import Case

pytestmark = pytest.mark.django_db

COUNTY = county_codes()[0]
TOWN = f"{COUNTY[:6]}101000"
READERS = {
    "a village": username("village_director", f"{TOWN[:9]}201"),
    "a village far away": username("village_director", f"{county_codes()[-1][:6]}116218"),
    "a township": username("township_worker", TOWN),
    "a county": username("civil_affairs_officer", COUNTY, 1),
    "the police": username("police_officer", COUNTY, 1),
    "a leader who may open cases in an emergency": username("police_leader", COUNTY),
    "the city": username("city_officer", f"{COUNTY[:4]}00000000"),
}
PAGES = [
    "/desk/", "/desk/?show=mine", "/desk/?show=done", "/desk/cases/", "/desk/cases/?show=closed", "/desk/notices/",
    f"/desk/cases/?show=closed&place={COUNTY}", "/desk/cases/?number=0000012",
]  # fmt: skip
# What only some of them have.
OF_LEADERS = {
    "a leader who may open cases in an emergency": ["/desk/board/", "/desk/measures/"],
    "the city": ["/desk/measures/"],
}
CHARACTERS = [chr(0x4E00 + 7 * number) for number in range(1000)]
LARGE = {"workflows_caseparty", "workflows_task", "workflows_event", "workflows_casesubmission"}
LARGE |= {"workflows_case", "portal_forms_submission", "privacy_datakey", "privacy_blindtoken"}
# These look at the cases themselves: for a list of four thousand all of them are read, rightly, but nothing else is.
BY_CASE = ["/desk/cases/?show=closed&urgent=yes", "/desk/cases/?show=closed&state=closed"]


def make_load(cases):
    call_command("make_load", cases=cases, stdout=io.StringIO())


def queries(client, page):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


def test_no_list_asks_more_often_when_there_is_more(client):
    make_load(60)
    client.force_login(User.objects.get(username=READERS["the city"]))
    pages = [*PAGES, *BY_CASE, *OF_LEADERS["the city"], f"/desk/cases/{Case.objects.order_by('number')[0].pk}/"]
    for page in pages:
        client.get(page)
    few = {page: queries(client, page) for page in pages}
    make_load(200)
    assert {page: queries(client, page) for page in pages} == few


@pytest.fixture(scope="module")
def twenty_thousand_rows(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), rolled_back():
        make_load(5500)
        with connection.cursor() as cursor:
            # More of the rows are looked at than usual: a plan must not hang on which ones a sample happens to hold.
            if connection.vendor == "postgresql":
                cursor.execute("SET default_statistics_target = 1000")
            cursor.execute("ANALYZE")
            if connection.vendor == "postgresql":
                cursor.execute("RESET default_statistics_target")
                # As after a vacuum, which what is rolled back cannot be given: what stands in an index is read there.
                cursor.execute(
                    "UPDATE pg_class SET relallvisible = relpages WHERE relname = ANY(%s) AND relkind = 'r'",
                    [sorted(LARGE)],
                )
        yield


@pytest.mark.skipif(connection.vendor != "postgresql", reason="other databases explain themselves otherwise")
def test_no_list_reads_a_large_table_from_end_to_end(twenty_thousand_rows, client):
    read = []
    for reader, name in READERS.items():
        client.force_login(User.objects.get(username=name))
        for page in [*PAGES, *BY_CASE, *OF_LEADERS.get(reader, [])]:
            guarded = LARGE - {"workflows_case"} if page in BY_CASE else LARGE
            with explaining() as plans:
                assert client.get(page).status_code == 200
            read += [(reader, page, sql) for sql, plan in plans if guarded & set(_read_whole(plan))]
    assert not read


@pytest.fixture
def names_indexed(twenty_thousand_rows, db):
    """Every report names one of a thousand children, so that a search has a handful of candidates."""
    keys = DataKey.objects.filter(pk__in=Submission.objects.filter(in_case__isnull=False).values("data_key"))
    for place, key in enumerate(keys):
        blindindex.keep(blindindex.tokens(key, RECORD, [(Kind.NAME, f"林{CHARACTERS[place % 1000]}远")]))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="other databases explain themselves otherwise")
def test_no_search_for_a_person_reads_a_large_table_from_end_to_end(names_indexed, client):
    read = []
    for reader, name in READERS.items():
        client.force_login(User.objects.get(username=name))
        with explaining() as plans:
            answer = client.post("/desk/search/", {"who": f"林{CHARACTERS[7]}"})
            assert "found" in answer.context
        read += [(reader, sql[-300:]) for sql, plan in plans if LARGE & set(_read_whole(plan))]
    assert not read


@pytest.mark.skipif(connection.vendor != "postgresql", reason="other databases explain themselves otherwise")
def test_the_lists_of_who_took_over_a_county_read_no_large_table_from_end_to_end(twenty_thousand_rows, client):
    """Merged into the next county, and that one renumbered."""
    old, new, newer = county_codes()[0], county_codes()[1], "990199000000"
    today, kinds = timezone.localdate(), AreaSuccession.Kind
    Area.objects.create(code=newer, name="合并县")
    record_succession(Area.objects.get(pk=old), [Area.objects.get(pk=new)], on=today, kind=kinds.MERGED)
    record_succession(Area.objects.get(pk=new), [Area.objects.get(pk=newer)], on=today, kind=kinds.RENAMED)
    reader = User.objects.get(username=username("police_officer", new, 1))
    client.force_login(reader)
    assert len(reader.acting_post.own_organisation_ids()) == 2
    read = []
    for page in [*PAGES, *BY_CASE, f"/desk/cases/?show=closed&place={newer}"]:
        guarded = LARGE - {"workflows_case"} if page in BY_CASE else LARGE
        with explaining() as plans:
            assert client.get(page).status_code == 200
        read += [(page, sql) for sql, plan in plans if guarded & set(_read_whole(plan))]
    assert not read


@contextmanager
def explaining() -> Iterator[list]:
    """Collects the plan of every query that is asked meanwhile."""
    plans = []

    def explain(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if sql.startswith("SELECT"):
            with connection.connection.cursor() as cursor:
                plan = cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params).fetchone()[0]
                plans.append((sql, plan if isinstance(plan, list) else json.loads(plan)))
        return answer

    with connection.execute_wrapper(explain):
        yield plans


def _read_whole(plan) -> Iterator[str]:
    """Names of the tables that the plan reads from end to end."""
    for node in plan if isinstance(plan, list) else [plan]:
        node = node.get("Plan", node)
        if node["Node Type"] == "Seq Scan":
            yield node["Relation Name"]
        for below in node.get("Plans", []):
            yield from _read_whole(below)


def test_a_plan_that_reads_a_whole_table_would_be_seen():
    scan = {"Node Type": "Seq Scan", "Relation Name": "workflows_case"}
    assert list(_read_whole([{"Plan": {"Node Type": "Limit", "Plans": [scan]}}])) == ["workflows_case"]
