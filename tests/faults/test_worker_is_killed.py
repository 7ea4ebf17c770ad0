"""kill -9 of every process of the worker while jobs run: nothing is lost, nothing is done twice, nothing stalls."""

import psutil
import pytest

from tests.faults.world import world

pytestmark = pytest.mark.faults
JOBS = 16


@pytest.fixture
def running(tmp_path):
    with world(tmp_path) as it:
        it.start_worker()
        yield it


def every_job_is_done(running, count):
    running.wait_for(lambda: running.look()["states"] == {"done": count})


def each_has_one_effect(running, count):
    assert running.look()["effects"] == list(range(count))


@pytest.mark.parametrize("role", ["busy worker", "monitor", "pusher", "guard"])
def test_a_process_killed_twice_during_work_loses_and_doubles_nothing(running, role):
    running.ask("enqueue", "trials.work", 0, JOBS)
    running.ask("enqueue", "trials.write", JOBS, JOBS)
    for _ in range(2):
        running.kill(role)
    every_job_is_done(running, 2 * JOBS)
    each_has_one_effect(running, 2 * JOBS)


def test_idle_workers_killed_again_and_again_do_not_stop_the_cluster(running):
    for round_number in range(4):
        running.kill("idle worker")
        running.ask("enqueue", "trials.write", round_number * 2, 2)
        every_job_is_done(running, round_number * 2 + 2)
    each_has_one_effect(running, 8)


def test_a_killed_watchdog_leaves_no_process_and_the_next_one_finishes_the_work(running):
    running.ask("enqueue", "trials.work", 0, JOBS)
    running.wait_for(lambda: running.look()["starts"] > 2)
    orphans = running.processes()
    running.kill("watchdog")
    assert psutil.wait_procs(orphans, timeout=10)[1] == []
    running.start_worker()
    every_job_is_done(running, JOBS)
    each_has_one_effect(running, JOBS)


def test_a_job_that_kills_its_worker_is_given_up_and_the_others_are_done(running):
    running.ask("enqueue", "trials.poison", 0, 1)
    running.ask("enqueue", "trials.work", 0, JOBS)
    running.wait_for(lambda: running.look()["states"] == {"done": JOBS, "dead": 1})
    each_has_one_effect(running, JOBS)


def test_a_worker_told_to_stop_finishes_what_it_has_in_hand(running):
    running.ask("enqueue", "trials.work", 0, JOBS)
    running.wait_for(lambda: running.look()["starts"] > 0)
    running.worker.terminate()
    assert running.worker.wait(30) == 0
    seen = running.look()
    assert seen["states"].get("running", 0) == 0
    assert len(seen["effects"]) == seen["states"]["done"] == len(set(seen["effects"]))
    assert set(seen["attempts"]) <= {0, 1}
