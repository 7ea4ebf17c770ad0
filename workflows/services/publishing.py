"""Publishing a workflow."""

from forms.versions import publishing
from portal.directory.models import User
from workflows.builder import schema_of
from workflows.guards import compile_rules
from workflows.models import Workflow, WorkflowVersion
from workflows.publishable import problems_of
from workflows.schema import WorkflowSchema


def publish(workflow: Workflow, *, by: User | None) -> WorkflowVersion:
    """Compile the workflow to a new version, or give the current one when nothing changed. Raises NotPublishable.

    Running cases stay on the version they opened on.
    """
    return publishing.publish(workflow, workflow.versions, problems_of=problems_of, compiled=_compiled, by=by)


def _compiled(workflow: Workflow) -> WorkflowSchema:
    return compile_rules(schema_of(workflow))
