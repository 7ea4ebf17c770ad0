"""Who may shut an organisation out of a case, and let it in again: never an equal, never those below."""

from django.utils.translation import gettext_lazy as _

from portal.directory import codes
from portal.directory.lines import is_next_above
from portal.directory.models import Organisation, Post
from portal.directory.services import holds
from workflows.models import Case, CaseExclusion
from workflows.policies import NO_PART, YES, Answer, may, no, readable


def may_exclude(post: Post, case: Case, organisation: Organisation) -> Answer:
    """Those one level up do, or further up: nobody shuts out an equal or a superior."""
    answer = may(post, "exclude", case)
    if not answer.allowed:
        return answer
    mine, theirs = post.organisation, organisation
    above = _is_around(mine.area_id, theirs.area_id)
    if above or is_next_above(mine.function, mine.area_id, theirs.function, theirs.area_id):
        return YES
    return no("not_below", _("You can shut out organisations below yours. For others ask the level above you."))


def may_lift(post: Post, case: Case, exclusion: CaseExclusion) -> Answer:
    """The level that set it does, or one further up.

    Where the report itself named them: whoever could shut them out and may read that the report did.
    """
    answer = may_exclude(post, case, exclusion.organisation)
    if not answer.allowed:
        return answer
    if exclusion.by is None:
        return YES if "sensitive" in readable(post, case, case.version.schema.opened_by) else NO_PART
    mine, theirs = post.organisation, exclusion.by.organisation
    if mine == theirs or _is_around(mine.area_id, theirs.area_id):
        return YES
    return no("set_elsewhere", _("Whoever shut them out lets them in again, or the level above."))


def _is_around(upper: str, lower: str) -> bool:
    """Does the one place lie in the other, today or before it changed, and is not the same?"""
    return codes.level_of(upper) < codes.level_of(lower) and holds(upper, lower)
