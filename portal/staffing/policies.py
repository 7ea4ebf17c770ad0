"""Who may arrange what about a post, and who may touch whose account."""

from portal.directory.models import Post, User


def may_arrange(by: Post, post: Post) -> bool:
    """Absences and handing over: oneself, the leader of the organisation, the administrator. A substitute does not."""
    if by.user_id == post.user_id:
        return True
    return by.role == "system_administrator" or (by.leads and by.organisation_id == post.organisation_id)


def may_keep_posts_of(by: User, person: User) -> bool:
    """Nobody gives a post to themselves, or changes one of their own: another administrator does (docs/decisions/0020).

    A superuser is no exception: rights follow posts.
    """
    return person != by


def may_name(by: Post, substitute: Post) -> bool:
    """An administrator arranges absences everywhere, so not with themselves as the one who gets the rights."""
    return by.role != "system_administrator" or by.user_id != substitute.user_id


def may_keep_account(by: User, person: User) -> bool:
    """Whoever could set the password of somebody could act as them: of one who may do everything only their like does.

    A log auditor is switched off, put into groups and deleted by nobody here (portal/accounts/auditors.py).
    """
    return (by.is_superuser or not person.is_superuser) and not is_appointed(person)


def is_appointed(person: User) -> bool:
    return Post.objects.appointed().filter(user=person).exists()
