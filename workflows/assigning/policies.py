"""Who may make a duty of a policy document a task, and for whom. Everything is denied unless a rule here allows it."""

from django.utils.translation import gettext_lazy as _

from content.models import PolicyPage
from portal.directory.models import Organisation, Post
from portal.directory.roles import LEADER_ROLES
from portal.directory.services import holds, organisation_named
from workflows.policies import YES, Answer, no

# Whose leaders give duties to other offices of their place: they lead the work by its rules.
COORDINATING = frozenset({"government", "civil_affairs"})
NOBODYS = no("no_post", _("You hold no post at present. Ask your administrator."))
NOT_A_LEADER = no("may_not_assign", _("Only leaders, and the office that issued the document, make a duty a task."))
NOT_YOURS_TO_TELL = no(
    "not_in_charge", _("You may give this task only to your own office, or to one of the place that your office leads.")
)


def is_for_work(page: PolicyPage) -> bool:
    """Only a document that everybody may read is given as work: the case repeats its words."""
    return page.live and not page.is_translated and not page.get_view_restrictions().exists()


def may_assign_any(post: Post | None, page: PolicyPage) -> Answer:
    """Whether there can be anybody that the post may give a duty of this document to."""
    if post is None:
        return NOBODYS
    return YES if post.role in LEADER_ROLES or _issued(post, page) else NOT_A_LEADER


def may_assign(post: Post | None, page: PolicyPage, owner: Organisation) -> Answer:
    """A leader gives duties to the own office; one of government or civil affairs to all offices of their place; and so
    does everybody in the office that issued the document. Substitutes do not: it is an order in one's own name.
    """
    answer = may_assign_any(post, page)
    if post is None or not answer.allowed or owner.pk == post.organisation_id:
        return answer
    leads = post.organisation.function in COORDINATING or _issued(post, page)
    return YES if leads and holds(post.organisation.area_id, owner.area_id) else NOT_YOURS_TO_TELL


def _issued(post: Post, page: PolicyPage) -> bool:
    """Alone, or together with others."""
    issuers = map(organisation_named, page.issuer_names)
    return any(issuer is not None and issuer.pk == post.organisation_id for issuer in issuers)
