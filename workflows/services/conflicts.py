"""The conflict rule: shutting organisations out of a case, and passing on what they had to do there."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from forms.models import Submission
from forms.schema import FormSchema, Question
from portal.access.refusal import Refused
from portal.access.services import Purpose, record_reading, record_refusal
from portal.directory.models import Organisation, Post
from portal.notices.services import notify
from workflows import events, relations
from workflows.excluding import may_exclude, may_lift
from workflows.models import Case, CaseExclusion, LiftedExclusion, Task
from workflows.models.link import started_from
from workflows.models.merge import whole_of
from workflows.policies import is_shut_out
from workflows.services.applying import take_part
from workflows.services.casewide import locked_case, locked_cases, locked_whole
from workflows.services.rounds import restart
from workflows.services.vacancies import whoever_can

# Set on a question for an organisation: whoever is named there is shut out of the case.
CONFLICT = "conflict"


def exclude_organisation(case: Case, organisation: Organisation, *, by: Post, reason: str) -> None:
    """Shut an organisation out, and pass its open tasks one level up. Once however often. Raises Refused."""
    answer = may_exclude(by, case, organisation)
    if not answer.allowed:
        record_refusal(case, by=by, action="exclude", purpose=Purpose(case.number, matter=case.pk))
        raise Refused(answer.code, answer.sentence)
    with transaction.atomic():
        # All at once, in the one order: with this one first, whoever locks two of them waits for us as we for them.
        lock_together(case)
        case = locked_case(case)
        new = shut_out(case, [organisation.pk], by=by, reason=reason)
        pass_up(case, new, by=by, at=timezone.now())
        # Also when they were out already: whoever tries them one by one to learn whom the report names is on record.
        record_reading(case, by=by, action="exclude", purpose=Purpose(case.number, matter=case.pk))


def lift_exclusion(exclusion: CaseExclusion, *, by: Post, reason: str) -> None:
    """Let the organisation in again. What it had to do stays where it is now. Raises Refused; twice is once."""
    case = exclusion.case
    for one in [exclusion, *_alike(exclusion, whole_of(case))]:
        answer = may_lift(by, case, one)
        if not answer.allowed:
            record_refusal(case, by=by, action="lift_exclusion", purpose=Purpose(case.number, matter=case.pk))
            raise Refused(answer.code, answer.sentence)
    with transaction.atomic():
        cases = {one.pk: one for one in locked_whole(case)}
        for found in _alike(exclusion, cases) if CaseExclusion.objects.filter(pk=exclusion.pk).exists() else ():
            _keep_and_lift(cases[found.case_id], found, by=by, reason=reason)


def _alike(exclusion: CaseExclusion, cases: Iterable[UUID]) -> list[CaseExclusion]:
    """The same of cases that are one matter: nobody has a part in one half of it. See `shut_out`."""
    found = CaseExclusion.objects.filter(case__in=list(cases), organisation=exclusion.organisation_id)
    return list(found.select_related("organisation", "by__organisation").order_by("pk"))


def _keep_and_lift(case: Case, found: CaseExclusion, *, by: Post, reason: str) -> None:
    was = {"organisation_id": found.organisation_id, "by_id": found.by_id, "reason": found.reason, "at": found.at}
    LiftedExclusion(case=case, **was, lifted_by=by, lifted_because=reason).save(force_insert=True)
    found.delete()
    detail = {"organisation": str(found.organisation_id)}
    events.append(case, "exclusion_lifted", detail, post=by, at=timezone.now())
    case.save(update_fields=["chain_end"])
    record_reading(case, by=by, action="lift_exclusion", purpose=Purpose(case.number, matter=case.pk))


def shut_out(case: Case, organisations: Collection[int], *, by: Post | None = None, reason: str = "") -> list[int]:
    """From here on relations go past them. Returns those that are new; `pass_up` does the rest.

    Of a case that is one matter with others, or has started others, the same is done to all of those, and there the
    rest, too. The caller has asked the policy and locked them (`lock_together`), or the case alone while it is new.
    """
    if not organisations:
        return []
    for other in locked_cases(with_those_started({case.pk, *whole_of(case)}) - {case.pk}):
        pass_up(other, _shut_out(other, organisations, by=by, reason=reason), by=by, at=timezone.now())
    return _shut_out(case, organisations, by=by, reason=reason)


def copy_exclusions(exclusions: Iterable[CaseExclusion], case: Case) -> list[int]:
    """Whom another case shuts out is shut out of this one. Returns those that are new."""
    known = set(case.exclusions.values_list("organisation", flat=True))
    new = [one for one in exclusions if one.organisation_id not in known]
    for one in new:
        CaseExclusion.objects.create(case=case, organisation_id=one.organisation_id, by=one.by, reason=one.reason)
    added = [one.organisation_id for one in new]
    case.shut_out_organisations = case.shut_out_organisations | set(added)
    return added


def with_those_started(cases: set[UUID]) -> set[UUID]:
    """Also what was merged into those."""
    started = Case.objects.filter(pk__in=started_from(cases))
    return cases | {pk for case in started for pk in (case.pk, *whole_of(case))}


def _shut_out(case: Case, organisations: Collection[int], *, by: Post | None, reason: str) -> list[int]:
    new = sorted(set(organisations) - case.shut_out_organisations)
    CaseExclusion.objects.bulk_create(
        CaseExclusion(case=case, organisation_id=organisation, by=by, reason=reason) for organisation in new
    )
    case.shut_out_organisations = case.shut_out_organisations | set(new)
    return new


def lock_together(case: Case) -> None:
    """All that an exclusion would concern, in the one order: who goes on with one of them in hand locks no second."""
    locked_cases(with_those_started({case.pk, *whole_of(case)}))


def asks_for_conflicts(schema: FormSchema) -> bool:
    return any(isinstance(field, Question) and field.settings.get(CONFLICT) for field in schema.fields())


def organisations_named(submission: Submission) -> set[int]:
    """Whom a submission names as having a conflict of interest, as far as the directory knows them.

    From the answers in clear: such questions are kept countable (forms.fieldtypes.organisation sees to it).
    """
    fields = submission.version.schema.fields()
    keys = [field.key for field in fields if isinstance(field, Question) and field.settings.get(CONFLICT)]
    answers = [str(submission.open_answers.get(key)) for key in keys]
    named = [answer for answer in answers if answer.isascii() and answer.isdecimal()]
    return set(Organisation.objects.filter(pk__in=named).values_list("pk", flat=True)) if named else set()


def pass_up(case: Case, shut_out: list[int], *, by: Post | None, at: datetime) -> None:
    """Log that they were shut out, pass what they had to do to the next above, and save the case's log."""
    if not shut_out:
        return
    for organisation in shut_out:
        events.append(case, "excluded", {"organisation": str(organisation)}, post=by, at=at)
    out_of_wrong_hands(case, at)
    case.save(update_fields=["chain_end"])


