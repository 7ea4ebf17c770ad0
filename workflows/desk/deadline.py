"""The deadline of a task: how it stands, and letting it wait, go on, or moving it, each for a reason."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.desk.access import DeskRequest, at_desk, find_task
from workflows.desk.duewords import due_words
from workflows.desk.task import with_message
from workflows.models import ExtensionReason, PauseReason, Task
from workflows.policies import may
from workflows.services import LONGEST_EXTENSION, LONGEST_PAUSE, extend_deadline, go_on, pause_deadline


class PauseForm(forms.Form):
    prefix = "pause"
    reason = forms.ChoiceField(label=_("What is waited for"), choices=PauseReason.choices)
    until = forms.DateField(
        label=_("Until"),
        help_text=format_lazy(
            _("On this day the deadline goes on by itself. At most {days} days ahead."), days=LONGEST_PAUSE.days
        ),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class ExtendForm(forms.Form):
    prefix = "extend"
    reason = forms.ChoiceField(label=_("Why"), choices=ExtensionReason.choices)
    days = forms.IntegerField(
        label=_("By how many days"),
        help_text=_("Working days where the deadline is counted in working time."),
        min_value=1,
        max_value=LONGEST_EXTENSION,
    )


@at_desk
def deadline_page(request: DeskRequest, task_id: UUID) -> HttpResponse:
    """GET shows, POST does one of the three things."""
    task = find_task(request, task_id)
    chosen = request.POST.get("do", "")
    pause = PauseForm(request.POST if chosen == "pause" else None)
    extend = ExtendForm(request.POST if chosen == "extend" else None)
    if act := _act(request, task, chosen, pause, extend):
        with_message(request, act, gettext("Done. It stands in the log of the case."))
        return redirect("desk:deadline", task_id)
    words = due_words(task)
    return render(
        request,
        "workflows/desk/deadline_page.html",
        {
            "task": task,
            "type": task.type,
            "words": words,
            "may_pause": words is not None and may(request.post, "pause", task).allowed,
            "may_extend": words is not None and not words.paused and may(request.post, "extend", task).allowed,
            "pause": pause,
            "extend": extend,
            "form": {"pause": pause, "extend": extend}.get(chosen),
        },
    )


def _act(
    request: DeskRequest, task: Task, chosen: str, pause: PauseForm, extend: ExtendForm
) -> Callable[[], Any] | None:
    """What was asked for, when it was asked for rightly."""
    by = request.post
    if chosen == "go_on":
        return lambda: go_on(task, by=by)
    if chosen == "pause" and pause.is_valid():
        asked = pause.cleaned_data
        return lambda: pause_deadline(task, reason=PauseReason(asked["reason"]), until=asked["until"], by=by)
    if chosen == "extend" and extend.is_valid():
        asked = extend.cleaned_data
        return lambda: extend_deadline(task, days=asked["days"], reason=ExtensionReason(asked["reason"]), by=by)
    return None
