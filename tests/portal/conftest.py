"""The pages of tests/portal/pages.py, and a page cache that really keeps."""

import pytest
from django.core.cache import caches
from django.test import Client


@pytest.fixture
def pages(settings, db):
    settings.ROOT_URLCONF = "tests.portal.pages"
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    return Client()


@pytest.fixture
def kept_pages(settings, pages, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.CACHES = {
        **settings.CACHES,
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "test-pages"},
    }
    yield Client()
    caches["pages"].clear()
