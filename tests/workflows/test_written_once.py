"""What is published, logged or read is written down once."""

import pytest

from forms.models import FormVersion
from portal.access.models import Access
from portal.access.services import record_refusal
from workflows.models import Event, WorkflowVersion


@pytest.fixture(params=[FormVersion, WorkflowVersion, Event, Access], ids=lambda model: model.__name__)
def row(request, story):
    record_refusal(story.report(), by=None, action="read")
    return request.param.objects.all()[0]


def test_it_is_never_changed(row):
    with pytest.raises(TypeError, match="never changed"):
        row.save()
    with pytest.raises(TypeError, match="never changed"):
        type(row).objects.filter(pk=row.pk).update(pk=row.pk)


def test_it_is_never_deleted(row):
    with pytest.raises(TypeError, match="never deleted"):
        row.delete()
    with pytest.raises(TypeError, match="never deleted"):
        type(row).objects.filter(pk=row.pk).delete()
    assert type(row).objects.filter(pk=row.pk).exists()
