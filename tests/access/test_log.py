"""What the access log says of a reading, and that nobody alters it."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from portal.access import chain, guards, origin
from portal.access.models import Access
from portal.access.services import Purpose, record_reading, record_refusal, written_together


@pytest.fixture
def guarded(db):
    """The database refuses, as in a portal that runs."""
    guards.set_up(connection)
    yield
    guards.take_down(connection)


@pytest.fixture
def row(cast):
    record_reading(cast.east_police, by=cast.post("east_police"), action="read", purpose="2026-1 take")
    return Access.objects.get()


def refused_by_the_database(act):
    with pytest.raises(DatabaseError, match=guards.REFUSED), transaction.atomic():
        act()
    return True


def test_a_reading_says_who_in_which_post_what_for_which_purpose_and_from_where(cast):
    matter = uuid4()
    with origin.coming_from("10.2.3.4"):
        purpose = Purpose("2026-1 take", matter=matter, emergency=True)
        record_reading(cast.east_teacher, by=cast.post("east_police"), action="read", purpose=purpose)
    row = Access.objects.get()
    assert (row.user, row.post, row.address) == (cast.east_police, cast.post("east_police"), "10.2.3.4")
    assert (row.object_type, row.object_id) == ("directory.user", str(cast.east_teacher.pk))
    assert (row.action, row.purpose, row.matter) == ("read", "2026-1 take", matter)
    assert row.emergency
    assert row.allowed


def test_the_address_of_somebody_without_an_account_is_never_kept(cast):
    with origin.coming_from("10.2.3.4"):
        record_refusal(cast.east_teacher, by=None, action="read")
    assert Access.objects.get().address == ""


def test_the_address_is_that_of_the_request_and_gone_after_it(client, cast):
    client.force_login(cast.west_police)
    client.post(f"/desk/tasks/{uuid4()}/accept/", REMOTE_ADDR="10.7.7.7")
    assert origin.address() == ""


def test_many_readings_are_written_in_one_statement_before_anything_can_be_shown(cast, django_assert_num_queries):
    people, post = (cast.east_teacher, cast.west_police), cast.post("east_police")
    with django_assert_num_queries(1), written_together():
        for person in people:
            record_reading(person, by=post, action="compare", purpose="2026-1 take")
    assert [row.object_id for row in Access.objects.order_by("pk")] == [str(person.pk) for person in people]
    assert all(row.digest == chain.digest_of(row) for row in Access.objects.all())
    record_reading(cast.east_teacher, by=post, action="read", purpose="")
    assert Access.objects.count() == 3


def test_after_an_error_a_refusal_stays_on_record(cast):
    def stumble():
        record_reading(cast.east_teacher, by=cast.post("east_police"), action="read", purpose="")
        record_refusal(cast.west_police, by=cast.post("east_police"), action="read")
        raise ValueError("stumbled")

    with pytest.raises(ValueError, match="stumbled"), written_together():
        stumble()
    assert [(row.allowed, row.object_id) for row in Access.objects.all()] == [(False, str(cast.west_police.pk))]


def test_the_database_refuses_to_change_a_row(guarded, row):
    for change in ({"purpose": "x"}, {"allowed": False}, {"user": None}, {"digest": "0"}, {"link": "x"}):
        assert refused_by_the_database(lambda change=change: Access._base_manager.filter(pk=row.pk).update(**change))


def test_the_database_refuses_to_delete_a_row(guarded, row):
    assert refused_by_the_database(Access._base_manager.filter(pk=row.pk).delete)


def test_a_row_is_tied_into_the_chain_once(guarded, row):
    assert chain.link_waiting() == 1
    assert refused_by_the_database(lambda: Access._base_manager.filter(pk=row.pk).update(sequence=2))
    assert refused_by_the_database(lambda: Access._base_manager.filter(pk=row.pk).update(sequence=None))
    assert not list(chain.faults())


def test_a_row_is_not_changed_under_the_cover_of_tying_it_in(guarded, row):
    forged = {"sequence": 1, "link": "x", "purpose": "x"}
    assert refused_by_the_database(lambda: Access._base_manager.filter(pk=row.pk).update(**forged))


def test_the_broken_twin_without_the_guards_a_row_can_be_changed_and_deleted(row):
    Access._base_manager.filter(pk=row.pk).update(purpose="x")
    Access._base_manager.filter(pk=row.pk).delete()
    assert not Access.objects.exists()


def test_the_database_refuses_to_empty_the_table(guarded, row):
    empty = "TRUNCATE access_access CASCADE" if connection.vendor == "postgresql" else "DELETE FROM access_access"
    connection.check_constraints()
    with connection.cursor() as cursor:
        assert refused_by_the_database(lambda: cursor.execute(empty))


def test_migrating_sets_the_guards_up_anew_and_twice_does_no_harm(row, settings):
    settings.ACCESS_LOG_GUARDED = True
    guards.stand()
    guards.stand()
    assert refused_by_the_database(Access._base_manager.all().delete)
    guards.take_down(connection)
