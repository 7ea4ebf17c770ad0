"""django-q2 as a doorbell: it carries a job's id to a worker and nothing else.

A ring may get lost or come twice; neither matters, because the Job row decides. django-q2 is imported on first use,
so that a web process which never rings does not carry it.
"""

from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings

RUN = "portal.jobs.runner.run"


def is_in_the_database() -> bool:
    return "orm" in settings.Q_CLUSTER


def ring(job_id: UUID) -> None:
    from django_q.tasks import async_task

    # save=False: django-q2 would keep a pickled row for each success.
    async_task(RUN, str(job_id), q_options={"save": False, "broker": _queue()})


def waiting_rings() -> int:
    """How many rings lie in the queue that no worker has taken."""
    return int(_queue().queue_size())


@cache
def _queue() -> Any:
    """One for the life of the process: django-q2 would connect to Redis again for each ring."""
    from django_q.brokers import get_broker

    return get_broker()
