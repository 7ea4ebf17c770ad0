"""Messages to me: that there is something to see, and where."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from portal.chrome import MANY
from portal.keyset import Order, slice_of, where_from
from portal.notices import polling
from portal.notices.models import Notice
from portal.notices.polling import unread_count
from portal.notices.services import mark_read
from workflows.desk.access import DeskRequest, at_desk
from workflows.desk.inbox import PAGE

NEWEST_FIRST = Order(("-made_at", "-pk"))


@at_desk
def notice_list(request: DeskRequest) -> HttpResponse:
    notices = [Notice.objects.visible_to(request.user)]
    page = slice_of(notices, NEWEST_FIRST, size=PAGE, among=notices, **where_from(request))
    count = unread_count(request.user)
    context = {"page": page, "unread": count, "many": count == MANY}
    return render(request, "workflows/desk/notices.html", context)


@at_desk
@require_safe
def unread(request: DeskRequest) -> HttpResponse:
    """The number alone, for a script that asks again and again: the next times are answered before they come here."""
    polling.remember(request, request.user)
    return polling.answer(request.user.pk)


@at_desk
@require_POST
def open_notice(request: DeskRequest, notice_id: int) -> HttpResponse:
    """Mark it read and go where it points."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=notice_id)
    mark_read(request.user, notices=[notice.pk])
    if not url_has_allowed_host_and_scheme(notice.path, allowed_hosts=None):
        return redirect("desk:notices")
    return redirect(notice.path)


@at_desk
@require_POST
def read_all(request: DeskRequest) -> HttpResponse:
    mark_read(request.user)
    return redirect("desk:notices")
