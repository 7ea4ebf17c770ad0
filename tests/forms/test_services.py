"""Publishing, filling in, handing in."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forms import builder, reading, receipts, services
from forms.models import Draft, Form, FormVersion, NumberSeries, ReporterIdentity, Submission
from forms.services import DraftClosed, Incomplete, NotPublishable
from forms.signals import submitted
from portal.access.models import Access
from portal.jobs.models import Job
from tests.forms import sample


def test_publishing_makes_a_numbered_version_and_publishing_unchanged_makes_none(version, cast):
    form = version.form

    assert services.publish(form, by=None) == version
    again = services.publish(builder.save_definition(sample.schema(title={"zh-hans": "第二版"}), by=None), by=None)

    assert (version.number, again.number) == (1, 2)


def test_a_published_version_has_its_rules_parsed_and_is_never_changed(version):
    assert version.schema.field("called").shown_when.tree is not None
    with pytest.raises(TypeError):
        version.save()
    with pytest.raises(TypeError):
        version.delete()


def test_a_form_with_problems_is_not_published_and_says_where(cast):
    broken = sample.schema(place="nowhere", numbering="{year}")
    form = builder.save_definition(broken, by=None)

    with pytest.raises(NotPublishable) as refusal:
        services.publish(form, by=None)

    assert {problem.place for problem in refusal.value.problems} == {"", "nowhere"}
    assert not FormVersion.objects.exists()


def test_a_draft_keeps_only_a_digest_of_its_token_and_sealed_answers(version):
    draft, token = services.start_draft(version, occasion="page:1", initial={"facts": "孩子独自在家", "smuggled": 1})

    row = Draft.objects.filter(pk=draft.pk).values()[0]
    assert len(token) >= 26
    assert token not in str(row)
    assert "孩子".encode() not in bytes(row["sealed_answers"])
    assert services.resume_draft(token).answers == {"facts": "孩子独自在家"}
    assert services.resume_draft(token + "x") is None


def test_an_expired_draft_is_not_resumed(version):
    draft, token = services.start_draft(version, occasion="page:1")
    Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert services.resume_draft(token) is None
    with pytest.raises(DraftClosed):
        services.save_step(draft, "about", {"danger": True})


def test_a_post_has_one_open_draft_per_occasion(version, cast):
    post = cast.post("east_police")

    first, _token = services.start_draft(version, occasion="task:1", post=post)
    second, token = services.start_draft(version, occasion="task:1", post=post)

    assert (first.pk, token) == (second.pk, "")


def test_a_step_saves_its_own_fields_only_and_keeps_what_is_not_named(draft):
    draft = services.save_step(draft, "people", {"danger": True, "unknown": 1, "guardians": []})

    assert "guardians" not in draft.answers
    assert draft.answers["danger"] is False
    assert "unknown" not in draft.answers
    assert draft.revision == 1
    assert draft.finished_steps == ["people"]


def test_saving_from_an_old_copy_of_the_draft_keeps_what_the_newer_one_saved(draft):
    old = Draft.objects.get(pk=draft.pk)
    services.save_step(draft, "about", {"danger": True})

    saved = services.save_step(old, "reporter", {"reporter_name": "周老师"})

    assert (saved.answers["danger"], saved.answers["reporter_name"], saved.revision) == (True, "周老师", 2)


def test_who_has_the_newest_copy_saves_without_reading_it_again(draft):
    with CaptureQueriesContext(connection) as queries:
        services.save_step(draft, "about", {"danger": True})

    assert [query["sql"].split()[0] for query in queries if "portal_forms_draft" in query["sql"]] == ["UPDATE"]
    assert Draft.objects.get(pk=draft.pk).answers["danger"] is True


def test_a_draft_stays_on_its_version_when_the_next_is_published(draft):
    services.publish(builder.save_definition(sample.schema(title={"zh-hans": "第二版"}), by=None), by=None)

    receipt = services.submit(draft, by=None, idempotency_key="a")

    assert receipt.submission.version.number == 1


def test_submitting_splits_the_answers_seals_them_and_gives_number_and_code(draft):
    receipt = services.submit(draft, by=None, idempotency_key="a")

    submission = Submission.objects.get()
    year = timezone.localdate().year
    assert submission.number == f"报-990121-{year}-00001"
    assert submission.area_code == "990121101201"
    assert submission.open_answers == {"danger": False, "kind": "hurt", "place": "990121101201"}
    assert submission.unsealed()["facts"] == "孩子独自在家,手臂受伤"
    assert ReporterIdentity.objects.get().unsealed() == {"reporter_name": "何老师", "reporter_phone": "13800000000"}
    assert len(receipt.code) == 24
    assert services.find_by_receipt(receipt.code.lower().replace("-", " ")) == submission


def test_nothing_sealed_lies_in_clear_in_the_database(draft):
    services.submit(draft, by=None, idempotency_key="a")

    with connection.cursor() as cursor:
        for model in (Submission, ReporterIdentity, Draft, Job):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608 -- our own table names
            everything = repr(
                [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor.fetchall()]
            )
            for secret in ("林远", "何老师", "13800000000", "手臂受伤"):
                assert secret not in everything
                assert repr(secret.encode())[2:-1] not in everything


def test_submitting_twice_with_any_key_gives_the_same_receipt(draft):
    first = services.submit(draft, by=None, idempotency_key="a")
    second = services.submit(draft, by=None, idempotency_key="another")

    assert first == second
    assert Submission.objects.count() == 1


def test_after_submission_the_draft_is_empty_but_for_the_receipt_code(draft):
    receipt = services.submit(draft, by=None, idempotency_key="a")

    draft = Draft.objects.get()
    assert draft.answers == {}
    assert draft.receipt_code == receipt.code
    assert timedelta(hours=23) < draft.expires_at - timezone.now() <= timedelta(hours=24)


def test_hidden_answers_are_dropped_at_submission_and_kept_until_then(draft):
    draft = services.save_step(draft, "about", {"days": 3})
    assert draft.answers["days"] == 3

    services.submit(draft, by=None, idempotency_key="a")

    assert "days" not in Submission.objects.get().unsealed()


def test_an_old_copy_hands_in_what_was_saved_last(draft):
    old = Draft.objects.get(pk=draft.pk)
    services.save_step(draft, "reporter", {"reporter_name": "周老师"})

    services.submit(old, by=None, idempotency_key="a")

    assert ReporterIdentity.objects.get().unsealed()["reporter_name"] == "周老师"


def test_an_old_copy_hands_in_nothing_that_no_longer_passes(draft):
    old = Draft.objects.get(pk=draft.pk)
    services.save_step(draft, "about", {"facts": None})

    with pytest.raises(Incomplete):
        services.submit(old, by=None, idempotency_key="a")


def test_an_incomplete_draft_is_refused_with_every_place_and_nothing_is_written(version):
    draft, _token = services.start_draft(version, occasion="page:1", initial={"danger": True, "kind": "alone"})

    with pytest.raises(Incomplete) as refusal:
        services.submit(draft, by=None, idempotency_key="a")

    assert {(p.step, p.field) for p in refusal.value.problems} == {
        ("about", "called"),
        ("about", "place"),
        ("about", "facts"),
        ("about", "days"),
    }
    assert not Submission.objects.exists()
    assert not NumberSeries.objects.exists()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("facts", "短"),
        ("facts", ["a", "list"]),
        ("kind", "not_a_choice"),
        ("place", "999999999999"),
        ("reporter_phone", "12"),
        ("guardians", [{"reached": True}]),
        ("guardians", [{"name": str(n)} for n in range(4)]),
    ],
)
def test_answers_that_never_went_through_the_wizard_are_checked_again(version, key, value):
    draft, _token = services.start_draft(version, occasion="page:1", initial={**sample.ANSWERS, key: value})

    with pytest.raises(Incomplete) as refusal:
        services.submit(draft, by=None, idempotency_key="a")

    assert refusal.value.problems[0].field.startswith(key)


def test_a_receiver_that_fails_undoes_the_submission(draft):
    def fail(**_news: object) -> None:
        raise RuntimeError("no")

    submitted.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            services.submit(draft, by=None, idempotency_key="a")
    finally:
        submitted.disconnect(fail)

    draft.refresh_from_db()
    assert draft.submission is None
    assert draft.answers == sample.ANSWERS
    assert not Job.objects.filter(kind="receipt_pdf").exists()


def test_the_news_of_a_submission_has_all_answers_that_count(draft):
    heard = []

    def listen(submission, answers, **_more):
        heard.append((submission, answers))

    submitted.connect(listen)
    try:
        receipt = services.submit(draft, by=None, idempotency_key="a")
    finally:
        submitted.disconnect(listen)

    assert heard == [(receipt.submission, sample.ANSWERS)]


def test_numbers_run_on_in_their_series_whichever_form_they_are_for(version, cast):
    other = services.publish(builder.save_definition(sample.schema(key="other_report"), by=None), by=None)
    numbers = []
    for each in (version, other, version):
        draft, _token = services.start_draft(each, occasion="page:1", initial=sample.ANSWERS)
        numbers.append(services.submit(draft, by=None, idempotency_key="a").submission.number[-5:])

    assert numbers == ["00001", "00002", "00003"]


def test_reading_gives_what_was_asked_for_and_logs_each_opening(draft, cast):
    submission = services.submit(draft, by=None, idempotency_key="a").submission
    post = cast.post("east_police")

    assert reading.read(submission, by=post, sensitivities={"open"}, purpose="task") == {
        "danger": False,
        "place": "990121101201",
    }
    assert not Access.objects.exists()
    sealed = reading.read(submission, by=post, sensitivities={"open", "sensitive"}, purpose="task")
    assert sealed["facts"] == sample.ANSWERS["facts"]
    assert "reporter_name" not in sealed
    assert "guardians" not in sealed
    reporter = reading.read(submission, by=post, sensitivities={"reporter"}, purpose="task")
    assert reporter == {"reporter_name": "何老师", "reporter_phone": "13800000000"}
    assert list(Access.objects.values_list("action", flat=True)) == ["read_reporter", "read"]


@pytest.mark.parametrize("typed", ["7k3m 0000-1111 2222 3333", "７Ｋ３Ｍ—ＯＯｏｏ ｉｌIL　2222 3333"])
def test_a_code_is_understood_however_it_is_typed(typed):
    assert receipts.normalise(typed) == "7K3M0000111122223333"


@pytest.mark.parametrize("typed", ["", "7K3M", "U" * 20, "7K3M0000111122223333X", "-" * 20, "0" * 10_000])
def test_what_cannot_be_a_code_finds_nothing(db, typed):
    assert receipts.normalise(typed) is None
    assert services.find_by_receipt(typed) is None


def test_codes_have_100_bits_and_no_ambiguous_characters():
    codes = {receipts.new_code() for _ in range(500)}

    assert len(codes) == 500
    assert not set("".join(codes)) & set("ILOU")
    assert receipts.normalise(next(iter(codes)))


@pytest.mark.django_db(transaction=True)
def test_two_people_pressing_send_at_once_make_one_submission(version):
    draft, _token = services.start_draft(version, occasion="page:1", initial=sample.ANSWERS)
    together, codes = threading.Barrier(2), []

    def press() -> None:
        mine = Draft.objects.get(pk=draft.pk)
        together.wait()
        codes.append(services.submit(mine, by=None, idempotency_key="a").code)
        connections.close_all()

    presses = [threading.Thread(target=press) for _ in range(2)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()

    assert Submission.objects.count() == 1
    assert len(codes) == 2
    assert len(set(codes)) == 1


def test_the_form_itself_is_never_read_when_somebody_fills_it_in(draft):
    Form.objects.update(title="改过", place="")

    assert services.submit(draft, by=None, idempotency_key="a").submission.area_code == "990121101201"
