"""Start a case of another workflow: its form is handed in with answers of this case, and opens it as it always does.

Nothing comes down on the way: an answer goes only into a field that is as protected as its own, and who reported stays
where it is. See docs/decisions/0034.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forms import prefilling, reading
from forms.models import Form, Submission
from forms.schema import FormSchema, Question
from forms.services import start_draft, submit
from portal.access.services import Purpose
from portal.directory.models import Post
from workflows.check.starting import mapping_problems
from workflows.effects.base import Effect, Ending, Settings
from workflows.effects.registering import register
from workflows.models import EffectRun, Workflow
from workflows.models.link import came_from
from workflows.schema import Later

KEY = "start_case"
OCCASION = "started:"


class CannotStart(Exception):
    """There is no such workflow any more, or a paper that answers come from is not there or may not be read."""


class StartCaseSettings(Settings):
    workflow: str
    # By question of its form, where the answer comes from: "form_key.field".
    fields: dict[str, str] = {}


@register
class StartCase(Effect[StartCaseSettings]):
    key = KEY
    title = _("Start a case")
    settings_model = StartCaseSettings

    def problem(self, given: dict[str, Any], forms: Mapping[str, FormSchema]) -> str:
        settings = self.settings(given)
        workflow = _published(settings.workflow)
        if workflow is None:
            return gettext("There is no published workflow “%(key)s”.") % {"key": settings.workflow}
        form = forms.get(workflow.opened_by)
        return "; ".join(mapping_problems(form, settings.fields, forms)) if form else ""

    def problem_later(self, later: Later) -> str:
        return gettext("A case is started when the step is taken, by who takes it: it cannot be started later.")

    def run(self, run: EffectRun, settings: StartCaseSettings) -> Ending:
        workflow = _published(settings.workflow)
        version = Form.objects.get(key=workflow.opened_by).current_version if workflow else None
        if workflow is None or version is None:
            raise CannotStart(settings.workflow)

        def start() -> "EffectRun.Skipped | None":
            if workflow.key in {case.version.schema.key for case in (run.case, *came_from(run.case))}:
                return EffectRun.Skipped.CIRCLE
            post = run.event.post
            answers = _answers(run, settings.fields, version.schema, by=post)
            occasion = occasion_of(run)
            draft, _token = start_draft(version, occasion=occasion, post=post, initial=answers)
            submit(draft, by=post, idempotency_key=occasion)
            return None

        return start


def occasion_of(run: EffectRun) -> str:
    return f"{OCCASION}{run.pk}"


def run_of(occasion: str) -> EffectRun | None:
    """The effect that a draft of that occasion was handed in by, if it was one."""
    if not occasion.startswith(OCCASION):
        return None
    return EffectRun.objects.select_related("case__version").get(pk=occasion.removeprefix(OCCASION))


def _published(key: str) -> Workflow | None:
    return Workflow.objects.filter(key=key, live=True).exclude(versions=None).first()


def _answers(run: EffectRun, fields: Mapping[str, str], form: FormSchema, *, by: Post | None) -> dict[str, Any]:
    """By question of the form; each paper is opened once, on record with who took the step."""
    targets = {one.key: one for one in prefilling.fillable(form)}
    found: dict[str, Any] = {}
    for source, keys in _by_form(fields).items():
        paper = _paper(run, source)
        pairs = dict(_pairs(paper, keys, targets))
        answers = _opened(run, paper, list(pairs.values()), by=by)
        fitting = {key: prefilling.fitted(answers.get(origin.key), targets[key]) for key, origin in pairs.items()}
        found |= {key: answer for key, answer in fitting.items() if answer is not None}
    return found


def _by_form(fields: Mapping[str, str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for target, source in fields.items():
        form, _dot, key = source.partition(".")
        found.setdefault(form, {})[target] = key
    return found


def _pairs(
    paper: Submission, keys: Mapping[str, str], targets: Mapping[str, Question]
) -> Iterator[tuple[str, Question]]:
    """Both forms may have changed since the workflow was published: looked at once more."""
    questions = {one.key: one for one in paper.version.schema.fields() if isinstance(one, Question)}
    for target, key in keys.items():
        origin = questions.get(key)
        if origin and target in targets and prefilling.may_be_copied(origin, targets[target]):
            yield target, origin


def _paper(run: EffectRun, form: str) -> Submission:
    """The newest of that form."""
    members = run.case.case_submissions.standing().select_related("submission__version__form", "submission__data_key")
    member = members.filter(submission__version__form__key=form).order_by("-pk").first()
    if member is None or member.restricted:
        raise CannotStart(form)
    return member.submission


def _opened(run: EffectRun, paper: Submission, origins: list[Question], *, by: Post | None) -> dict[str, Any]:
    """Where nobody took the step, only what is open goes along: workflows.check lets nothing else be mapped."""
    if by is None:
        keys = {one.key for one in origins if one.sensitivity == "open"}
        return {key: answer for key, answer in paper.open_answers.items() if key in keys}
    wanted = {one.sensitivity for one in origins}
    what_for = Purpose(f"start_case {run.case.number}", matter=run.case_id)
    return reading.opened(paper, by=by, sensitivities=wanted, purpose=what_for).corrected()
