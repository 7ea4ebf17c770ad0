"""A register's form opens a record; forms that point to it stand on its timeline and revise what they may."""

import pytest

from forms.builder import save_definition
from forms.fieldtypes import lookups
from forms.models import Record, RecordEntry, RecordMark, Submission
from forms.records import keeping, policies, reading, recognising
from forms.records.keeping import AlreadyThere
from forms.services import Incomplete, publish
from portal.access.models import Access
from portal.access.refusal import Refused
from portal.directory.models import Organisation
from tests.cast import EAST_TOWN, WEST_VILLAGE
from tests.forms.records.conftest import CHILD

pytestmark = pytest.mark.django_db
UPDATE = {"confirm_way": "visit", "confirmed_on": "2026-11-01", "outwork_type": "both", "guard_type": "fair"} | {
    "place": CHILD["place"],
    "schooling": "attends",
    "health": "healthy",
    "risk": "medium",
    "risk_lower_why": "外婆来了",
}


@pytest.fixture(autouse=True)
def asking(cast):
    """In the wizard the host says for whom things are looked up; here it is the township."""
    with lookups.asking_as(lambda: cast.post("east_township")):
        yield


def test_handing_in_opens_a_record_with_the_number_of_the_paper(registry):
    record = registry.open_file()
    [entry] = record.entries.all()
    assert (entry.kind, entry.submission.number) == ("opened", record.number)
    assert record.area_code == CHILD["place"]
    assert record.unsealed()["child_name"] == "林小远"


def test_what_means_something_on_its_paper_only_stays_there(registry):
    assert "guardian_agrees" not in registry.open_file().unsealed()


def test_no_name_or_number_lies_in_clear(registry):
    record = registry.open_file()
    clear = str(Record.objects.values().get(pk=record.pk)) + str(list(RecordMark.objects.values()))
    assert not any(canary in clear for canary in ("林", "深圳", CHILD["child_idno"]))
    assert record.open_answers["guard_type"] == "nobody"


def test_a_second_file_for_the_same_number_is_refused_and_nothing_is_handed_in(registry):
    first = registry.open_file()
    with pytest.raises(AlreadyThere) as refused:
        registry.open_file(child_name="林 小 远", child_idno="９９0121201705030013")
    assert first.number in str(refused.value.sentence)
    assert (Record.objects.count(), Submission.objects.count()) == (1, 1)


def test_who_may_not_see_the_other_file_is_told_whom_to_ask_and_no_number(registry):
    first = registry.open_file()
    with pytest.raises(AlreadyThere) as refused:
        registry.open_file(by="west_township", place=WEST_VILLAGE)
    assert first.number not in str(refused.value.sentence)


def test_children_with_the_same_details_but_no_number_are_pointed_out(registry):
    registered = {"registered": "no", "child_idno": ""}
    first = registry.open_file(**registered)
    schema = registry.versions["child_file"].schema
    assert recognising.alike(schema, CHILD) == [first]
    assert recognising.same(schema, {**CHILD, "child_idno": ""}) is None


def test_nobody_opens_a_file_in_a_place_that_is_not_theirs(registry):
    with pytest.raises(Refused, match="not_your_record"):
        registry.open_file(place=WEST_VILLAGE)
    assert not Record.objects.exists()


def test_an_update_revises_what_it_names_and_leaves_the_rest(registry):
    record = registry.open_file()
    registry.hand_in("child_quarterly_update", {**UPDATE, "child": record.number})
    now = Record.objects.get()
    held = now.unsealed()
    assert (held["guard_type"], held["schooling"], held["child_name"]) == ("fair", "attends", "林小远")
    assert now.revision == 2
    assert [entry.kind for entry in now.entries.all()] == ["revised", "opened"]


def test_a_rule_asks_the_record_and_the_server_insists(registry):
    record = registry.open_file()
    without = {key: answer for key, answer in UPDATE.items() if key != "risk_lower_why"}
    with pytest.raises(Incomplete) as refused:
        registry.hand_in("child_quarterly_update", {**without, "child": record.number})
    assert [problem.field for problem in refused.value.problems] == ["risk_lower_why"]


def test_who_may_only_read_cannot_revise(registry, cast):
    record = registry.open_file()
    with lookups.asking_as(lambda: cast.post("east_civil_affairs")), pytest.raises(Refused, match="not_your_record"):
        registry.hand_in("child_quarterly_update", {**UPDATE, "child": record.number}, by="east_civil_affairs")
    assert Record.objects.get().revision == 1


def test_a_record_of_another_place_cannot_be_pointed_to(registry, cast):
    record = registry.open_file()
    with lookups.asking_as(lambda: cast.post("west_township")), pytest.raises(Incomplete):
        registry.hand_in("child_quarterly_update", {**UPDATE, "child": record.number}, by="west_township")
    assert RecordEntry.objects.count() == 1


def test_the_school_that_a_file_names_sees_it_until_another_is_named(registry, cast):
    school, other = cast.post("east_teacher").organisation, _school("另一所小学")
    record = registry.open_file(schooling="attends", school=str(school.pk))
    seen = Record.objects.visible_to(cast.east_teacher)
    assert list(seen) == [record]
    assert policies.readable(cast.post("east_teacher"), record) == {"open", "personal"}
    registry.hand_in("child_quarterly_update", {**UPDATE, "child": record.number, "school": str(other.pk)})
    assert not Record.objects.visible_to(cast.east_teacher).exists()


