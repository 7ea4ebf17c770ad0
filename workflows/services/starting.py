"""A case that another one started: opened by the paper that the effect hands in, and linked to where it comes from."""

from django.utils import timezone

from forms.models import Submission
from workflows import events
from workflows.models import Case, CaseLink, EffectRun
from workflows.services.cases import open_case


def open_started(submission: Submission, run: EffectRun) -> Case:
    """Whom the first case shuts out is shut out here before anybody is looked for. The caller has locked the first.

    Raises NotStarted.
    """
    source = Case.objects.select_related("version").get(pk=run.case_id)
    case = open_case(submission, is_new=True, shut_out=source.exclusions.all())
    if case is None:
        raise NotStarted(submission.version.schema.key)
    now, by = timezone.now(), submission.post
    CaseLink.objects.create(case=source, other=case, kind=CaseLink.Kind.STARTED, run=run, by=by)
    events.append(source, "started", {"case": str(case.pk)}, post=by, at=now)
    events.append(case, "started_from", {"case": str(source.pk)}, post=None, at=now)
    source.save(update_fields=["chain_end"])
    case.save(update_fields=["chain_end"])
    return case


class NotStarted(Exception):
    """No published workflow is opened by this form any more."""
