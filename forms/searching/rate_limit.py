"""How often one person may search: enough for any day's work, too little to go through all surnames."""

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from portal.access.refusal import Refused
from portal.access.services import record_refusal
from portal.directory.models import Post
from portal.effort import services as effort
from portal.effort.services import Window

ACTION = "search_cases"
FREE = Window(60, 600)


def demand(post: Post, *, action: str = ACTION, about: Model | None = None) -> None:
    """Count one more search of the person, at the desk or for a request: they share one count.

    Raises Refused, on record, when there were too many; it passes by itself.
    """
    who = f"person {post.user_id}"
    if effort.used(ACTION, FREE, who) >= FREE.free:
        record_refusal(about or post, by=post, action=action)
        raise Refused("too_often", _("You have searched very often in a short time. Wait ten minutes, then go on."))
    effort.use(ACTION, FREE, who)
