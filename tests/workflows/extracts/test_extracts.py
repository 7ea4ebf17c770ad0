"""Papers as a table file: by right, on record, for its owner, once, for a day."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from forms import builder as form_builder
from forms import services as forms
from portal.access.models import Access
from portal.access.refusal import Refused
from portal.privacy import sealing
from tests.workflows.conftest import REPORTED
from tests.workflows.definitions import REPORT
from tests.workflows.desk.looking import text
from workflows.extracts import choosing, making, services
from workflows.extracts.making import make
from workflows.extracts.services import ask, erase, take
from workflows.lists import CaseFilter
from workflows.models import Case, CaseParty, CaseSubmission, Extract, Task
from workflows.services import exclude_organisation

OPEN = CaseFilter()


@pytest.fixture
def made(cast, run_jobs):
    """Ask for a file and have it made."""

    def make(who="east_police", form="small_report", kind="xlsx", which=OPEN):
        extract = ask(form, which, kind=kind, purpose="季度统计", by=cast.post(who))
        run_jobs("workflows.extract")
        return Extract.objects.get(pk=extract.pk)

    return make


@pytest.fixture
def book(cast):
    """What is in the file, as rows by heading."""

    def opened(extract, who="east_police"):
        content = take(extract, by=cast.post(who))
        data = b"".join(content.between(0, content.size))
        rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(data)).worksheets[0].iter_rows()]
        return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]

    return opened


def test_each_paper_is_a_row_with_what_its_reader_may_read_and_never_who_reported(story, made, book):
    case = story.report()

    [row] = book(made())

    assert row["个案"] == case.number
    assert row["事实"] == REPORTED["facts"]
    assert row["姓名"] == REPORTED["child_name"]
    assert REPORTED["reporter_name"] not in row.values()
    assert "报告人" not in row


def test_what_a_reader_may_not_read_is_masked(story, made, book):
    story.notify(story.report())

    [row] = book(made("east_civil_affairs"), "east_civil_affairs")

    assert REPORTED["facts"] not in row.values()
    assert "***" in row.values()


@pytest.mark.parametrize("who", ["west_police", "east_teacher"])
def test_who_has_no_part_in_the_cases_gets_no_row(story, made, book, who):
    story.report()
    assert book(made(who), who) == []


def test_whom_the_conflict_rule_shuts_out_gets_no_row(cast, story, made, book):
    case = story.report()
    story.notify(case)
    exclude_organisation(case, cast.post("east_township").organisation, by=cast.post("east_police"), reason="亲属关系")
    assert book(made("east_township"), "east_township") == []


def test_a_restricted_paper_is_left_out_for_who_has_no_work_in_the_case(story, made, book):
    case = story.report()
    story.notify(case)
    restricted(None, case)
    assert book(made("east_civil_affairs"), "east_civil_affairs") == []


def test_of_an_erased_paper_nothing_sealed_is_told(story, made, book):
    case = story.report()
    sealing.erase(case.opening_submission.data_key)
    [row] = book(made())
    assert REPORTED["facts"] not in row.values()
    assert REPORTED["child_name"] not in row.values()


def test_versions_of_the_form_stand_together(story, made, book):
    first = story.report()
    changed = REPORT.model_dump(mode="json")
    changed["steps"][0]["items"].append(
        {"kind": "field", "key": "added", "type": "text", "label": {"zh-hans": "新问题"}}
    )
    schema = type(REPORT).model_validate(changed)
    forms.publish(form_builder.save_definition(schema, by=None), by=None)
    second = story.report(added="新答案")

    rows = {row["个案"]: row for row in book(made())}

    assert rows[first.number]["新问题"] is None
    assert rows[second.number]["新问题"] == "新答案"
    assert (rows[first.number]["版本"], rows[second.number]["版本"]) == (1, 2)


def test_a_filter_is_that_of_the_list_of_cases(story, made, book):
    story.report()
    assert book(made(which=CaseFilter(is_open=False))) == []


def test_an_answer_that_looks_like_a_formula_is_a_text(story, made, book):
    story.report(facts='=HYPERLINK("http://x")')
    [row] = book(made())
    assert not row["事实"].startswith("=")


def test_it_is_on_record_with_purpose_and_count_and_which_papers(story, made, book):
    case = story.report()
    extract = made()

    entry = Access.objects.get(action="extract")
    assert "季度统计" in entry.purpose
    assert "small_report, 1:" in entry.purpose
    assert extract.held() == {case.opening_submission.pk}
    book(extract)
    assert Access.objects.get(action="download_extract").allowed


def test_it_can_be_taken_once(cast, story, made, book):
    story.report()
    extract = made()
    book(extract)
    with pytest.raises(Refused) as refused:
        take(extract, by=cast.post("east_police"))
    assert refused.value.code == "not_there"


def test_nobody_else_gets_it_and_the_try_is_on_record(cast, story, made):
    story.report()
    extract = made()
    with pytest.raises(Refused):
        take(extract, by=cast.post("east_police_leader"))
    assert not Access.objects.get(action="download_extract").allowed


def test_what_lies_in_the_storage_is_sealed_and_goes_after_a_day(cast, story, made):
    story.report()
    extract = made()
    stored = storages["sealed"].open(extract.path).read()
    assert b"PK" not in stored[:4]
    assert REPORTED["facts"].encode() not in stored

    Extract.objects.update(expires_at=timezone.now())
    with pytest.raises(Refused):
        take(extract, by=cast.post("east_police"))
    erase(extract)

    extract.refresh_from_db()
    assert extract.state == Extract.State.EXPIRED
    assert extract.data_key.wrapped is None
    assert extract.count == 1


def shut_out(cast, case):
    exclude_organisation(case, cast.post("east_township").organisation, by=cast.post("east_police"), reason="亲属关系")


def erased(_cast, case):
    sealing.erase(case.opening_submission.data_key)


def restricted(_cast, case):
    CaseSubmission.objects.filter(case=case).update(restricted=True)
    case.tasks.update(state=Task.State.DONE)


@pytest.mark.parametrize("happens", [shut_out, erased, restricted])
def test_what_changed_after_it_was_made_keeps_everybody_from_it(cast, story, made, happens):
    case = story.report()
    story.notify(case)
    extract = made("east_township")
    happens(cast, case)
    with pytest.raises(Refused) as refused:
        take(extract, by=cast.post("east_township"))
    assert refused.value.code == "stale"
    extract.refresh_from_db()
    assert extract.path == ""


def test_whose_post_has_ended_meanwhile_gets_no_file(cast, story, run_jobs):
    story.report()
    post = cast.post("east_police")
    extract = ask("small_report", OPEN, kind="xlsx", purpose="季度统计", by=post)
    yesterday = timezone.localdate() - timedelta(days=1)
    type(post).objects.filter(pk=post.pk).update(starts_on=yesterday, ends_on=yesterday)
    run_jobs("workflows.extract")
    extract.refresh_from_db()
    assert (extract.state, extract.path) == (Extract.State.REFUSED, "")


def test_so_many_a_day_and_no_more(cast, story, monkeypatch):
    monkeypatch.setattr(services, "MOST_A_DAY", 1)
    ask("small_report", OPEN, kind="csv", purpose="季度统计", by=cast.post("east_police"))
    with pytest.raises(Refused):
        ask("small_report", OPEN, kind="csv", purpose="季度统计", by=cast.post("east_police"))


def test_a_file_that_would_be_too_large_says_what_it_lacks(story, made, book, monkeypatch):
    for _time in range(2):
        story.report()
    monkeypatch.setattr(making, "MOST", 2)
    assert len(book(made())) == 2
    monkeypatch.setattr(making, "MOST", 1)
    _paper, last = book(made())
    assert last["编号"].startswith("还有更多")


def test_before_its_time_runs_out_a_file_is_closed_with_what_is_in_it(story, made, book, monkeypatch):
    story.report()
    monkeypatch.setattr(making, "FOR_PACKING", 10_000)
    extract = made()
    assert (extract.state, extract.count) == (Extract.State.READY, 0)
    assert book(extract)[0]["编号"].startswith("还有更多")


def test_what_papers_leave_behind_in_memory_is_taken_away_on_the_way(story, made, monkeypatch):
    tidied = []
    monkeypatch.setattr(making, "TIDY_EACH", 2)
    monkeypatch.setattr(making.gc, "collect", lambda: tidied.append(True))
    for _time in range(5):
        story.report()
    made()
    assert len(tidied) == 2


def test_pages_of_cases_follow_each_other_to_the_end(cast, story, monkeypatch):
    numbers = {story.report().number for _time in range(5)}
    monkeypatch.setattr(choosing, "AT_ONCE", 2)
    user = cast.east_police
    user.act_in(cast.post("east_police").pk)
    found = [paper.case.number for paper in choosing.papers(user, "small_report", OPEN)]
    assert len(found) == len(numbers)
    assert set(found) == numbers


# At the desk.

ASKED = {"form": "small_report", "kind": "xlsx", "purpose": "季度统计"}


def test_at_the_desk_it_is_asked_for_shown_with_a_bar_and_downloaded(at_desk, story, run_jobs):
    story.report()
    client = at_desk("east_police")
    page = client.post(reverse("desk:extracts"), ASKED, follow=True)
    assert "<progress" in page.content.decode()
    assert client.get(reverse("desk:extracts"))["Refresh"].startswith("3; url=/desk/extracts/")

    run_jobs("workflows.extract")

    page = client.get(reverse("desk:extracts"))
    assert "Download, once" in text(page)
    assert "Refresh" not in page
    file = client.post(reverse("desk:take_extract", args=[Extract.objects.get().pk]))
    assert file["Content-Disposition"].startswith("attachment")
    assert "no-store" in file["Cache-Control"]
    assert b"".join(file.streaming_content if file.streaming else [file.content]).startswith(b"PK")
    assert "Download, once" not in text(client.get(reverse("desk:extracts")))


def test_without_a_purpose_nothing_is_made(at_desk, story):
    at_desk("east_police").post(reverse("desk:extracts"), {**ASKED, "purpose": ""})
    assert not Extract.objects.exists()


def test_the_address_of_somebody_elses_file_is_no_address(at_desk, story, made):
    story.report()
    extract = made()
    assert at_desk("east_police_leader").post(reverse("desk:take_extract", args=[extract.pk])).status_code == 404
    assert "季度统计" not in text(at_desk("east_police_leader").get(reverse("desk:extracts")))


def test_the_list_of_cases_hands_its_filter_on(at_desk, story):
    story.report()
    Case.objects.update(closed_at=timezone.now(), urgent=True)
    CaseParty.objects.update(is_open=False)
    page = at_desk("east_police").get(reverse("desk:cases"), {"show": "closed", "urgent": "yes"}).content.decode()
    assert f"{reverse('desk:extracts')}?show=closed&amp;urgent=yes" in page


def test_more_papers_ask_the_database_no_more_often(cast, story):
    def queries():
        extract = ask("small_report", OPEN, kind="csv", purpose="季度统计", by=cast.post("east_police"))
        extract = Extract.objects.select_related("post").get(pk=extract.pk)
        with CaptureQueriesContext(connection) as asked:
            make(extract)
        return len(asked)

    story.report()
    story.notify(story.report())
    few = queries()
    for _time in range(4):
        story.notify(story.report())
    assert queries() == few
