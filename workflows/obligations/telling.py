"""A rung that is climbed: people hear how many things are due, or late, never on whom."""

from django.urls import reverse

from portal.directory.models import User
from portal.notices.services import notify
from workflows.obligations.models import Owed
from workflows.obligations.people import PEOPLE
from workflows.obligations.schema import ObligationSchema
from workflows.schema import Rung


def tell(schema: ObligationSchema, row: Owed, rung: Rung, *, number: int, count: int) -> int:
    """Of all that is like this row: owed by the same organisation on the same day. Returns how many people were told.

    Each hears of a rung of a version once, however many rows there are and whoever sweeps them; the level above once
    for all organisations below it.
    """
    own = str(row.organisation_id or row.area_code)
    what = f"owed:{row.obligation_id}:{row.version_id}:{row.due_at:%Y%m%d}:{number}"
    told: set[int] = set()
    for who in rung.tell:
        is_above = who == "above"
        new: list[User] = [user for user in PEOPLE[who](schema, row.organisation, row.area_code) if user.pk not in told]
        notify(
            new,
            key=f"{what}:{'below' if is_above else own}",
            template=_template(who, rung),
            words={} if is_above else {"n": str(count)},
            path=reverse("desk:duties") if is_above else f"{reverse('desk:inbox')}?show=duties",
            organisations=[row.organisation_id] if row.organisation_id and not is_above else None,
        )
        told |= {user.pk for user in new}
    return len(told)


def _template(who: str, rung: Rung) -> str:
    if who == "above":
        return "owed_below"
    return "owed_soon" if rung.side == "before" else "owed_missed"
