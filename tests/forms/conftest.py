"""A published form, and a draft of it that is ready to be handed in."""

import pytest

from forms import builder, services
from forms.models import Draft, FormVersion
from tests.forms import sample


@pytest.fixture
def version(cast) -> FormVersion:
    """The sample report, as an administrator would have published it."""
    return services.publish(builder.save_definition(sample.schema(), by=cast.form_administrator), by=None)


@pytest.fixture
def draft(version) -> Draft:
    draft, _token = services.start_draft(version, occasion="page:1", initial=sample.ANSWERS)
    return draft


@pytest.fixture(autouse=True)
def sealed_folder(settings, tmp_path):
    """Each test seals its files into a folder of its own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "sealed": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "sealed", "base_url": None},
        },
    }
    return tmp_path / "sealed"
