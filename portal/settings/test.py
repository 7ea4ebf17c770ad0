"""What the test suite runs on: a data folder of its own, quick password hashes, jobs run when a test says so."""

import atexit
import os
import shutil
import tempfile

if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="portal-test-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from portal.settings.base import *  # noqa: F403 -- the data folder must be named before the parent reads it
from portal.settings.base import CACHES, DATA_DIR, DATABASES, REDIS_URL
from portal.settings.masterkeys import MasterKeys

# Nothing is collected for tests, and whoever serves what is collected need not warn of it.
(DATA_DIR / "static").mkdir(parents=True, exist_ok=True)
DEBUG = False
SECRET_KEY = "only-for-tests-and-therefore-no-secret-at-all"  # noqa: S105  # nosec B105 -- a test value
MASTER_KEYS = MasterKeys({"1": "only-for-tests-master-key-one-of-one"})
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
JOBS_RING = False
# A test is rolled back, so nothing tells the kept pages; tests of the page cache bring their own.
CACHES = {**CACHES, "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
# A file, as in life: threads on a database in memory share its locks and never wait for each other.
if DATABASES["default"]["ENGINE"].endswith("sqlite"):
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
# Processes that test side by side have a database each in one Redis: what one clears, and counts, is its own.
if REDIS_URL:
    number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    CACHES["default"] = {**CACHES["default"], "LOCATION": f"{REDIS_URL.rpartition('/')[0]}/{number}"}
# People in tests are given their passwords; tests of that duty turn it on.
PASSWORD_GIVEN_MUST_CHANGE = False
SECOND_FACTOR_REQUIRED = False
# All tests come from one address.
FREE_REPORTS = FREE_PICTURE_SECONDS = 1_000_000_000
# Tests empty all tables; those of the guards set them up.
ACCESS_LOG_GUARDED = False