def _school(name):
    return Organisation.objects.create(name=name, function="school", area_id=EAST_TOWN)


def test_what_is_not_so_any_more_goes_out_of_the_record_and_the_school_loses_the_file(registry, cast):
    school = cast.post("east_teacher").organisation
    record = registry.open_file(schooling="attends", school=str(school.pk), entrusted=True, trustee_name="林守田")
    gone = {key: answer for key, answer in UPDATE.items() if key != "schooling"}
    registry.hand_in("child_quarterly_update", {**gone, "child": record.number, "schooling": "left"})
    assert not {"school", "trustee_name"} & set(Record.objects.get().unsealed())
    assert not Record.objects.visible_to(cast.east_teacher).exists()


def test_nobody_overwrites_what_they_may_not_read(registry, cast):
    record = registry.open_file()
    registry.versions["child_file"] = publish(save_definition(with_writing_police(record.schema), by=None), by=None)
    with lookups.asking_as(lambda: cast.post("east_police")):
        changed = {**UPDATE, "child": record.number, "trustee_name": "林守田"}
        registry.hand_in("child_quarterly_update", changed, by="east_police")
    held = Record.objects.get().unsealed()
    assert (held["guard_type"], held["risk"]) == ("nobody", "high")
    assert held["trustee_name"] == "林守田"


def with_writing_police(schema):
    rows = [row.model_copy(update={"writes": True}) for row in schema.records.readers]
    return schema.model_copy(update={"records": schema.records.model_copy(update={"readers": tuple(rows)})})


def test_a_register_that_was_ended_shows_nothing_to_anybody(registry, cast):
    record = registry.open_file()
    publish(save_definition(record.schema.model_copy(update={"records": None}), by=None), by=None)
    assert not Record.objects.visible_to(cast.east_township).exists()
    assert policies.readable(cast.post("east_township"), record) == set()


def test_what_has_become_more_sensitive_is_kept_back_in_old_records_too(registry, cast):
    record, police = registry.open_file(), cast.post("east_police")
    [first, *others] = record.schema.steps
    items = [
        item.model_copy(update={"sensitivity": "sensitive"}) if item.key == "child_name" else item
        for item in first.items
    ]
    stricter = (first.model_copy(update={"items": tuple(items)}), *others)
    publish(save_definition(record.schema.model_copy(update={"steps": stricter}), by=None), by=None)
    assert "child_name" not in reading.read(record, by=police, sensitivities={"open", "personal"}, purpose="巡查")


@pytest.mark.parametrize(
    ("actor", "seen"),
    [
        ("east_township", {"open", "personal", "sensitive"}),
        ("east_civil_affairs", {"open", "personal", "sensitive"}),
        ("east_police", {"open", "personal"}),
        ("city_police", set()),
        ("east_teacher", set()),
        ("west_township", set()),
        ("west_civil_affairs", set()),
        ("form_administrator", set()),
        ("east_prosecutor", set()),
    ],
)
def test_who_sees_a_file_and_how_much(registry, cast, actor, seen):
    record = registry.open_file()
    assert policies.readable(cast.post(actor), record) == seen
    assert Record.objects.visible_to(getattr(cast, actor)).exists() == bool(seen)


def test_reading_is_on_record_and_only_of_what_was_asked_for(registry, cast):
    record, police = registry.open_file(), cast.post("east_police")
    answers = reading.read(record, by=police, sensitivities=policies.readable(police, record), purpose="巡查")
    assert answers["child_name"] == "林小远"
    assert "guard_type" not in answers
    logged = Access.objects.get(object_id=str(record.pk))
    assert (logged.action, logged.post, logged.purpose) == ("read", police, "巡查")


def test_only_open_and_counted_answers_reach_rules_and_only_what_one_may_read(registry, cast):
    record = registry.open_file()
    township, police = (reading.clear(record, by=cast.post(name)) for name in ("east_township", "east_police"))
    assert not {"child_name", "child_idno", "parents"} & set(township)
    assert township["risk"] == "high"
    assert "risk" not in police


def test_a_child_is_found_by_name_where_only_one_fits(registry, cast):
    record = registry.open_file()
    child = lookups.lookup("child")
    post = cast.post("east_township")
    assert child.find("小远", post=post, settings={}).reference == record.number
    registry.open_file(child_name="林小远远", child_idno="990121201801010039", child_birth="2018-01-01")
    assert child.find("小远", post=post, settings={}) is None
    assert child.find(record.number.lower(), post=post, settings={}).reference == record.number
    assert child.find("小远", post=cast.post("west_township"), settings={}) is None


def test_a_name_that_was_revised_away_finds_nothing(registry, cast):
    registry.open_file()
    child = lookups.lookup("child")
    assert child.find("大山", post=cast.post("east_police"), settings={}) is not None
    keeping.revise(Record.objects.get(), {"child_name": "林新名"}, by=cast.post("east_township"))
    assert child.find("小远", post=cast.post("east_police"), settings={}) is None
    assert Access.objects.filter(action="compare").count() == 1
