"""Publishing a form."""

from forms.builder import schema_of
from forms.logic.compile import compile_rules
from forms.models import Form, FormVersion
from forms.publishable import problems_of
from forms.schema import FormSchema
from forms.versions import publishing
from portal.directory.models import User


def publish(form: Form, *, by: User | None) -> FormVersion:
    """Compile the form to a new version, or give the current one when nothing changed. Raises NotPublishable."""
    return publishing.publish(form, form.versions, problems_of=problems_of, compiled=_compiled, by=by)


def _compiled(form: Form) -> FormSchema:
    return compile_rules(schema_of(form))
