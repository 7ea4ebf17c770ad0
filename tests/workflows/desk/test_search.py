"""Finding a person: by two characters of the name or by a whole number, in one's own cases, and nowhere else."""

from copy import deepcopy

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forms import builder as form_builder
from forms import indexing, reading
from forms import services as forms
from forms.models import Submission
from forms.models.submission import SubmissionQuerySet
from forms.searching import rate_limit
from portal.access.models import Access
from portal.directory.models import Post
from portal.effort.services import Window
from portal.privacy import sealing
from portal.privacy.sealing import Unreadable
from tests.workflows.definitions import REPORT, RESPONSE, WORKFLOW, words
from tests.workflows.desk.looking import text
from workflows import builder, services
from workflows.models.case import CaseQuerySet
from workflows.searching import finding, on_record

URL = "/desk/search/"
CHILD, ID, PHONE, TEACHER = "林小远", "11010519491231002X", "13912345678", "周文清"
NOBODY = "Nobody found"


def question(key, kind, sensitivity):
    label = words(key, key)
    return {"kind": "field", "key": key, "type": kind, "label": label, "sensitivity": sensitivity}


@pytest.fixture
def version(cast):
    """The small workflow, with a report whose names and numbers can be searched for."""
    cache.clear()
    report = deepcopy(REPORT.model_dump(mode="json"))
    kept = [item for item in report["steps"][0]["items"] if item["key"] not in ("child_name", "reporter_name")]
    report["steps"][0]["items"] = [
        *kept,
        question("child_name", "person_name", "personal"),
        question("child_id", "id_number", "sensitive"),
        question("guardian_phone", "phone", "personal"),
        question("reporter_name", "person_name", "reporter"),
    ]
    for form in (type(REPORT).model_validate(report), RESPONSE):
        forms.publish(form_builder.save_definition(form, by=None), by=None)
    return services.publish(builder.save_definition(WORKFLOW, by=None), by=None)


@pytest.fixture
def report(story):
    """A report about the child, handed in by a teacher; `changes` for another one."""

    def hand_in(**changes):
        named = {"child_name": CHILD, "child_id": ID, "guardian_phone": PHONE, "reporter_name": TEACHER}
        return story.report(**{**named, **changes})

    return hand_in


def search(client, who, **more):
    return client.post(URL, {"who": who, **more})


def found(client, who, **more):
    """The numbers of the cases that are shown."""
    context = search(client, who, **more).context
    return [line.case.number for line in context["lines"]]


@pytest.mark.parametrize("who", ["林小远", "小远", "林远", "远林", ID.lower(), "+86 139 1234 5678"])
def test_a_case_is_found_by_two_characters_of_a_name_or_by_a_whole_number(at_desk, report, who):
    case = report()
    report(child_name="王大力", child_id="", guardian_phone="")
    page = search(at_desk("east_police"), who)
    assert [line.case.number for line in page.context["lines"]] == [case.number]
    assert case.number in text(page)
    assert (CHILD in text(page)) is (page.context["kind"] == "Name")


def test_asking_for_the_page_searches_for_nothing(at_desk, report):
    case = report()
    page = at_desk("east_police").get(URL, {"who": CHILD})
    assert page.status_code == 200
    assert case.number not in text(page)
    assert CHILD not in page.content.decode()
    assert not Access.objects.exists()


def test_the_words_stand_in_no_address_no_title_and_no_log(at_desk, report, caplog):
    report()
    caplog.set_level("DEBUG")
    page = search(at_desk("east_police"), CHILD)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert CHILD not in page.content.decode().split("<title>")[1].split("</title>")[0]
    assert "小远" not in caplog.text
    said = " ".join(str(vars(row)) for row in Access.objects.all())
    assert CHILD not in said
    assert "小远" not in said


def test_each_search_and_each_paper_that_was_compared_is_on_record(at_desk, report, cast):
    case = report()
    search(at_desk("east_police"), CHILD)
    compared, searched = Access.objects.order_by("pk")
    assert (compared.action, compared.matter, compared.user) == ("compare", case.pk, cast.east_police)
    assert (searched.action, searched.allowed, searched.post) == ("search_cases", True, cast.post("east_police"))
    assert searched.purpose.startswith("name: 1 (")


def test_the_log_says_in_words_by_what_was_searched_and_how_many_cases_were_shown(at_desk, report):
    report()
    search(at_desk("east_police"), CHILD)
    assert "by: Name; 1 case shown; mark " in text(at_desk("east_police").get("/desk/log/"))
    assert on_record.as_people_read_it("DX-2026-1 take: a reason") == "DX-2026-1 take: a reason"
    assert on_record.as_people_read_it("task: 3 (three)") == "task: 3 (three)"


