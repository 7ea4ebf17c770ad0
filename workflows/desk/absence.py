"""Absence and substitute: who does my work while I am away, and whose I do."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from portal.access.refusal import Refused
from portal.directory.models import Absence, Post
from portal.staffing import services
from portal.staffing.policies import may_arrange
from workflows.desk.access import DeskRequest, at_desk


class AbsenceForm(forms.Form):
    """Field names are those of the model, so that what it refuses stands beside the field."""

    substitute = forms.ModelChoiceField(Post.objects.none(), label=_("Who stands in"), empty_label=_("Please choose"))
    starts_on = forms.DateField(label=_("First day away"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    ends_on = forms.DateField(label=_("Last day away"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, candidates: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Post]", self.fields["substitute"])
        field.queryset = Post.objects.filter(pk__in=[post.pk for post in candidates])
        # In the order of the list, with the place of those who come from elsewhere.
        field.choices = [("", field.empty_label), *((post.pk, str(post)) for post in candidates)]


@at_desk
def absence_page(request: DeskRequest) -> HttpResponse:
    """GET shows, POST names a substitute for one's own post or, by a leader, for one of the organisation."""
    posts = services.arranged_by(request.post)
    post = _chosen(request, posts)
    candidates = services.candidates_for(post)
    form = AbsenceForm(request.POST or None, candidates=candidates)
    if form.is_valid() and _name(request, form, post):
        return redirect("desk:absence")
    rows = Absence.objects.not_over().select_related("post__user", "substitute__user", "substitute__organisation")
    context = {
        "posts": posts,
        "chosen": post,
        "form": form,
        "candidates": candidates,
        "absences": rows.filter(post__in=posts).order_by("starts_on", "pk"),
        "standing": rows.filter(substitute__user=request.user).order_by("starts_on", "pk"),
    }
    return render(request, "workflows/desk/absence.html", context)


@at_desk
@require_POST
def end(request: DeskRequest, absence_id: int) -> HttpResponse:
    rows = Absence.objects.not_over().select_related("post__organisation", "substitute__user")
    absence = rows.filter(pk=absence_id).first()
    if absence is None or not may_arrange(request.post, absence.post):
        raise Http404
    services.end_absence(absence, by=request.post)
    messages.success(request, gettext("Ended. Nobody stands in for this post from now on."))
    return redirect("desk:absence")


def _chosen(request: DeskRequest, posts: list[Post]) -> Post:
    """The post the page is about: the one asked for, else the acting one. Raises Http404 for somebody else's."""
    asked = request.POST.get("post") or request.GET.get("post") or str(request.post.pk)
    for post in posts:
        if str(post.pk) == asked:
            return post
    # An administrator comes from the list of posts.
    other = Post.objects.current().filter(pk=asked).first() if asked.isdecimal() else None
    if other is None or not may_arrange(request.post, other):
        raise Http404
    posts.append(other)
    return other


def _name(request: DeskRequest, form: AbsenceForm, post: Post) -> bool:
    """Do it and say so; what is refused stands in the form."""
    given = form.cleaned_data
    try:
        services.name_substitute(
            post, given["substitute"], first=given["starts_on"], last=given["ends_on"], by=request.post
        )
    except ValidationError as problems:
        form.add_error(None, problems)
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return False
    messages.success(request, gettext("%(who)s stands in and has been told.") % {"who": given["substitute"].user})
    return True
