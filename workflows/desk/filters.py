"""Ways of looking at the list of cases that somebody keeps, by a name of their own."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from workflows.desk.access import DeskRequest, at_desk
from workflows.desk.cases import asked_for, known_states
from workflows.lists import CaseFilter
from workflows.models import SavedFilter
from workflows.models.atdesk import MOST_FILTERS


class FilterForm(forms.Form):
    name = forms.CharField(max_length=20, strip=True)


@at_desk
@require_POST
def save(request: DeskRequest) -> HttpResponse:
    """Keep what stands in `query` under a name; a name that is there already means the new one."""
    query = query_of(asked_for(QueryDict(request.POST.get("query", "")), known_states()))
    form = FilterForm(request.POST)
    mine = SavedFilter.objects.filter(post=request.post)
    if not form.is_valid():
        messages.error(request, _("Give the filter a name of at most 20 characters."))
    elif mine.exclude(name=form.cleaned_data["name"]).count() >= MOST_FILTERS:
        messages.error(request, _("You keep %(n)d filters already. Remove one first.") % {"n": MOST_FILTERS})
    else:
        name = form.cleaned_data["name"]
        SavedFilter.objects.update_or_create(post=request.post, name=name, defaults={"query": query})
        messages.success(request, _("The filter is kept as “%(name)s”.") % {"name": name})
    return redirect(f"/desk/cases/?{query}")


@at_desk
@require_POST
def remove(request: DeskRequest, filter_id: int) -> HttpResponse:
    get_object_or_404(SavedFilter, post=request.post, pk=filter_id).delete()
    messages.success(request, _("The filter is removed."))
    return redirect("desk:cases")


def query_of(which: CaseFilter) -> str:
    """How that stands in the address; the number is left out: it is for one case."""
    words = {
        "show": "" if which.is_open else "closed",
        "state": which.state,
        "place": which.area_code,
        "urgent": "yes" if which.urgent else "",
    }
    return urlencode({name: word for name, word in words.items() if word})
