"""When a cluster counts as stuck."""

import pytest

from portal.jobs.pulse import Pulse, Reading
from portal.jobs.stalls import StallDetector

STEP = 6.0


@pytest.fixture
def judge():
    detector = StallDetector(workers=1, patience=10, longest_job=60)

    def look(step, *, waiting=True, guard=None, counts=(0, 0, 0)):
        """The verdict at a step; the guard moves unless it is said to stand at a round."""
        reading = Reading(step if guard is None else guard, *counts)
        return detector.verdict(reading, work_is_waiting=waiting, now=step * STEP)

    return look


def test_an_idle_cluster_without_work_is_fine_for_ever(judge):
    assert not any(judge(step, waiting=False) for step in range(50))


def test_work_that_nobody_takes_is_a_stall_only_after_patience(judge):
    assert [bool(judge(step)) for step in range(4)] == [False, False, True, True]


def test_work_that_has_just_come_is_no_stall_however_long_it_was_quiet(judge):
    for step in range(10):
        judge(step, waiting=False)
    assert not judge(10)
    assert not judge(11)
    assert judge(12)


def test_a_worker_busy_with_one_long_job_is_no_stall_until_the_job_is_over_its_time(judge):
    verdicts = [judge(step, counts=(1, 0, 0)) for step in range(12)]
    assert not any(verdicts[:11])
    assert "time limit" in verdicts[11]


def test_a_queue_that_moves_is_never_a_stall(judge):
    assert not any(judge(step, counts=(step, step, step)) for step in range(50))


def test_finished_work_that_is_not_acknowledged_is_a_stall(judge):
    verdicts = [judge(step, waiting=False, counts=(5, 5, 4)) for step in range(3)]
    assert "acknowledged" in verdicts[2]


def test_a_guard_that_stands_still_is_a_stall(judge):
    verdicts = [judge(step, waiting=False, guard=1) for step in range(3)]
    assert "guard" in verdicts[2]


def test_the_pulse_adds_up_what_was_counted():
    pulse = Pulse()
    pulse.count("started")
    pulse.count("started")
    pulse.count("finished")
    pulse.accuse(77)
    assert pulse.read() == Reading(guard_rounds=0, started=2, finished=1, acknowledged=0)
    assert pulse.culprit == 77