def test_the_same_search_has_the_same_mark_with_the_same_person_only(at_desk, report):
    report()
    for name, who in [
        ("east_police", CHILD),
        ("east_police", "远小林"),
        ("east_police", "王大力"),
        ("west_police", CHILD),
    ]:
        search(at_desk(name), who)
    rows = Access.objects.filter(action="search_cases").order_by("pk")
    first, again, another, elsewhere = (row.purpose.split()[-1] for row in rows)
    assert first == again
    assert len({first, another, elsewhere}) == 3


def test_who_may_not_see_a_case_learns_the_same_as_of_a_child_nobody_knows(at_desk, report):
    report()
    client = at_desk("west_police")
    existing, invented = text(search(client, CHILD)), text(search(client, "欧阳无名"))
    assert NOBODY in existing
    assert existing.replace(CHILD, "") == invented.replace("欧阳无名", "")
    assert not Access.objects.filter(action="compare").exists()


def test_the_broken_twin_without_the_look_at_who_may_see_a_case_it_would_be_found(at_desk, report, monkeypatch):
    case = report()
    monkeypatch.setattr(CaseQuerySet, "visible_to", lambda self, _user: self.all())
    monkeypatch.setattr(finding, "readable", lambda *_: {"open", "personal"})
    assert found(at_desk("west_police"), CHILD) == [case.number]


def everything(self, kind, typed):
    """An index in which every digest is the same."""
    return self.all()


def test_what_only_the_index_takes_for_the_name_is_dropped(at_desk, report, monkeypatch):
    report()
    monkeypatch.setattr(SubmissionQuerySet, "found_by", everything)
    assert found(at_desk("east_police"), "王大力") == []
    assert len(found(at_desk("east_police"), CHILD)) == 1


def test_the_broken_twin_without_comparing_it_would_be_shown(at_desk, report, monkeypatch):
    case = report()
    monkeypatch.setattr(SubmissionQuerySet, "found_by", everything)
    monkeypatch.setattr(indexing, "fitting", lambda *_: ["王大力"])
    assert found(at_desk("east_police"), "王大力") == [case.number]


def test_what_the_post_may_not_read_finds_nothing(at_desk, report, story):
    """Civil affairs reads personal words of the report, but no sensitive ones."""
    case = report()
    story.notify(case)
    client = at_desk("east_civil_affairs")
    assert found(client, CHILD) == found(client, PHONE) == [case.number]
    assert found(client, ID) == []
    assert found(at_desk("east_police"), ID) == [case.number]


def test_the_own_log_does_not_tell_what_the_page_keeps_back(at_desk, report, story):
    """That a paper was unsealed for comparing says that the index took it for the words, also for those kept back."""
    case = report()
    story.notify(case)
    client = at_desk("east_civil_affairs")
    assert found(client, ID) == []
    assert Access.objects.filter(action="compare", matter=case.pk).exists(), "it is on record for the auditor"
    for role in ("civil_affairs_officer", "civil_affairs_leader"):
        Post.objects.filter(user__username="east_civil_affairs").update(role=role)
        lines = client.get("/desk/log/").context["lines"]
        assert "compare" not in {line.row.action for line in lines}


def test_the_broken_twin_without_the_reader_rows_it_would_be_found(at_desk, report, story, monkeypatch):
    case = report()
    story.notify(case)
    monkeypatch.setattr(finding, "readable", lambda *_: {"open", "personal", "sensitive"})
    assert found(at_desk("east_civil_affairs"), ID) == [case.number]


def test_nobody_is_found_by_having_reported_not_even_by_the_officer_in_charge(at_desk, report, story, monkeypatch):
    case = report()
    story.accept(case)
    client = at_desk("east_police")
    assert found(client, TEACHER) == []
    # Even if the index led there, who reported is not unsealed.
    monkeypatch.setattr(SubmissionQuerySet, "found_by", everything)
    assert found(client, TEACHER) == []
    assert not Access.objects.filter(action="read_reporter").exists()


def test_the_broken_twin_that_unseals_who_reported_would_find_them(at_desk, report, story, monkeypatch):
    case = report()
    story.accept(case)
    monkeypatch.setattr(SubmissionQuerySet, "found_by", everything)
    read = reading.read
    every = {"open", "personal", "sensitive", "reporter"}
    monkeypatch.setattr(reading, "read", lambda paper, **asked: read(paper, **{**asked, "sensitivities": every}))
    assert found(at_desk("east_police"), TEACHER) == [case.number]


