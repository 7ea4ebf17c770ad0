"""Shutting an organisation out of a case: the conflict rule, applied by those one level up."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.directory import codes
from portal.directory.models import Organisation, Post
from workflows.desk.access import DeskRequest, at_desk, find_case
from workflows.models import Case, CaseExclusion
from workflows.policies import may, may_exclude, readable
from workflows.services import exclude_organisation


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
        messages.success(request, _now("%(who)s is shut out of this case.") % {"who": chosen})
        return redirect("desk:case", case.pk)
    return render(request, "workflows/desk/exclude.html", {"case": case, "form": form})


def excludable(post: Post, case: Case) -> list[Organisation]:
    """Whom the post may shut out: who has a part in the case, and who works where it happened."""
    if not may(post, "exclude", case).allowed:
        return []
    parties = Organisation.objects.filter(pk__in=case.parties.values("organisation"))
    here = Organisation.objects.none()
    if codes.is_code(case.area_code):
        here = Organisation.objects.filter(area__in=codes.lineage(case.area_code), active=True)
    found = (parties | here).exclude(pk__in=case.shut_out_organisations).select_related("area").distinct()
    return [organisation for organisation in found if may_exclude(post, case, organisation).allowed]


def shown_exclusions(post: Post, case: Case) -> list[CaseExclusion]:
    """Who is shut out, for those who may read the same in the report."""
    if "sensitive" not in readable(post, case, case.version.schema.opened_by):
        return []
    return list(case.exclusions.select_related("organisation").order_by("at"))
