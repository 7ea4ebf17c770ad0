"""How often one person may search: enough for any day's work, too little to go through all surnames."""

from django.utils.translation import gettext_lazy as _

from portal.access.refusal import Refused
from portal.access.services import record_refusal
from portal.directory.models import Post
from portal.effort import load
from portal.effort.load import Window

ACTION = "search_cases"
FREE = Window(60, 600)


def demand(post: Post) -> None:
    """Count one more search of the person. Raises Refused, on record, when there were too many; it passes by itself."""
    who = f"person {post.user_id}"
    if load.count(ACTION, FREE, who) >= FREE.free:
        record_refusal(post, by=post, action=ACTION)
        raise Refused("too_often", _("You have searched very often in a short time. Wait ten minutes, then go on."))
    load.note(ACTION, FREE, who)
