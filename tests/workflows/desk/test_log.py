"""The access log at the desk: for the auditor, the leader of civil affairs and officers; for nobody else."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.access.models import Access
from portal.access.services import Purpose, record_reading, record_refusal
from portal.directory.models import Post
from tests.cast import ACTORS
from tests.workflows.desk.looking import text
from workflows import logreaders
from workflows.desk import log, log_export
from workflows.models import CaseParty

URL = "/desk/log/"


@pytest.fixture
def auditor(cast):
    """The teacher is the log auditor here."""
    Post.objects.filter(user=cast.east_teacher).update(role="log_auditor")
    return "east_teacher"


@pytest.fixture
def leader(cast):
    Post.objects.filter(user=cast.east_civil_affairs).update(role="civil_affairs_leader")
    return "east_civil_affairs"


@pytest.fixture
def read(story, cast):
    """A case that the police have read, with who reported; and a try from next door."""
    case = story.report()
    CaseParty.objects.create(
        case=case, organisation=cast.post("east_civil_affairs").organisation, relation="civil_affairs"
    )
    by = cast.post("east_police")
    record_reading(case, by=by, action="read", purpose=Purpose(f"{case.number} take", matter=case.pk))
    record_reading(
        case, by=by, action="read_reporter", purpose=Purpose(f"{case.number} take: 王老师说", matter=case.pk)
    )
    record_refusal(case, by=cast.post("west_police"), action="see", purpose=Purpose("", matter=case.pk))
    return case


def rows_of(response):
    return [line.row for line in response.context["lines"]]


def test_only_these_posts_open_it_and_the_administrator_is_not_among_them(at_desk, cast, read, auditor, leader):
    Post.objects.filter(user=cast.form_administrator).update(role="system_administrator")
    opening = {name for name in ACTORS if at_desk(name).get(URL).status_code == 200}
    assert opening == {
        auditor, leader, "east_police", "east_police_leader", "west_police", "city_police", "west_civil_affairs",
    }  # fmt: skip
    assert Access.objects.refused().filter(action="read_log", user=cast.form_administrator).exists()


def test_not_even_a_superuser_in_another_post(at_desk, cast, read):
    user = cast.form_administrator
    user.is_superuser = user.is_staff = True
    user.save()
    assert at_desk("form_administrator").get(URL).status_code == 404


def test_the_auditor_reads_everything_with_number_purpose_and_reason(at_desk, read, auditor):
    response = at_desk(auditor).get(URL)
    assert len(rows_of(response)) == 3
    shown = text(response)
    for word in (read.number, "east_police", "王老师说", "refused", "read who reported"):
        assert word in shown


def test_a_leader_reads_what_was_done_in_the_own_cases_but_not_why_one_asked_who_reported(
    at_desk, read, leader, story, cast
):
    other = story.report()
    record_reading(other, by=cast.post("east_police"), action="read", purpose=Purpose(other.number, matter=other.pk))
    response = at_desk(leader).get(URL)
    assert {row.matter for row in rows_of(response)} == {read.pk}
    assert len(rows_of(response)) == 3
    assert "王老师" not in text(response)
    assert other.number not in text(response)


def test_an_officer_reads_the_own_work_only(at_desk, read, cast):
    assert {row.user for row in rows_of(at_desk("west_police").get(URL))} == {cast.west_police}
    assert "王老师说" in text(at_desk("east_police").get(URL))


def test_a_refused_try_shows_its_person_no_number(at_desk, read):
    shown = text(at_desk("west_police").get(URL))
    assert "refused" in shown
    assert read.number not in shown


FILTERS = [
    ({"person": "west_police"}, 1),
    ({"person": "nobody"}, 0),
    ({"person": "%"}, 0),
    ({"number": "of the case"}, 3),
    ({"number": "nothing-1"}, 0),
    ({"kind": "refused"}, 1),
    ({"kind": "reporter"}, 1),
    ({"kind": "emergency"}, 0),
    ({"kind": "nonsense"}, 0),
    ({"day": "today"}, 3),
    ({"day": "yesterday"}, 0),
    ({"day": "not a day"}, 0),
    ({"person": "east_police", "kind": "reporter", "day": "today"}, 1),
]


@pytest.mark.parametrize(("wanted", "found"), FILTERS)
def test_rows_can_be_chosen(at_desk, read, auditor, wanted, found):
    today = timezone.localdate()
    days = {"today": today.isoformat(), "yesterday": (today - timedelta(days=1)).isoformat()}
    wanted = {**wanted, **({"day": days.get(wanted["day"], wanted["day"])} if "day" in wanted else {})}
    wanted = {**wanted, **({"number": read.number} if wanted.get("number") == "of the case" else {})}
    assert len(rows_of(at_desk(auditor).get(URL, wanted))) == found


def test_by_the_number_of_a_case_a_leader_finds_the_own_only(at_desk, leader, story, cast, read):
    other = story.report()
    record_reading(other, by=cast.post("east_police"), action="read", purpose=Purpose("", matter=other.pk))
    assert rows_of(at_desk(leader).get(URL, {"number": other.number})) == []


def test_a_long_log_has_pages_and_each_costs_the_same(
    at_desk, read, auditor, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(log, "PAGE", 2)
    client = at_desk(auditor)
    client.get(URL)
    seen, address = [], {}
    for _page in range(2):
        with django_assert_max_num_queries(9):
            response = client.get(URL, address)
        seen += rows_of(response)
        address = {"after": response.context["page"].older}
    assert [row.pk for row in seen] == sorted((row.pk for row in seen), reverse=True)
    assert len(seen) == 3


def test_the_navigation_leads_there_who_may_go(at_desk, cast, auditor):
    assert URL in at_desk(auditor).get(URL).content.decode()
    assert f'href="{URL}"' not in at_desk("east_township").get(reverse("desk:inbox")).content.decode()


# Saving it as a file.


def saved(client, **wanted):
    response = client.post("/desk/log/export/", wanted)
    assert response.status_code == 200
    body = b"".join(response.streaming_content).decode()
    return list(csv.reader(io.StringIO(body.removeprefix("\ufeff"))))


def test_the_auditor_saves_the_chosen_rows_and_that_is_on_record(at_desk, read, auditor, cast):
    head, *rows = saved(at_desk(auditor), kind="refused")
    assert "Person" in head
    assert [row[2] for row in rows] == ["west_police"]
    row = Access.objects.get(action="export_log")
    assert (row.user, row.purpose) == (cast.east_teacher, "filter: kind")


@pytest.mark.parametrize("who", ["east_civil_affairs", "east_police", "form_administrator", "east_township"])
def test_nobody_else_saves_it(at_desk, read, leader, who):
    assert at_desk(who).post("/desk/log/export/").status_code == 404


def test_looking_does_not_save(at_desk, read, auditor):
    assert at_desk(auditor).get("/desk/log/export/").status_code == 405


@pytest.mark.parametrize("word", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "=cmd|' /C calc'!A0"])
def test_no_word_in_the_file_is_a_formula(at_desk, read, auditor, cast, word):
    record_reading(read, by=cast.post("east_police"), action="read", purpose=word)
    _head, _this_very_saving, newest, *_rest = saved(at_desk(auditor))
    assert newest[9] == f"'{word}"


def test_a_file_that_would_be_too_long_says_so(at_desk, read, auditor, monkeypatch):
    monkeypatch.setattr(log_export, "MOST_ROWS", 2)
    _head, *rows = saved(at_desk(auditor))
    assert len(rows) == 3
    assert "fewer" in rows[-1][0]


# Broken twins.


def test_the_broken_twin_a_log_open_to_all_roles_would_be_seen(at_desk, read, monkeypatch):
    monkeypatch.setattr(log, "reads_log", lambda _post: True)
    assert at_desk("form_administrator").get(URL).status_code == 200


def test_the_broken_twin_a_leader_who_reads_all_cases_would_be_seen(at_desk, read, leader, story, cast, monkeypatch):
    other = story.report()
    record_reading(other, by=cast.post("east_police"), action="read", purpose=Purpose("", matter=other.pk))
    monkeypatch.setattr(logreaders, "_LOG_OF_OWN_CASES", ())
    monkeypatch.setattr(logreaders, "_LOG_OF_OWN_READINGS", ("civil_affairs_leader",))
    queryset = type(Access.objects.all())
    monkeypatch.setattr(queryset, "visible_to", lambda self, _user: self.all())
    assert other.pk in {row.matter for row in rows_of(at_desk(leader).get(URL))}
