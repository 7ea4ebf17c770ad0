"""Publishing a form."""

from forms.builder import schema_of
from forms.logic.compile import compile_rules
from forms.models import Form, FormVersion
from forms.publishable import problems_of
from forms.versions.publishing import NotPublishable, write_version
from portal.directory.models import User


def publish(form: Form, *, by: User | None) -> FormVersion:
    """Compile the form to a new version, or give the current one when nothing changed. Raises NotPublishable."""
    if problems := problems_of(form):
        raise NotPublishable(problems)
    return write_version(form, form.versions, compile_rules(schema_of(form)), by=by)
