"""The embedded installation with three addresses more: the yardsticks behind the same middleware."""

from portal.settings.dev import *  # noqa: F403 -- a settings file is its parent plus what differs
from portal.settings.dev import INSTALLED_APPS as _APPS

INSTALLED_APPS = ["tests.benchmarks", "wagtail.contrib.forms", *_APPS]
ROOT_URLCONF = "tests.benchmarks.urls"
