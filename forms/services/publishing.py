"""Publishing a form, and a group of fields that forms share."""

from forms.builder import group_schema_of, schema_of
from forms.logic.compile import compile_rules
from forms.models import Form, FormVersion, SharedGroup, SharedGroupVersion
from forms.publishable import problems_of, problems_of_group
from forms.versions.publishing import NotPublishable, write_version
from portal.directory.models import User


def publish(form: Form, *, by: User | None) -> FormVersion:
    """Compile the form to a new version, or give the current one when nothing changed. Raises NotPublishable."""
    if problems := problems_of(form):
        raise NotPublishable(problems)
    return write_version(form, form.versions, compile_rules(schema_of(form)), by=by)


def publish_group(group: SharedGroup, *, by: User | None) -> SharedGroupVersion:
    """The same for a shared group; forms take it in when they are published next. Raises NotPublishable."""
    if problems := problems_of_group(group):
        raise NotPublishable(problems)
    return write_version(group, group.versions, group_schema_of(group), by=by)
