"""Emergencies: opening a case that one is no part of, ending that, and looking at it afterwards."""

from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from portal.access.models import AUDITOR, Access, EmergencyAccess
from portal.access.refusal import Refused
from portal.access.services import record_refusal, review_emergency
from portal.directory.models import Post
from portal.keyset import Order, slice_of, where_from
from workflows.desk.access import DeskRequest, at_desk
from workflows.desk.log import lines
from workflows.models import Case
from workflows.services import end_emergency, open_case_in_emergency

PAGE = 30
NEWEST_FIRST = Order(("-began_at", "-pk"))
LONGEST_REASON = 200
# What was read meanwhile: shown on one page, the rest is in the log.
MOST_READINGS = 100


class OpenForm(forms.Form):
    number = forms.CharField(
        label=_("Number of the case"),
        help_text=_("The whole number, exactly. There is no list to choose from."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Why it cannot wait"),
        help_text=_("Your supervisor reads it now and the auditor later. Do not write names of children here."),
        min_length=10,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReviewForm(forms.Form):
    finding = forms.CharField(
        label=_("What you found"),
        help_text=_("Was it needed, and was only read what was needed? It stays as you write it."),
        min_length=4,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@at_desk
def emergency_list(request: DeskRequest) -> HttpResponse:
    """Those I opened, was told of or may review; a form for the posts that may open one. POST opens."""
    if not may_open(request.post) and not _visible(request).exists():
        raise Http404
    may_try = request.post.role in settings.BREAK_GLASS_ROLES
    form = OpenForm(request.POST or None)
    if form.is_valid() and (case := _open(request, form)):
        return redirect("desk:case", case.pk)
    among = [_visible(request)]
    page = slice_of(among, NEWEST_FIRST, size=PAGE, among=among, **where_from(request))
    context = {"page": page, "form": form if may_try else None, "hours": settings.BREAK_GLASS_HOURS}
    return render(request, "workflows/desk/emergencies.html", context)


@at_desk
def emergency_page(request: DeskRequest, emergency_id: int) -> HttpResponse:
    """One of them, with what was read meanwhile. A POST of the auditor reviews it."""
    opened = get_object_or_404(_visible(request), pk=emergency_id)
    is_auditor = request.post.role == AUDITOR
    form = ReviewForm(request.POST or None) if is_auditor and opened.reviewed_at is None else None
    if request.method == "POST" and not is_auditor:
        record_refusal(opened, by=request.post, action="review_emergency")
        raise Http404
    if form is not None and form.is_valid():
        review_emergency(opened, by=request.post, finding=form.cleaned_data["finding"])
        messages.success(request, gettext("Reviewed. It stays on record."))
        return redirect("desk:emergency", opened.pk)
    context = {
        "opened": opened,
        "mine": opened.post_id == request.post.pk,
        "form": form,
        "lines": lines(_readings(opened), reader=request.user) if is_auditor else [],
    }
    return render(request, "workflows/desk/emergency.html", context)


@at_desk
@require_POST
def end(request: DeskRequest, emergency_id: int) -> HttpResponse:
    opened = get_object_or_404(_visible(request).filter(post=request.post), pk=emergency_id)
    end_emergency(opened, by=request.post)
    messages.success(request, gettext("Ended. The case is closed to you again."))
    return redirect("desk:emergencies")


def live_emergency(post: Post, case_id: UUID) -> EmergencyAccess | None:
    """The one through which the post sees the case now."""
    return EmergencyAccess.objects.live().of(post).filter(matter=case_id).first()


def may_open(post: Post) -> bool:
    """For the navigation: who opens some, and who reviews them."""
    return post.role in (AUDITOR, *settings.BREAK_GLASS_ROLES)


def _open(request: DeskRequest, form: OpenForm) -> Case | None:
    try:
        given = form.cleaned_data
        case = open_case_in_emergency(given["number"], by=request.post, reason=given["reason"])
    except Refused as refusal:
        form.add_error("number", str(refusal.sentence))
        return None
    messages.warning(request, gettext("Open to you for now. Your supervisor has been told."))
    return case


def _visible(request: DeskRequest):  # type: ignore[no-untyped-def]  # a queryset with two relations
    return EmergencyAccess.objects.visible_to(request.user).select_related(
        "post__user", "post__organisation", "reviewed_by__user"
    )


def _readings(opened: EmergencyAccess) -> list[Access]:
    """What the post did in the case while it was open."""
    rows = Access.objects.about([opened.matter]).filter(post=opened.post, at__gte=opened.began_at)
    until = opened.ended_at or opened.until
    found = rows.filter(at__lte=until).select_related("user", "post__organisation")
    return list(found.newest_first()[:MOST_READINGS])
