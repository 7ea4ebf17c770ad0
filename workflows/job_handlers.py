"""Background work of the workflows floor."""

from collections.abc import Callable

from django.utils import timezone

from forms.models import Submission
from portal.jobs.registry import job
from workflows.effects import registry
from workflows.models import EffectRun
from workflows.services import open_case


@job("workflows.effect", in_transaction=False)
def run_effect(effect_run: int) -> Callable[[], None] | None:
    """Run one effect of one event. The slow part runs here, the writes in the transaction that marks it done."""
    run = EffectRun.objects.select_related("case__version").get(pk=effect_run)
    if run.done_at is not None:
        return None
    effect = registry[run.type]
    ending = effect.run(run, effect.settings(run.settings))

    def finish() -> None:
        fresh = EffectRun.objects.select_for_update().get(pk=effect_run)
        if fresh.done_at is None:
            ending()
            EffectRun.objects.filter(pk=effect_run).update(done_at=timezone.now())

    return finish


@job("workflows.open_case", max_attempts=10)
def open_late_case(submission_id: str) -> None:
    """The case of a report that a fault kept from being opened with it."""
    open_case(Submission.objects.get(pk=submission_id))
