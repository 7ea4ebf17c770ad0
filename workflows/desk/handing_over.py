"""Handing over the open work of a post: one's own, or by the leader that of anybody in the organisation."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.access.refusal import Refused
from portal.access.services import record_refusal
from portal.directory.models import Post
from portal.staffing.policies import may_arrange
from workflows.desk.access import DeskRequest, at_desk
from workflows.services import hand_over, open_work, successors_of

# What the form sends for "back to everybody".
INBOX = "inbox"


@at_desk
def hand_over_page(request: DeskRequest, post_id: int) -> HttpResponse:
    """GET lists tasks, deadlines and begun forms; POST hands all of it over."""
    post = _find(request, post_id)
    successors = successors_of(post)
    if request.method == "POST":
        return _hand_over(request, post, successors)
    pieces = open_work(post)
    # The administrator learns how much there is, and nothing of the cases.
    listed = post.organisation_id in request.post.organisation_ids()
    context = {
        "subject": post,
        "n": len(pieces),
        "pieces": pieces if listed else [],
        "successors": successors,
        "inbox": INBOX,
    }
    return render(request, "workflows/desk/hand_over.html", context)


def _hand_over(request: DeskRequest, post: Post, successors: list[Post]) -> HttpResponse:
    chosen = request.POST.get("to", "")
    to = next((other for other in successors if str(other.pk) == chosen), None)
    if to is None and chosen != INBOX:
        messages.error(request, _("Choose who takes over, or the inbox of the organisation. Nothing was changed."))
        return redirect("desk:hand_over", post.pk)
    try:
        n = hand_over(post, to, by=request.post)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("desk:hand_over", post.pk)
    done = ngettext("%(n)d task has been handed over.", "%(n)d tasks have been handed over.", n)
    messages.success(request, done % {"n": n})
    return redirect("desk:hand_over", post.pk)


def _find(request: DeskRequest, post_id: int) -> Post:
    """Raises Http404 for a post whose work is not for this one to hand over; the try is logged."""
    post = Post.objects.select_related("user", "organisation").filter(pk=post_id).first()
    if post is None:
        raise Http404
    if not may_arrange(request.post, post):
        record_refusal(post, by=request.post, action="hand_over")
        raise Http404
    return post
