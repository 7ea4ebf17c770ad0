"""Two reports of one matter become one case, and part again within a day if nothing has happened since."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.models import Post
from portal.words import both
from workflows import events
from workflows.acting import may_merge
from workflows.engine import NotPossible
from workflows.models import Case, CaseMerge, EffectRun, ReporterMessage, Task
from workflows.models.merge import PARTED_WITHIN, whole_of
from workflows.refusing import refusals_kept
from workflows.services import conflicts, planning
from workflows.services.cases import in_stead_of, must_not_rest
from workflows.services.casewide import demand_answer, locked_cases
from workflows.services.rounds import hurry, reopen
from workflows.services.supervising import supervise
from workflows.services.telling import tell_of_danger

# Nothing of the other report: who reported harm they do themselves would learn that somebody else has, too.
TOLD_REPORTER = both("正在办理。", "It is being dealt with.")
HOUR = timedelta(hours=1)


def merge_case(case: Case, into: Case, *, by: Post) -> CaseMerge:
    """`case` ends and goes on as part of `into`: its open tasks end, its papers are read there by the rules of that,
    and who reported follows that. Whom either shuts out, both do.

    Raises Refused, NotPossible (one of them is closed, rests, is part of another or has others in it).
    """
    with refusals_kept(case, by, "merge"), transaction.atomic():
        case, into = _locked(case, into)
        absent = demand_answer(may_merge(by, case, into))
        _must_fit(case, into)
        now, about = timezone.now(), in_stead_of(absent)
        _share_exclusions(case, into, by=by, at=now)
        if case.urgent and not into.urgent:
            _hurry(into, by=by, now=now)
        _supervise_as_there(case, into, now)
        open_tasks = [str(pk) for pk in case.tasks.open().values_list("pk", flat=True)]
        case.tasks.open().update(state=Task.State.CANCELLED, done_at=now)
        case.closed_at = now
        case.parties.update(is_open=False)
        # A child who may be in danger there is the same child here.
        into.urgent = into.urgent or case.urgent
        ended = events.append(case, "merged", {"into": str(into.pk), **about}, post=by, at=now)
        joined = events.append(into, "merged_in", {"case": str(case.pk), **about}, post=by, at=now)
        ReporterMessage.objects.create(case=case, key=_told(ended.sequence), words=TOLD_REPORTER, at=now)
        merge = CaseMerge(case=case, into=into, by=by, at=now, tasks=open_tasks)
        merge.sequence, merge.into_sequence = ended.sequence, joined.sequence
        merge.save(force_insert=True)
        case.save(update_fields=["closed_at", "chain_end"])
        into.save(update_fields=["urgent", "chain_end"])
    return merge


def part_case(case: Case, *, by: Post) -> Case:
    """Undo it within a day if nothing has happened in either since. Who was shut out of both stays so.

    Raises Refused, NotPossible.
    """
    with refusals_kept(case, by, "part"), transaction.atomic():
        merge = CaseMerge.objects.filter(case=case).first()
        if merge is None:
            raise NotPossible("not_merged", _("This case is part of no other."))
        case, into = _locked(case, merge.into)
        # Somebody was quicker.
        merge = CaseMerge.objects.filter(case=case).first()
        if merge is None:
            raise NotPossible("not_merged", _("This case is part of no other."))
        absent, now = demand_answer(may_merge(by, case, into)), timezone.now()
        if why := why_not_parted(merge, now):
            raise why
        ReporterMessage.objects.filter(case=case, key=_told(merge.sequence)).delete()
        tasks, _pk = merge.tasks, merge.delete()
        case.closed_at = None
        case.parties.update(is_open=True)
        for row, other in ((case, into), (into, case)):
            events.append(row, "parted", {"case": str(other.pk), **in_stead_of(absent)}, post=by, at=now)
        _open_again(case, tasks, now)
        planning.bring_back(case, EffectRun.Skipped.MERGED, since=merge.at)
        case.save(update_fields=["closed_at", "chain_end"])
        into.save(update_fields=["chain_end"])
    return case


def why_not_parted(merge: CaseMerge, now: datetime) -> NotPossible | None:
    if now > merge.parted_until:
        sentence = _("This can be taken back for %(hours)d hours.")
        return NotPossible("too_late", sentence % {"hours": PARTED_WITHIN // HOUR})
    both_sides = ((merge.case_id, merge.sequence), (merge.into_id, merge.into_sequence))
    if any(events.done_since(case, sequence).exists() for case, sequence in both_sides):
        return NotPossible("went_on", _("Something has happened in one of the cases since."))
    return None


def _locked(case: Case, other: Case) -> tuple[Case, Case]:
    """Both, with all that is done to what they have started, always in the same order: two who merge them either way
    wait for each other.
    """
    whole = {case.pk, other.pk, *whole_of(case), *whole_of(other)}
    found = {row.pk: row for row in locked_cases(conflicts.with_those_started(whole))}
    return found[case.pk], found[other.pk]


def _must_fit(case: Case, into: Case) -> None:
    if case.pk == into.pk:
        raise NotPossible("same_case", _("This is the case itself. Type the number of the other one."))
    if case.version.workflow_id != into.version.workflow_id:
        raise NotPossible("other_kind", _("The other case is of another kind: these two cannot be one."))
    if any(row.is_closed or row.current_state.kind == "end" for row in (case, into)):
        raise NotPossible("closed", _("One of the two cases is closed."))
    if case.merged.exists():
        raise NotPossible("has_others", _("Other cases are part of this one: merge the other case into this one."))
    for row in (case, into):
        must_not_rest(row)


def _share_exclusions(case: Case, into: Case, *, by: Post, at: datetime) -> None:
    """Whom one of them shuts out has no part in the whole: also in what became part of the other one before, and in
    what either has started.
    """
    both = [*case.exclusions.all(), *into.exclusions.all()]
    whole = {case.pk, into.pk, *into.merged.values_list("case", flat=True)}
    others = locked_cases(conflicts.with_those_started(whole) - {case.pk, into.pk})
    for one in (into, case, *others):
        new = conflicts.copy_exclusions(both, one)
        conflicts.pass_up(one, new, by=by, at=at)


def _hurry(into: Case, *, by: Post, now: datetime) -> None:
    """What has to be done where nobody knew of danger: at once, and the level above knows."""
    for task in _open_tasks(into):
        hurry(into, task, by=by, now=now)
        tell_of_danger(into, task, key=f"danger:{task.pk}")


def _supervise_as_there(case: Case, into: Case, now: datetime) -> None:
    """What the level above saw to in the one it sees to in the other."""
    late = {task.supervises.key for task in case.tasks.open().select_related("supervises") if task.supervises}
    for task in _open_tasks(into):
        if task.key in late:
            supervise(into, task, now=now)


def _open_tasks(case: Case) -> list[Task]:
    """Of the workflow, not the supervisions, each with the case as it is here."""
    tasks = list(case.tasks.open().filter(supervises=None).select_related("organisation", "assignee__user"))
    for task in tasks:
        task.case = case
    return tasks


def _told(sequence: int) -> str:
    return f"merged:{sequence}"


def _open_again(case: Case, tasks: Iterable[str], now: datetime) -> None:
    for task in case.tasks.filter(pk__in=list(tasks), state=Task.State.CANCELLED):
        reopen(case, task, now=now)
    conflicts.out_of_wrong_hands(case, now)
