"""What can be done with a case as a whole, beside its tasks: offered, greyed with the reason, asked about, done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Post
from portal.words import spoken
from workflows.acting import may_go_on, may_link, may_merge, may_suspend
from workflows.desk.access import DeskRequest, at_desk, find_case
from workflows.desk.task import with_message
from workflows.models import Case, RestReason
from workflows.models.merge import PARTED_WITHIN
from workflows.offering import BACK, GO_ON, LINK, MERGE, PART, SUSPEND, TITLES, Offer, offer, offers, taking
from workflows.schema import Transition
from workflows.services import (
    LONGEST_REST,
    go_on_with_case,
    last_step,
    link_cases,
    merge_case,
    part_case,
    suspend_case,
    take_back,
    take_way,
    why_not_parted,
)


@dataclass(frozen=True)
class Act:
    """What is asked before it is done, and what does it. `form` is None where nothing is to be chosen."""

    offer: Offer
    told: str | Promise
    form: type[forms.Form] | Callable[[Any], forms.Form] | None
    do: Callable[[dict[str, Any]], object]
    done: str | Promise


class ReasonForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["reason"]
        field.choices = choices


class NumberForm(forms.Form):
    number = forms.CharField(
        label=_("Number of the other case"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, request: DeskRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_number(self) -> Case:
        typed = self.cleaned_data["number"].strip()
        found = Case.objects.visible_to(self.request.user).filter(number__iexact=typed).first()
        if found is None:
            raise forms.ValidationError(gettext("Among your cases there is none with this number. Copy it whole."))
        return found


class MergeForm(NumberForm):
    number = forms.CharField(
        label=_("Number of the case that goes on"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class SuspendForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why"), choices=RestReason.choices, widget=forms.RadioSelect)
    until = forms.DateField(
        label=_("The day on which it goes on"),
        help_text=format_lazy(
            _("On this day the case goes on by itself. At most {days} days ahead."), days=LONGEST_REST.days
        ),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


@dataclass(frozen=True)
class Acts:
    possible: list[Offer]
    refused: list[Offer]

    def __bool__(self) -> bool:
        return bool(self.possible or self.refused)


def acts_on(case: Case, post: Post) -> Acts:
    """All there is for a case in its state, whoever may do it."""
    found = list(offers(case, post))
    return Acts([one for one in found if not one.refusal], [one for one in found if one.refusal])


@at_desk
def act(request: DeskRequest, case_id: UUID, what: str) -> HttpResponse:
    """GET asks, POST does it. What is not offered is not there; what is refused says why, on the page of the case."""
    case = find_case(request, case_id)
    asked = _act(request, case, what)
    if request.method != "POST" and asked.offer.refusal:
        messages.error(request, str(asked.offer.refusal))
        return redirect("desk:case", case.pk)
    form = asked.form(request.POST or None) if asked.form else None
    if request.method == "POST" and (form is None or form.is_valid()):
        chosen = form.cleaned_data if form else {}
        with_message(request, lambda: asked.do(chosen), str(asked.done))
        return redirect("desk:case", case.pk)
    return render(request, "workflows/desk/act.html", {"case": case, "act": asked, "form": form})


def _act(request: DeskRequest, case: Case, what: str) -> Act:
    if what in ACTS:
        return ACTS[what](request, case)
    for way in case.version.schema.transitions:
        if way.relation and way.key == what:
            return _taking(request, case, way)
    raise Http404


def _taking_back(request: DeskRequest, case: Case) -> Act:
    step = last_step(case, request.post, timezone.now())
    if step is None:
        raise Http404
    way = case.find(lambda schema: schema.transition(step.event.detail["transition"]))
    told = _("“%(step)s” is taken back: the case is where it was, with the tasks that were open there.")
    return Act(
        offer=Offer(BACK, TITLES[BACK], step.against.sentence if step.against else ""),
        told=told % {"step": spoken(way.title)},
        form=None,
        do=lambda _chosen: take_back(case, by=request.post),
        done=gettext("Done. The case is where it was before your step."),
    )


def _merging(request: DeskRequest, case: Case) -> Act:
    return Act(
        offer=offer(MERGE, may_merge(request.post, case)),
        told=_(
            "For two reports of the same matter. This case ends and becomes part of the other one: its papers are read "
            "there, and who reported follows that. For %(hours)d hours it can be taken back."
        )
        % {"hours": PARTED_WITHIN // timedelta(hours=1)},
        form=lambda data: MergeForm(data, request=request),
        do=lambda chosen: merge_case(case, chosen["number"], by=request.post),
        done=gettext("Done. This case is part of the other one now."),
    )


def _parting(request: DeskRequest, case: Case) -> Act:
    if not hasattr(case, "merge"):
        raise Http404
    against = why_not_parted(case.merge, timezone.now())
    answer = may_merge(request.post, case, case.merge.into)
    return Act(
        offer=offer(PART, answer, against.sentence if against else ""),
        told=_("This case goes on by itself, with the tasks that were open."),
        form=None,
        do=lambda _chosen: part_case(case, by=request.post),
        done=gettext("Done. The cases are separate again."),
    )


def _linking(request: DeskRequest, case: Case) -> Act:
    return Act(
        offer=offer(LINK, may_link(request.post, case)),
        told=_(
            "For a newer report on the same child or matter that goes its own way, such as when this case is closed. "
            "Each page names the other case to who may see that."
        ),
        form=lambda data: NumberForm(data, request=request),
        do=lambda chosen: link_cases(case, chosen["number"], by=request.post),
        done=gettext("Done. The cases are linked."),
    )


def _suspending(request: DeskRequest, case: Case) -> Act:
    return Act(
        offer=offer(SUSPEND, may_suspend(request.post, case)),
        told=_("Nobody can finish a task of this case until then, and all its deadlines stand still."),
        form=SuspendForm,
        do=lambda chosen: suspend_case(
            case, reason=RestReason(chosen["reason"]), until=chosen["until"], by=request.post
        ),
        done=gettext("Done. The case is suspended."),
    )


def _going_on(request: DeskRequest, case: Case) -> Act:
    return Act(
        offer=offer(GO_ON, may_go_on(request.post, case)),
        told=_("All tasks can be worked on again, with the time that was left."),
        form=None,
        do=lambda _chosen: go_on_with_case(case, by=request.post),
        done=gettext("Done. The case goes on."),
    )


def _taking(request: DeskRequest, case: Case, way: Transition) -> Act:
    choices = [(reason.key, spoken(reason.title)) for reason in way.reasons]
    return Act(
        offer=taking(case, request.post, way),
        told=spoken(way.confirmation) or _("All tasks that are open in this case end with it."),
        form=(lambda data: ReasonForm(data, choices=choices)) if choices else None,
        do=lambda chosen: take_way(case, way.key, by=request.post, reason=chosen.get("reason", "")),
        done=gettext("Done. The case has moved on."),
    )


ACTS: dict[str, Callable[[DeskRequest, Case], Act]] = {
    SUSPEND: _suspending,
    GO_ON: _going_on,
    MERGE: _merging,
    PART: _parting,
    LINK: _linking,
    BACK: _taking_back,
}
