"""Ending a restriction of processing."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from workflows.desk.access import DeskRequest
from workflows.rights import restricting
from workflows.rights.models import Restriction
from workflows.rights.policies import may_handle
from workflows.rights.views.doing import do
from workflows.rights.views.guarding import only


@only(may_handle)
@require_POST
def lift(request: DeskRequest, restriction_id: int) -> HttpResponse:
    rows = Restriction.objects.in_area_of(request.post).live().select_related("submission", "set_by", "request")
    found = rows.filter(pk=restriction_id).first()
    if found is None:
        raise Http404
    done = _("The restriction is lifted. Who has a part in the case reads the paper again.")
    do(request, lambda: restricting.lift(found, by=request.post), done)
    return redirect("rights:overview")
