"""Publishing: what an administrator edits becomes an immutable numbered version."""

from django.db import transaction

from forms.builder import schema_of
from forms.checking import problems_of
from forms.logic.compile import compile_rules
from forms.models import Form, FormVersion
from forms.problems import Problem
from portal.access.refusal import Refused
from portal.directory.models import User


class NotPublishable(Refused):
    """The form has problems; `problems` say where and what."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("not_publishable", " ".join(str(problem) for problem in problems))
        self.problems = problems


@transaction.atomic
def publish(form: Form, *, by: User | None) -> FormVersion:
    """Compile the form to a new version, or give the current one when nothing changed. Raises NotPublishable."""
    Form.objects.select_for_update().get(pk=form.pk)
    if problems := problems_of(form):
        raise NotPublishable(problems)
    schema = compile_rules(schema_of(form))
    current = form.current_version
    if current is not None and current.checksum == schema.checksum():
        return current
    return FormVersion.objects.create(
        form=form,
        number=current.number + 1 if current else 1,
        definition=schema.model_dump(mode="json"),
        checksum=schema.checksum(),
        published_by=by,
    )
