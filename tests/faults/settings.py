"""Only the job room, the keys and the handlers of these tests, so that a worker starts in a moment."""

import os

from portal.settings.test import *  # noqa: F403 -- a settings file is its parent plus what differs
from portal.settings.test import Q_CLUSTER as _CLUSTER

INSTALLED_APPS = [
    "tests.faults.trials",
    "portal.jobs",
    "portal.privacy",  # a worker looks at the master keys before it begins
    "django_q",
    "django.contrib.auth",
    "django.contrib.contenttypes",
]
JOBS_RING = True
Q_CLUSTER = {**_CLUSTER, "name": os.environ.get("QUEUE", "faults"), "timeout": 10, "retry": 20}
ROOT_URLCONF = "tests.faults.urls"
AUTH_USER_MODEL = "auth.User"
MIDDLEWARE: list[str] = []
TEMPLATES: list[dict[str, object]] = []
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