def test_whom_the_conflict_rule_shuts_out_finds_nothing(at_desk, report, cast):
    case = report()
    case.exclusions.create(organisation=cast.post("east_police").organisation, reason="conflict")
    assert found(at_desk("east_police"), CHILD) == []


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("", "Type a name, an ID number or a telephone number."),
        ("   ", "Type a name, an ID number or a telephone number."),
        ("林", "at least two characters"),
        ("110105194912310021", "This is not a valid ID number"),
        ("139123", "Type the whole telephone number"),
        ("远" * 100, "This is too long"),
    ],
)
def test_what_cannot_be_searched_for_gets_a_clear_sentence_and_no_search(at_desk, report, who, sentence):
    report()
    page = search(at_desk("east_police"), who)
    assert sentence in text(page)
    assert "found" not in page.context
    assert not Access.objects.exists()


def test_more_than_a_page_goes_on_by_post(at_desk, report, monkeypatch):
    monkeypatch.setattr(finding, "PAGE", 2)
    numbers = [report().number for _ in range(5)]
    client, shown, after = at_desk("east_police"), [], ""
    while after or not shown:
        page = search(client, "小远", after=after)
        assert "小远" not in page.request.get("QUERY_STRING", "") + page.request["PATH_INFO"]
        shown += [line.case.number for line in page.context["lines"]]
        after = page.context["found"].older
        assert ('name="after"' in page.content.decode()) is bool(after)
        assert "?after" not in page.content.decode()
    assert shown == numbers[::-1]


def test_candidates_that_do_not_fit_do_not_end_the_list(at_desk, report, monkeypatch):
    old = report()
    for _ in range(4):
        report(child_name="王大力")
    monkeypatch.setattr(SubmissionQuerySet, "found_by", everything)
    monkeypatch.setattr(finding, "MOST_COMPARED", 3)
    client = at_desk("east_police")
    first = search(client, CHILD).context
    assert first["lines"] == []
    assert first["found"].older
    assert found(client, CHILD, after=first["found"].older) == [old.number]


@pytest.mark.parametrize("after", ["nothing", "\x00", "00000000-0000-0000-0000-000000000000"])
def test_a_page_behind_nothing_is_the_first(at_desk, report, after):
    case = report()
    assert found(at_desk("east_police"), CHILD, after=after) == [case.number]


def test_a_page_behind_a_case_of_others_is_the_first_and_tells_nothing_of_it(at_desk, report):
    mine, theirs = report(), report(place="990122101201")
    assert found(at_desk("east_police"), CHILD, after=str(theirs.pk)) == [mine.number]


def test_who_goes_through_all_surnames_has_to_wait_and_is_on_record(at_desk, report, monkeypatch):
    report()
    monkeypatch.setattr(rate_limit, "FREE", Window(3, 10**9))
    client = at_desk("east_police")
    for _ in range(3):
        assert found(client, CHILD)
    page = search(client, CHILD)
    assert "Wait ten minutes" in text(page)
    assert "found" not in page.context
    assert Access.objects.filter(action="search_cases", allowed=False).count() == 1
    assert "lines" in search(at_desk("east_police_leader"), CHILD).context


def test_a_damaged_paper_hides_no_other(at_desk, report, monkeypatch):
    damaged, sound = report().opening_submission, report()
    unsealed = Submission.unsealed

    def some(paper):
        if paper.pk == damaged.pk:
            raise Unreadable
        return unsealed(paper)

    monkeypatch.setattr(Submission, "unsealed", some)
    assert found(at_desk("east_police"), CHILD) == [sound.number]


def test_what_was_erased_is_found_no_more(at_desk, report):
    case = report()
    sealing.erase(case.opening_submission.data_key)
    assert found(at_desk("east_police"), CHILD) == []


def test_the_search_asks_no_more_often_for_cases_of_others(at_desk, report, django_assert_max_num_queries):
    report()
    client = at_desk("east_police")
    search(client, CHILD)
    with django_assert_max_num_queries(60) as few:
        search(client, CHILD)
    for _ in range(5):
        report(place="990122101201")
    with django_assert_max_num_queries(len(few)):
        assert len(found(client, CHILD)) == 1


def test_a_case_more_asks_the_database_nothing_more(at_desk, report):
    client = at_desk("east_police")
    report()
    search(client, CHILD)
    logged = Access.objects.filter(action="compare").count()
    with CaptureQueriesContext(connection) as one:
        assert len(found(client, CHILD)) == 1
    report()
    with CaptureQueriesContext(connection) as two:
        assert len(found(client, CHILD)) == 2
    assert len(two) == len(one)
    assert Access.objects.filter(action="compare").count() - logged == 1 + 2


def test_it_is_in_the_navigation_and_beside_the_cases(at_desk, report):
    page = at_desk("east_police").get("/desk/cases/").content.decode()
    assert page.count(f'href="{URL}"') == 2
