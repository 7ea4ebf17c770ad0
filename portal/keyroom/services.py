"""Asking for a rotation."""

import logging

from portal.directory.models import Post
from portal.jobs.models import Job
from portal.jobs.services import enqueue
from portal.privacy import rotation

KIND = "keys.rotate"
log = logging.getLogger("portal.keyroom")


def ask_for_rotation(*, by: Post) -> bool:
    """Have all data keys wrapped under the current master key, in the background. False when that is under way."""
    if job_in_hand() is not None:
        return False
    log.info("Rotation of the data keys was asked for in post %s.", by.pk)
    enqueue(KIND, total=rotation.outdated().count())
    return True


def job_in_hand() -> Job | None:
    """The rotation that is waiting or running, if there is one."""
    states = [Job.State.WAITING, Job.State.RUNNING]
    return Job.objects.filter(kind=KIND, state__in=states).order_by("-made_at").first()
