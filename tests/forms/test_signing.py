"""What was signed is known by its digest, which any change breaks."""

import pytest

from forms import builder, reading, services, signing
from forms.models import FormVersion, Submission
from forms.printing import filled
from portal.privacy import sealing
from tests.forms import sample

SIGNED = {"name": "何老师", "signed_at": "2026-11-22T08:30:00+08:00"}
SIGNATURE = {
    "kind": "field",
    "key": "signed",
    "type": "signature",
    "label": {"en": "Signed"},
    "sensitivity": "personal",
}
COLUMN = FormVersion._meta.get_field("definition")
STEP = {"key": "sign", "title": {"en": "Sign"}, "items": [SIGNATURE]}


@pytest.fixture
def post(cast):
    return cast.post("east_police")


@pytest.fixture
def submission(cast, post):
    return hand_in(post, {**sample.ANSWERS, "signed": SIGNED})


def hand_in(post, answers):
    schema = sample.schema(steps=[sample.ABOUT, sample.PEOPLE, sample.REPORTER, STEP])
    version = services.publish(builder.save_definition(schema, by=None), by=None)
    draft, _token = services.start_draft(version, occasion="page:1", initial=answers)
    return services.submit(draft, by=post, idempotency_key="once").submission


def holds(submission, **more):
    return signing.verify(Submission.objects.get(pk=submission.pk), **more)["signed"].holds


def test_what_was_signed_holds_with_one_digest_per_signature(submission):
    assert holds(submission)
    assert len(signing.verify(submission)["signed"].digest) == 64


def test_a_submission_without_a_signature_keeps_none(post):
    assert signing.verify(hand_in(post, sample.ANSWERS)) == {}


def test_nothing_of_it_is_read_as_an_answer(submission, post):
    read = reading.read(submission, by=post, sensitivities={"open", "personal", "sensitive"}, purpose="test")
    assert signing.KEPT not in read
    assert read["signed"] == SIGNED


def change_open(submission):
    submission.open_answers["danger"] = True


def change_sealed(submission):
    change(submission, lambda sealed: sealed.update(facts="别的事"))


def change_who_signed(submission):
    change(submission, lambda sealed: sealed["signed"].update(name="别人"))


def change_moment(submission):
    change(submission, lambda sealed: sealed[signing.KEPT]["moments"].update(signed="2026-01-01T00:00:00+08:00"))


def leave_out(submission):
    change(submission, lambda sealed: sealed.pop("guardians"))


def change_post(submission):
    submission.post = None


def change(submission, how):
    sealed = {key: value for key, value in submission.unsealed().items() if key not in submission.open_answers}
    how(sealed)
    submission.seal(sealed)


@pytest.mark.parametrize("how", [change_open, change_sealed, change_who_signed, change_moment, leave_out, change_post])
def test_any_change_breaks_it(submission, how):
    how(submission)
    submission.save()
    assert not holds(submission)


def test_a_form_that_was_changed_behind_its_version_breaks_it(submission):
    definition = submission.version.definition
    definition["title"]["en"] = "Another form"
    # Past the guard that keeps versions as they were written.
    FormVersion.objects.filter(pk=submission.version_id).only("pk")._update([(COLUMN, None, definition)])
    assert not holds(submission)


def test_who_reported_is_covered_and_compared_when_somebody_may_read_it(submission, post):
    reporter = reading.read(submission, by=post, sensitivities={"reporter"}, purpose="test")

    assert holds(submission, reporter=reporter)
    assert not holds(submission, reporter={**reporter, "reporter_phone": "13900000000"})


def test_the_same_answers_signed_twice_have_two_digests_so_that_none_can_be_guessed(post):
    first, second = (hand_in(post, {**sample.ANSWERS, "signed": SIGNED}) for _time in range(2))
    assert signing.verify(first)["signed"].digest != signing.verify(second)["signed"].digest


def test_whole_numbers_are_the_same_however_a_database_gives_them_back():
    said = {"reporter": "", "version": "v", "at": "", "post": 1, "nonce": "n"}
    assert signing.digest_of({"a": [1.0, {"b": 2}]}, **said) == signing.digest_of({"a": [1, {"b": 2.0}]}, **said)
    assert signing.digest_of({"a": 1.5}, **said) != signing.digest_of({"a": 1}, **said)


def test_of_what_was_erased_nothing_is_told(submission):
    sealing.erase(submission.data_key)
    assert signing.verify(submission) == {}


def test_the_paper_says_whether_it_holds(submission, post):
    def signature_on_paper():
        opened = reading.opened(submission, by=post, sensitivities={"open", "personal"}, purpose="test")
        given = filled.context(submission, opened, stored=(), by=post, language="en")
        return next(line.signed for part in given["parts"] for line in part.lines if line.row.key == "signed")

    assert signature_on_paper().holds
    change_open(submission)
    assert not signature_on_paper().holds
