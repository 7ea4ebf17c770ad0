"""Production: nothing has a default that would be a secret, and nothing is kept on the web host."""

from django.core.exceptions import ImproperlyConfigured

from portal.settings import environment, masterkeys
from portal.settings.base import *  # noqa: F403 -- a settings file is its parent plus what differs
from portal.settings.base import STORAGES
from portal.settings.storage import storages_from_url

DEBUG = False
SECRET_KEY = environment.text("SECRET_KEY")
# Every version that data is still sealed with; the highest one seals what is new.
MASTER_KEYS = masterkeys.from_environment()
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is not set. Name the host the portal is reached by.")
environment.text("DATABASE_URL")
environment.text("REDIS_URL")
# `.example.org` allows every host below example.org; an origin says so with a star.
CSRF_TRUSTED_ORIGINS = [f"https://{'*' if host.startswith('.') else ''}{host}" for host in ALLOWED_HOSTS if host != "*"]
PROXIES = environment.integer("PROXIES", 1, least=0, most=9)

STORAGES = {
    **STORAGES,
    **storages_from_url(environment.text("STORAGE_URL")),
    "staticfiles": {"BACKEND": "portal.compressedfiles.NamedFiles"},
}

SECURE_SSL_REDIRECT = environment.boolean("SSL_REDIRECT", True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = environment.text("MAIL_HOST", "localhost")
