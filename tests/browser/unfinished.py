"""Work that the demo prefecture has none of: a request of a person, an emergency, an office that is shut out.

A process beside the running portal makes it through the services, so that there are pages to walk, and prints what the
gaps in their addresses stand for.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from portal.directory.models import Post
    from workflows.models import Case

CHILD = "小禾"
# Who signs which part of an assessment, in this order.
ASSESSORS = {
    "police": "police", "civil_affairs": "civil", "education": "education", "health": "health", "township": "township",
}  # fmt: skip


def unfinished(environment: Mapping[str, str]) -> dict[str, str]:
    """Make it in the portal that runs with this environment."""
    command = [sys.executable, "-m", "tests.browser.unfinished"]
    done = subprocess.run(command, env=environment, capture_output=True, check=False, text=True)  # noqa: S603 -- our own words
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(json.loads(done.stdout))


def make() -> dict[str, str]:
    request = request_that_waits()
    emergency = opened_in_emergency(request["named"])
    hosted()
    shut_out = somebody_shut_out(request["named"])
    cases = {"told": told_township().number, "assessed": assessed(), "neglected": assessed()}
    return {
        **request,
        **emergency,
        **shut_out,
        **cases,
        **missed(),
        "post": str(post_of("police").pk),
        "task": running(),
    }


def request_that_waits() -> dict[str, str]:
    """Granted, its paper found, and a correction proposed that a second person has to look at."""
    from forms.places import Place
    from workflows.rights import correcting, requests

    leader = post_of("civil_leader")
    person = {"asker": "母亲", "name": CHILD}
    checked = {"identity_checked": "guardian", "legal_basis": "个人信息保护法第四十六条"}
    request = requests.take("correction", person=person, by=leader, **checked)
    requests.decide(request, by=beside(leader, "civil_deputy", "邵秋实"), granted=True, why="材料齐全")
    paper = requests.find(request, by=leader)[0].submission
    requests.confirm(request, [paper.pk], by=leader)
    proposal = correcting.propose(request, paper, Place("child_name"), "小荷", ground="户口簿", by=leader)
    return {"request": str(request.pk), "named": str(paper.pk), "correction": str(proposal.pk)}


def missed() -> dict[str, str]:
    """A visit that the demo's village did not make, and its month."""
    from workflows.obligations.models import Owed

    owed = Owed.objects.filter(obligation__key="monthly_visit", state=Owed.State.OPEN).order_by("first")[0]
    return {"duty": str(owed.pk), "month": owed.period}


def opened_in_emergency(paper: str) -> dict[str, str]:
    """By a leader of the city's police, who has no part in the case."""
    from portal.access.models import EmergencyAccess
    from workflows.models import Case
    from workflows.services import open_case_in_emergency

    case = Case.objects.get(case_submissions__submission=paper)
    leader = beside(post_of("police_city"), "police_city_leader", "岳临川", role="police_leader")
    open_case_in_emergency(case.number, by=leader, reason="夜间接到求助，需要立即核实住处")
    return {"emergency": str(EmergencyAccess.objects.get(post=leader).pk)}


def running() -> str:
    """A task of the police whose deadline may be paused and moved."""
    from workflows.models import Task

    own = Task.objects.open().filter(organisation=post_of("police").organisation, urgent=False)
    return str(own.exclude(due_at=None).order_by("-made_at")[0].pk)


def somebody_shut_out(paper: str) -> dict[str, str]:
    from portal.directory.models import Organisation
    from workflows.models import Case, CaseExclusion
    from workflows.services import exclude_organisation

    case = Case.objects.get(case_submissions__submission=paper)
    school = Organisation.objects.get(name="柳湾镇中心小学")
    exclude_organisation(case, school, by=post_of("police_leader"), reason="与个案有利害关系")
    return {"shutting": str(case.pk), "exclusion": str(CaseExclusion.objects.get(case=case, organisation=school).pk)}


def told_township() -> "Case":
    """A case that the township is to confirm."""
    from django.utils import timezone

    from workflows.demo import answers, reports

    return reports.tell_township(answers.fall_from_a_tree(timezone.localtime()))


def assessed() -> str:
    """The number of a case that five offices have assessed: each has signed its part, the township last."""
    from django.utils import timezone

    from forms.models import Form
    from forms.prefilling import Known
    from forms.services import save_step
    from workflows import services
    from workflows.demo import answers

    now, case = timezone.localtime(), told_township()
    services.complete_task(case.tasks.open().get(), "sign", by=post_of("township"))
    tasks = {task.relation: task for task in case.tasks.open()}
    version = Form.objects.get(key="assessment").current_version
    assert version
    draft = services.start_sections(tasks["township"], version, by=post_of("township"), known=Known())
    given = answers.assessment_of_fall(now)
    for step in version.schema.steps:
        save_step(draft, step.key, {field.key: given[field.key] for field in step.fields() if field.key in given})
    for relation, who in ASSESSORS.items():
        signature = {"name": who, "signed_at": now.isoformat()}
        services.sign_section(tasks[relation], by=post_of(who), signature=signature)
    return str(case.number)


def hosted() -> None:
    """Forms of the pack that nobody fills in on the site yet, each on a page."""
    from forms.models import Form, FormPage, ReportIndexPage

    index = ReportIndexPage.objects.get()
    for key in ("home_visit", "activity", "petition_revoke"):
        form = Form.objects.get(key=key)
        slug = key.replace("_", "-")
        index.add_child(instance=FormPage(slug=slug, title=form.title, form=form, emergency_notice=False))


def post_of(username: str) -> "Post":
    from portal.directory.models import Post

    return Post.objects.select_related("user", "organisation").get(user__username=username)


def beside(post: "Post", username: str, name: str, role: str = "") -> "Post":
    """Somebody new in the same office."""
    from portal.directory.models import Post, User

    user = User.objects.create(username=username, name=name)
    return Post.objects.create(user=user, organisation=post.organisation, role=role or post.role)


if __name__ == "__main__":
    django.setup()
    print(json.dumps(make()))
