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

from portal.access.refusal import Refused
from portal.access.services import record_reading
from portal.directory.models import Post
from portal.privacy.blindindex import Kind
from portal.privacy.blindtokens import tokens_of
from portal.privacy.masterkeys import keyed_digest
from workflows.desk.access import DeskRequest, at_desk
from workflows.desk.places import place_names
from workflows.models import Case
from workflows.searching import pace
from workflows.searching.finding import Found, find
from workflows.searching.typed import Unclear, Wanted, understood

LONGEST = 60
# Of the digest that stands in the access log.
MARK_LENGTH = 10
KINDS = {Kind.NAME: _("Name"), Kind.ID_NUMBER: _("ID number"), Kind.PHONE: _("Telephone number")}


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
        record_reading(request.post, by=request.post, action=pace.ACTION, purpose=_said(wanted, found, request.post))
        context |= {"found": found, "lines": _lines(wanted, found), "kind": KINDS[wanted.kind]}
    return render(request, "workflows/desk/search.html", context)


def _is_in_time(request: DeskRequest, form: SearchForm) -> bool:
    try:
        pace.demand(request.post)
    except Refused as refused:
        form.add_error("who", str(refused.sentence))
        return False
    return True


def _said(wanted: Wanted, found: Found, post: Post) -> str:
    """For the log: the kind, how many were shown, and a mark that the same words have when the same person types them.

    With another person they have another mark, so nobody learns by searching what others searched for.
    """
    tokens = " ".join(sorted(tokens_of(wanted.kind, wanted.text)))
    mark = keyed_digest(f"{post.user_id}:{wanted.kind}:{tokens}", "search log")[:MARK_LENGTH]
    return f"{wanted.kind}: {len(found.hits)} ({mark})"


def _lines(wanted: Wanted, found: Found) -> list[Line]:
    places = place_names(hit.case.area_code for hit in found.hits)
    by_name = wanted.kind == Kind.NAME
    return [Line(hit.case, places.get(hit.case.area_code, ""), hit.said if by_name else ()) for hit in found.hits]
