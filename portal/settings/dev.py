"""The embedded installation that `make run` starts: SQLite, secrets kept in the data folder."""

from portal.settings import environment, masterkeys
from portal.settings.base import *  # noqa: F403 -- a settings file is its parent plus what differs
from portal.settings.base import DATA_DIR
from portal.settings.secrets import kept_secret

DEBUG = environment.boolean("DEBUG", False)
DEMO_WHEN_EMPTY = environment.boolean("DEMO", True)
SECRET_KEY = kept_secret(DATA_DIR, "django")
MASTER_KEYS = masterkeys.from_environment(lambda: {"1": kept_secret(DATA_DIR, "master")})
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
# The people of the demo share one password, which is nobody's own.
PASSWORD_GIVEN_MUST_CHANGE = False
# And they have no phones. The sign-in page says that it is off.
SECOND_FACTOR_REQUIRED = environment.boolean("SECOND_FACTOR", False)
