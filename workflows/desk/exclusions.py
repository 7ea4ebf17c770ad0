"""Shutting an organisation out of a case and letting it in again: the conflict rule, applied one level up."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access.services import Purpose, record_refusal
from portal.directory import codes
from portal.directory.models import Organisation, Post
from workflows.desk.access import DeskRequest, at_desk, find_case
from workflows.excluding import may_exclude, may_lift
from workflows.models import Case, CaseExclusion, LiftedExclusion
from workflows.policies import may, may_know_reporter, readable
from workflows.services import exclude_organisation, lift_exclusion


class ExcludeForm(forms.Form):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Which organisation"), empty_label=_("Please choose")
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("It is kept with the case. Do not write names here."),
        min_length=4,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=[one.pk for one in organisations])


class LiftForm(forms.Form):
    reason = forms.CharField(
        label=_("Why they have a part again"),
        help_text=_("It is kept with the case. Do not write names here."),
        min_length=4,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@at_desk
def exclude(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """GET asks, POST does it."""
    case = find_case(request, case_id)
    organisations = excludable(request.post, case)
    if not organisations:
        raise Http404
    form = ExcludeForm(request.POST or None, organisations=organisations)
    if form.is_valid():
        chosen = form.cleaned_data["organisation"]
        exclude_organisation(case, chosen, by=request.post, reason=form.cleaned_data["reason"])
        messages.success(request, gettext("%(who)s is shut out of this case.") % {"who": chosen})
        return redirect("desk:case", case.pk)
    return render(request, "workflows/desk/exclude.html", {"case": case, "form": form})


def excludable(post: Post, case: Case) -> list[Organisation]:
    """Whom the post may shut out: who has a part in the case, and who works where it happened.

    Who is shut out already and must not be known to be stays in the list: missing there would tell it.
    """
    return list(_excludable(post, case))


def may_exclude_anybody(post: Post, case: Case) -> bool:
    """Is there anybody whom the post may shut out?"""
    return any(True for _organisation in _excludable(post, case))


def _excludable(post: Post, case: Case) -> Iterator[Organisation]:
    if not may(post, "exclude", case).allowed:
        return
    # Who handed the report in has a part through that alone: to be offered would say who reported.
    hidden: set[str] = set() if may_know_reporter(post, case) else _relations_of_who_reported(case)
    concerned = Q(pk__in={party.organisation_id for party in case.parties.all() if party.relation not in hidden})
    if codes.is_code(case.area_code):
        concerned |= Q(area__in=codes.lineage(case.area_code), active=True)
    found = Organisation.objects.filter(concerned).exclude(pk__in=_known_to_be_out(post, case))
    yield from (organisation for organisation in found if may_exclude(post, case, organisation).allowed)


def _relations_of_who_reported(case: Case) -> set[str]:
    return {relation.key for relation in case.version.schema.relations if relation.kind == "filer"}


def _known_to_be_out(post: Post, case: Case) -> set[int]:
    if _reads_who(post, case):
        return case.shut_out_organisations
    return {one.exclusion.organisation_id for one in shown_exclusions(post, case) if not one.is_over}


@at_desk
def lift(request: DeskRequest, case_id: UUID, exclusion_id: int) -> HttpResponse:
    """GET asks why, POST lets them in again."""
    case = find_case(request, case_id)
    found = case.exclusions.select_related("organisation", "by__organisation").filter(pk=exclusion_id).first()
    if found is None or not may_lift(request.post, case, found).allowed:
        record_refusal(case, by=request.post, action="lift_exclusion", purpose=Purpose(case.number, matter=case.pk))
        raise Http404
    form = LiftForm(request.POST or None)
    if form.is_valid():
        lift_exclusion(found, by=request.post, reason=form.cleaned_data["reason"])
        messages.success(request, gettext("%(who)s has its part in this case again.") % {"who": found.organisation})
        return redirect("desk:case", case.pk)
    return render(request, "workflows/desk/lift_exclusion.html", {"case": case, "form": form, "exclusion": found})


@dataclass(frozen=True)
class Shown:
    exclusion: CaseExclusion | LiftedExclusion
    may_lift: bool = False
    is_over: bool = False


def shown_exclusions(post: Post, case: Case) -> list[Shown]:
    """Who is shut out and who was, for those who may read the same in the report, and for the level that did it."""
    reads = _reads_who(post, case)
    # Both are empty for nearly every case: what belongs to them is asked for only when they are not.
    live = case.exclusions.select_related("organisation", "by__organisation").order_by("at")
    shown = [
        Shown(one, may_lift=may_lift(post, case, one).allowed) for one in (live if case.shut_out_organisations else ())
    ]
    over = case.lifted_exclusions.prefetch_related("organisation", "by__organisation", "lifted_by__organisation")
    shown += [Shown(one, is_over=True) for one in over]
    return [one for one in shown if reads or one.may_lift or _is_theirs(one.exclusion, post)]


def _reads_who(post: Post, case: Case) -> bool:
    """May the post read in the report whom it names?"""
    return "sensitive" in readable(post, case, case.version.schema.opened_by)


def _is_theirs(exclusion: CaseExclusion | LiftedExclusion, post: Post) -> bool:
    return exclusion.by is not None and exclusion.by.organisation_id == post.organisation_id
