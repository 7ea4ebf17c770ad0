"""The way of a policy document to the public, as it is set up at first. Editors change it in the admin."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import AbstractGroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from content.models import (
    ConsultationTask,
    CountersignTask,
    DisclosureTask,
    NumberSeries,
    OpinionTask,
    PolicyIndexPage,
    SigningTask,
)
from portal.directory.groups import EDITORS, ENTER

LEGAL, COUNTERSIGNERS, SIGNERS = "Legal reviewers", "Countersigners", "Signing leaders"
NAME = "公文发布"


@transaction.atomic
def ensure_publication(series: NumberSeries, policies: PolicyIndexPage) -> Workflow:
    """A round of comments, legal review, countersigning, signing and numbering, disclosure; then Wagtail publishes.

    A list of documents that has a workflow keeps it.
    """
    workflow, made = Workflow.objects.get_or_create(name=NAME)
    if made:
        groups = {name: _group(name) for name in (LEGAL, COUNTERSIGNERS, SIGNERS, EDITORS)}
        steps: list[tuple[AbstractGroupApprovalTask, str]] = [
            (ConsultationTask(name="征求意见"), EDITORS),
            (OpinionTask(name="合法性审核"), LEGAL),
            (CountersignTask(name="会签"), COUNTERSIGNERS),
            (SigningTask(name="签发编号", series=series), SIGNERS),
            (DisclosureTask(name="公开属性认定"), EDITORS),
        ]
        for order, (task, group) in enumerate(steps):
            task.save()
            task.groups.add(groups[group])
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.get_or_create(page=policies.page_ptr, defaults={"workflow": workflow})
    return workflow


def _group(name: str) -> Group:
    group, _made = Group.objects.get_or_create(name=name)
    group.permissions.add(*Permission.objects.filter(ENTER))
    return group