def out_of_wrong_hands(case: Case, at: datetime) -> None:
    """What those who are shut out have to do goes to others. The caller has locked the case and saves its log."""
    for task in case.tasks.open().select_related("organisation", "assignee__organisation"):
        if _is_in_wrong_hands(case, task):
            _pass_up(case, task, at)


def _is_in_wrong_hands(case: Case, task: Task) -> bool:
    if task.organisation_id in case.shut_out_organisations:
        return True
    return task.assignee is not None and is_shut_out(task.assignee, case)


def _pass_up(case: Case, task: Task, at: datetime) -> None:
    """To whom the task's relation now means. In the same organisation only the person who is shut out lays it down."""
    found = relations.registry.resolve(case, case.version.schema.relation(task.relation))
    if task.organisation_id in case.shut_out_organisations:
        task.organisation = whoever_can(case, task.type, found.organisation)
    task.assignee, task.accepted_at = None, None
    task.save(update_fields=["organisation", "assignee", "accepted_at"])
    if task.organisation is None:
        events.append(case, "unanswered", {"relation": task.relation, "task": task.key}, post=None, at=at)
        return
    take_part(case, task.organisation, task.relation)
    detail = {"task": task.key, "relation": task.relation, "organisation": str(task.organisation_id)}
    events.append(case, "routed", detail, post=None, at=at)
    restart(case, task, by=None, now=at)
    _tell(case, task)


def _tell(case: Case, task: Task) -> None:
    if task.organisation is not None:
        posts = task.organisation.posts.current().select_related("user")
        notify(
            [post.user for post in posts if not is_shut_out(post, case)],
            key=f"passed_up:{task.pk}:{task.organisation_id}",
            template="urgent_task" if task.urgent else "new_task",
            words={"number": case.number},
            path=reverse("desk:case", args=[case.pk]),
        )
