"""Who may arrange what about a post."""

from portal.directory.models import Post


def may_arrange(by: Post, post: Post) -> bool:
    """Absences and handing over: oneself, the leader of the organisation, the administrator. A substitute does not."""
    if by.user_id == post.user_id:
        return True
    return by.role == "system_administrator" or (by.leads and by.organisation_id == post.organisation_id)
