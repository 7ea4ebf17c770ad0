"""What somebody sent, shown to who sent it: with the code typed again, once, on the screen only.

For a telephone that others use too: nothing of it is kept by the browser, it is not shown a second time without the
code, leaves the screen by itself, and never says who reported (docs/decisions/0014).
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from forms import presentation, reading
from forms.models import Submission
from forms.services import find_by_receipt
from portal.effort import services as effort
from workflows.follow.codeform import UNKNOWN, CodeForm
from workflows.follow.session import REMEMBERED, followed, once, use_up

AGAIN = _("For your safety the page is shown once. Type the code again.")
OF_ANOTHER = _("This code belongs to another report. Type the code of the report you are following.")
SHOWN_SECONDS = int(REMEMBERED.total_seconds())


@never_cache
@sensitive_post_parameters("code")
def own_copy(request: HttpRequest) -> HttpResponse:
    """A GET asks for the code; only a POST shows, and the same POST no second time."""
    submission = followed(request)
    if submission is None:
        return redirect("follow")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if asked := effort.ask(request, "follow"):
            return asked
        if _is_right(request, form, submission):
            return _show(request, submission)
    context = {"form": form, "submission": submission, "once": once(request)}
    return render(request, "workflows/follow_copy.html", context)


def _is_right(request: HttpRequest, form: CodeForm, submission: Submission) -> bool:
    """What is wrong stands on the form afterwards."""
    if not use_up(request, request.POST.get("once", "")):
        form.add_error("code", str(AGAIN))
        return False
    found = find_by_receipt(form.cleaned_data["code"])
    if found is None:
        effort.note(request, "follow")
    if found != submission:
        form.add_error("code", str(OF_ANOTHER if found else UNKNOWN))
    return found == submission


def _show(request: HttpRequest, submission: Submission) -> HttpResponse:
    answers = reading.handed_in(submission)
    schema = submission.version.schema
    context = {
        "submission": submission,
        "sections": presentation.present(schema, answers, language=get_language() or ""),
        "minutes": SHOWN_SECONDS // 60,
    }
    response = render(request, "workflows/follow_copy.html", context)
    # Also without scripts: what stands on a screen that was left alone goes away.
    response["Refresh"] = f"{SHOWN_SECONDS}; url={reverse('follow')}"
    return response
