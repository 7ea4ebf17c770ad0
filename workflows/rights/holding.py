"""Placing and lifting a legal hold."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access.refusal import Refused
from portal.directory.models import Post
from workflows.rights.locking import lock
from workflows.rights.models import Hold
from workflows.rights.models.target import Target, columns
from workflows.rights.policies import demand_handling
from workflows.rights.recording import record


def place(target: Target, *, by: Post, reason: str, until: date) -> Hold:
    """Nothing of the target is erased up to and on that day. Raises Refused. `reason` has no personal data."""
    demand_handling(by, target, action="place_hold")
    if until < timezone.localdate():
        raise Refused("in_the_past", _("The day is over already. Choose a later one."))
    with transaction.atomic():
        lock(target)
        hold = Hold.objects.create(**columns(target), reason=reason, until=until, placed_by=by)
        record(target, by=by, action="place_hold", words=f"until {until}")
    return hold


def lift(hold: Hold, *, by: Post) -> None:
    """End it now. A second call changes nothing. Raises Refused."""
    demand_handling(by, hold.target, action="lift_hold")
    with transaction.atomic():
        lifted = Hold.objects.live().filter(pk=hold.pk).update(lifted_at=timezone.now(), lifted_by=by)
        if lifted:
            record(hold.target, by=by, action="lift_hold")
