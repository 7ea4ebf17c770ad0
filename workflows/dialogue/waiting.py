"""Whose turn it is: what of reporters' messages nobody has read, and who hears that there is one."""

from django.db.models import Exists, OuterRef

from portal.chrome import MANY
from portal.directory.models import Organisation, Post, User
from portal.directory.roles import LEADER_ROLES
from workflows.models import Case, CaseParty, DialogueMessage, Task
from workflows.policies import is_shut_out, may, relations_in_charge


def cases_with_answers(user: User) -> list[Case]:
    """Cases in which somebody wrote what nobody has read, of those where the person may: at most `MANY`."""
    post = user.acting_post
    if post is None:
        return []
    unread = DialogueMessage.objects.from_reporter().unread()
    ours = CaseParty.objects.filter(case=OuterRef("case"), organisation__in=post.organisation_ids())
    unread = unread.filter(Exists(ours))
    if not any(hat.role in LEADER_ROLES for hat in post.hats()):
        mine = Task.objects.filter(assignee__in=post.hats())
        # Who has the case that this one became part of is in charge of this one, too.
        goes_on = mine.filter(case__merged__case=OuterRef("case"))
        unread = unread.filter(Exists(mine.filter(case=OuterRef("case"))) | Exists(goes_on))
    keys = list(unread.order_by().values_list("case", flat=True).distinct()[:MANY])
    if not keys:
        return []
    cases = Case.objects.visible_to(user).filter(pk__in=keys).select_related("version")
    found = cases.prefetch_related("parties", "tasks").order_by("-opened_at")
    return [case for case in found if may(post, "talk", case).allowed]


def who_is_told(case: Case) -> list[User]:
    """Those who asked or have the case and may read it, and who stands in for them; before anybody has accepted it
    everybody who could, so that somebody does.
    """
    asked = {message.post for message in case.dialogue.from_office().select_related("post") if message.post}
    cases = [case, case.merge.into] if case.is_closed and hasattr(case, "merge") else [case]
    tasks = (task for one in cases for task in one.tasks.select_related("assignee"))
    having = {task.assignee for task in tasks if task.assignee}
    posts = [each for post in asked | having for each in (post, *Post.objects.standing_in_for(post))]
    return _readers(case, posts) or _readers(case, _all_of_the_organisations(case)) or _could_accept(case)


def _readers(case: Case, posts: list[Post]) -> list[User]:
    return _people([post for post in posts if post.is_current() and may(post, "talk", case).allowed])


def _could_accept(case: Case) -> list[User]:
    return _people([post for post in _all_of_the_organisations(case) if not is_shut_out(post, case)])


def _all_of_the_organisations(case: Case) -> list[Post]:
    """Of those that may be in charge; nobody else hears that whoever reported can still be reached."""
    parties = CaseParty.objects.filter(case=case, relation__in=relations_in_charge(case))
    organisations = Organisation.objects.filter(pk__in=parties.values("organisation"))
    return [post for one in organisations for post in Post.objects.working_for(one).select_related("user")]


def _people(posts: list[Post]) -> list[User]:
    return list({post.user_id: post.user for post in posts}.values())
