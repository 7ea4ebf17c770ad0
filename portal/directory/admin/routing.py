"""“Which organisation answers for this duty at this place?” with every reason, and the places to choose from."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.directory import codes
from portal.directory.admin.pages import Screen
from portal.directory.admin.policies import may_see_routing
from portal.directory.functions import function_choices
from portal.directory.levels import LEVEL_NAMES
from portal.directory.models import Area
from portal.directory.routing import Answer, Route, route
from portal.directory.searching import areas_matching

MOST_FOUND = 20


class RoutingForm(forms.Form):
    place = forms.CharField(
        label=gettext_lazy("Place: code or name"),
        max_length=80,
        help_text=gettext_lazy("990121101201, 990121 or a name"),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Duty"), choices=function_choices)


class Routing(Screen):
    template_name = "directory/admin/routing.html"
    page_title = gettext_lazy("Who answers?")

    def may(self, request: HttpRequest) -> bool:
        return may_see_routing(request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = RoutingForm(self.request.GET or None)
        answer = _answer(form.cleaned_data) if form.is_valid() else {}
        return super().get_context_data(form=form, **answer, **kwargs)


def _answer(asked: dict[str, str]) -> dict[str, Any]:
    """A code is routed at once; a name that only one place has, too; else the places to choose from, or a sentence."""
    typed = asked["place"]
    try:
        return {"told": told(route(asked["kind"], codes.complete(typed)))}
    except ValueError:
        pass
    if any(letter.isdigit() for letter in typed) and not any(letter.isalpha() for letter in typed):
        return {
            "problem": _("This is no area code. It has 2, 4, 6, 9 or 12 digits, for example 330106 or 330106109000.")
        }
    found = list(areas_matching(typed)[: MOST_FOUND + 1])
    if len(found) == 1:
        return {"told": told(route(asked["kind"], found[0].code))}
    if not found:
        return {"problem": _("No place is called so, now or before.")}
    return {"found": found[:MOST_FOUND], "more": len(found) > MOST_FOUND, "kind": asked["kind"]}


def told(found: Route) -> dict[str, Any]:
    """The route as the page shows it."""
    return {
        "route": found,
        "place": Area.objects.filter(pk=found.code).first(),
        "steps": found.resolved.steps,
        "parts": found.resolved.areas if found.resolved.asks else (),
        "reasons": _reasons(found),
        "answer": found.answer,
        "one_up": found.one_up,
    }


def _reasons(found: Route) -> list[dict[str, Any]]:
    """Level by level from the narrowest: who has a row there, and which of them wins."""
    answers = {answer.duty.area_id: answer for answer in found.answers}
    silent = {duty.area_id: duty for duty in found.silent}
    moved = [code for code in (*answers, *silent) if code not in codes.lineage(found.searched)]
    lineage = sorted({*codes.lineage(found.searched), *moved}, key=lambda code: (-codes.level_of(code), code))
    names = dict(Area.objects.filter(code__in=lineage).values_list("code", "name"))
    first = found.answer
    return [
        {
            "code": code,
            "name": names.get(code, ""),
            "level": LEVEL_NAMES[codes.level_of(code)],
            "said": _said(answers.get(code), silent.get(code), first),
            "wins": first is not None and first.duty.area_id == code,
        }
        for code in lineage
    ]


def _said(answer: Answer | None, silent: Any, first: Answer | None) -> str:
    if silent is not None:
        return _("%(name)s is closed and nobody took over: passed by") % {"name": silent.organisation.name}
    if answer is None:
        return _("nobody has this duty here")
    words = {"name": answer.organisation.name, "before": answer.duty.organisation.name}
    if answer.is_successor:
        return _("%(name)s, which has the tasks of %(before)s now") % words
    return answer.organisation.name
