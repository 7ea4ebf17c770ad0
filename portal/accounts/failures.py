"""Failed sign-ins stand in the access log: whose name it was, from where and when. Never what was typed.

A name that nobody has is left out, because people type their password there. What is written is the same amount of
work for a name that exists and for one that does not, so that nobody learns from the time which names there are; and it
is bounded for each address, because rows of the access log are never deleted.
"""

from portal.access import origin
from portal.access.services import record_failed_sign_in
from portal.directory.models import User
from portal.effort import services as effort
from portal.effort.services import Window

# Above it, from one address in an hour, the log says once more that there were too many, then nothing.
MOST = Window(100, 60 * 60)
PASSWORD, CODE, SINGLE_SIGN_ON, TOO_MANY = "password", "second factor", "single sign-on", "too many to list"


def note(user: User | None, door: str) -> None:
    address = origin.sender(origin.address()) or "unknown"
    already = effort.used("failed_sign_in", MOST, address)
    effort.use("failed_sign_in", MOST, address)
    if already < MOST.free:
        record_failed_sign_in(user, purpose=door)
    elif already == MOST.free:
        record_failed_sign_in(None, purpose=TOO_MANY)
