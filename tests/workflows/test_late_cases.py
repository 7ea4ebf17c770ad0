"""A workflow with a fault in it must not cost a report."""

import pytest

from forms.models import Submission
from portal.jobs.models import Job
from workflows import engine, receivers
from workflows.models import Case


def test_a_fault_in_the_workflow_leaves_the_report_standing_and_its_case_is_opened_later(story, monkeypatch, run_jobs):
    def broken(*args, **kwargs):
        raise RuntimeError("a fault in the engine")

    with monkeypatch.context() as fault:
        fault.setattr(engine, "decide", broken)
        with pytest.raises(Case.DoesNotExist):
            story.report()
    submission = Submission.objects.get()
    assert not Case.objects.exists()
    assert Job.objects.get(kind="workflows.open_case").arguments == {"submission_id": str(submission.pk)}

    run_jobs("workflows.open_case")
    assert Case.objects.get().opening_submission == submission


def test_the_log_names_the_kind_of_fault_and_nothing_of_the_report(story, monkeypatch, caplog):
    def broken(submission, **kwargs):
        raise ValueError("小松 was named here")

    monkeypatch.setattr(receivers, "open_case", broken)
    with pytest.raises(Case.DoesNotExist):
        story.report()
    assert "ValueError" in caplog.text
    assert "小松" not in caplog.text
