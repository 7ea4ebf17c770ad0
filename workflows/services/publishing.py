"""Publishing a workflow."""

from forms.versions.publishing import NotPublishable, write_version
from portal.directory.models import User
from workflows.builder import schema_of
from workflows.guards import compile_rules
from workflows.models import Workflow, WorkflowVersion
from workflows.publishable import problems_of


def publish(workflow: Workflow, *, by: User | None) -> WorkflowVersion:
    """Compile the workflow to a new version, or give the current one when nothing changed. Raises NotPublishable.

    Running cases stay on the version they opened on.
    """
    if problems := problems_of(workflow):
        raise NotPublishable(problems)
    return write_version(workflow, workflow.versions, compile_rules(schema_of(workflow)), by=by)
