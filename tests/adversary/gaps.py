"""What somebody might put into the gaps of an address: the ids of everything that was planted."""

from typing import TYPE_CHECKING

from django.db.models import Model

from forms.models import StoredFile
from portal.accounts.models import SignedIn
from portal.directory.models import Absence, Post
from portal.notices.models import Notice
from tests.adversary.routes import Gaps
from workflows.models import EffectRun

if TYPE_CHECKING:
    from tests.adversary.conftest import Planted
    from tests.adversary.world import World

PLACES = ["", "danger/", "what/", "child/", "reporter/", "review-and-send/", "receipt-page/", "files/evidence_photos/"]
# Gaps of what a story does not have, or of which one is as good as another.
ANY: Gaps = {
    "page_path": ["report/mandatory"], "token": ["x"], "kind": ["json", "pdf"], "hold_id": [1], "proposal_id": [1],
    "exclusion_id": [1], "filter_id": [1],
    "what": ["terminate", "transfer_out", "reopen", "suspend-case", "merge-case"],
    "correction_id": [1], "answer": ["child_name"],
    "form_key": ["home_visit", "child_file"], "key": ["mandatory_report"], "step_key": ["child"],
    "field_key": ["evidence_photos"],
    "emergency_id": [1], "restriction_id": [1], "page_view_restriction_id": [1], "section": ["pages"],
    "name": ["none.png"],
    "transition": ["accept", "record", "send", "sign", "return"],
}  # fmt: skip


def of_planted(planted: "Planted") -> Gaps:
    """The one case that was walked, and everything that hangs on it."""
    files = [str(file.pk) for file in StoredFile.objects.all()]
    return {
        **ANY,
        "case_id": [planted.case.pk],
        "task_id": [task.pk for task in planted.case.tasks.all()],
        "submission_id": [member.submission_id for member in planted.case.case_submissions.all()],
        "file_id": files,
        "run_id": list(EffectRun.objects.filter(case=planted.case).values_list("pk", flat=True)),
        "notice_id": list(Notice.objects.values_list("pk", flat=True)[:4]),
        "draft_id": [planted.sent.pk, planted.open.pk],
        "place": [*PLACES, *(f"file/{file}/" for file in files), *(f"file/{file}/small/" for file in files)],
        "code": ["990121000000", str(planted.case.pk), "' OR 1=1 --"],
        "signed_in_id": list(SignedIn.objects.values_list("pk", flat=True)[:4]),
        "request_id": [planted.case.pk],
        "absence_id": list(Absence.objects.values_list("pk", flat=True)),
        "post_id": list(Post.objects.filter(assigned_tasks__case=planted.case).distinct().values_list("pk", flat=True)),
        "page_id": [planted.page.pk],
        "record_id": [planted.case.pk],
        "duty_id": [planted.case.pk],
        "paper_id": [member.submission_id for member in planted.case.case_submissions.all()],
        "extract_id": [planted.case.pk],
    }


def in_world(world: "World") -> Gaps:
    """A case of the place where the child lives and one of elsewhere, each with its papers and with the other's."""
    reports = [world.paper(name, "mandatory_report") for name in ("told", "elsewhere")]
    return {
        **ANY,
        "case_id": _ids(world.cases["told"], world.cases["elsewhere"]),
        "task_id": _ids(world.task("told"), world.task("begun")),
        "submission_id": _ids(*reports),
        "file_id": [report.files.get(field_key="evidence_photos").pk for report in reports],
        "run_id": _ids(world.failed),
        "notice_id": _ids(world.notices["police_leader"]),
        "draft_id": _ids(world.unsent),
        "place": ["acceptance/"],
        "transition": ["sign"],
        "code": ["990121000000"],
        "signed_in_id": _ids(world.devices["police_leader"]),
        "request_id": _ids(world.granted),
        "kind": ["json"],
        "hold_id": _ids(world.hold),
        "proposal_id": _ids(world.proposal),
        "exclusion_id": _ids(world.exclusion),
        "correction_id": _ids(world.correction),
        "restriction_id": _ids(world.restriction),
        "emergency_id": _ids(world.emergency),
        "absence_id": list(Absence.objects.values_list("pk", flat=True)),
        "post_id": _ids(world.post("handling_officer")),
        "page_id": _ids(world.page),
        "record_id": _ids(world.record),
        "duty_id": _ids(world.owed),
        "paper_id": _ids(world.visit),
        "extract_id": _ids(world.extract),
    }


def crossed(world: "World") -> Gaps:
    """Papers of the one place asked for as if they were of the case elsewhere."""
    paper, other = world.paper("told", "mandatory_report"), world.paper("elsewhere", "mandatory_report")
    return {
        "case_id": _ids(world.cases["elsewhere"]),
        "submission_id": _ids(paper, other),
        "file_id": [paper.files.get(field_key="evidence_photos").pk],
        "run_id": _ids(world.failed),
        "exclusion_id": _ids(world.exclusion),
        "what": ["terminate"],
    }


def _ids(*rows: Model) -> list[object]:
    return [row.pk for row in rows]
