"""Finding a case by the name, ID number or telephone number of a child or the family.

What is typed travels in the body of a POST only, so it stands in no address, history or log of a proxy. A page further
on is another POST.
"""

from dataclasses import dataclass

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from forms.searching import rate_limit
from forms.searching.query import Unclear, Wanted, understood
from portal.access.refusal import Refused
from portal.access.services import record_reading
from portal.directory.models import Post
from portal.privacy.blindindex import Kind
from workflows.desk.access import DeskRequest, at_desk
from workflows.desk.places import place_names
from workflows.desk.standing import states_said
from workflows.models import Case
from workflows.searching import on_record
from workflows.searching.finding import Found, find

LONGEST = 60


class SearchForm(forms.Form):
    """`cleaned_data["who"]` is what somebody means, not what they typed."""

    who = forms.CharField(
        label=_("Name, ID number or telephone number"),
        help_text=_("For the child or a relative. Two characters of a name are enough; numbers must be whole."),
        max_length=LONGEST,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Type a name, an ID number or a telephone number."),
            "max_length": _("This is too long. Type one name or one number."),
        },
    )

    def clean_who(self) -> Wanted:
        try:
            return understood(self.cleaned_data["who"])
        except Unclear as unclear:
            raise forms.ValidationError(str(unclear.sentence), code=unclear.code) from None


@dataclass(frozen=True)
class Line:
    case: Case
    place: str
    state: str
    # Names in its papers that fit; numbers are not shown again.
    names: tuple[str, ...]


@at_desk
@sensitive_post_parameters("who")
def search_page(request: DeskRequest) -> HttpResponse:
    """GET asks. A POST searches, with `after` behind the case of that id."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"form": form}
    if form.is_valid() and _is_in_time(request, form):
        wanted: Wanted = form.cleaned_data["who"]
        found = find(request.user, wanted, after=request.POST.get("after", ""))
        said = on_record.written(wanted, found, request.post)
        record_reading(request.post, by=request.post, action=rate_limit.ACTION, purpose=said)
        context |= {"found": found, "lines": _lines(wanted, found, request.post), "kind": on_record.KINDS[wanted.kind]}
    return render(request, "workflows/desk/search.html", context)


def _is_in_time(request: DeskRequest, form: SearchForm) -> bool:
    try:
        rate_limit.demand(request.post)
    except Refused as refused:
        form.add_error("who", str(refused.sentence))
        return False
    return True


def _lines(wanted: Wanted, found: Found, reader: Post) -> list[Line]:
    places = place_names(hit.case.area_code for hit in found.hits)
    said = states_said((hit.case for hit in found.hits), reader)
    by_name = wanted.kind == Kind.NAME
    return [
        Line(hit.case, places.get(hit.case.area_code, ""), said[hit.case.pk], hit.matches if by_name else ())
        for hit in found.hits
    ]
