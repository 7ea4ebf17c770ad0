"""Settings that every installation shares. Whatever differs comes from the environment (see README)."""

from pathlib import Path
from typing import Any

from django.urls import reverse_lazy

from portal.settings import database, environment
from portal.settings.access import *  # noqa: F403 -- a subject of its own, and part of every installation
from portal.settings.languages import *  # noqa: F403 -- another one
from portal.settings.signing_in import *  # noqa: F403 -- another one
from portal.settings.uploads import *  # noqa: F403 -- another one

PROJECT_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = environment.folder("DATA_DIR", PROJECT_DIR / "var")
# Only the embedded installation fills an empty database with the demo prefecture.
DEMO_WHEN_EMPTY = False

INSTALLED_APPS = [
    "workflows",
    "workflows.letters",
    "workflows.obligations",
    "workflows.rights",
    "forms",
    "content",
    "portal.accounts",
    "portal.staffing",
    "portal.notices",
    "portal.keyroom",
    "portal.jobs",
    "portal.calendar",
    "portal.privacy",
    "portal.access",
    "portal.directory",
    "portal",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "portal.staffing.people_app.PeopleConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_q",
    "formtools",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "portal.jobs.health.HealthMiddleware",
    "portal.clientaddress.ClientAddressMiddleware",
    "portal.notices.polling.NoticePollMiddleware",
    # A kept page has passed everything below it once already.
    "portal.pagecache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.contentpolicy.ContentPolicyMiddleware",
    "portal.headers.PrivacyHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.language.LanguageMiddleware",
    "portal.plainaddress.PlainAddressMiddleware",
    "portal.bodylimit.BodyLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.access.middleware.ActingPostMiddleware",
    "portal.access.middleware.AdminDoorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.accounts.networks.NetworksMiddleware",
    "portal.accounts.clock.SessionClockMiddleware",
    "portal.accounts.duties.DutiesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.pageredirects.PageRedirectMiddleware",
    "portal.siteknown.KnownSiteMiddleware",
]

# How many months after somebody made sure of a hotline's number it is to be checked again.
HOTLINE_CHECK_MONTHS = environment.integer("HOTLINE_CHECK_MONTHS", 3, least=1, most=12)

# How many reverse proxies stand before the portal and say in X-Forwarded-For who asked them.
PROXIES = environment.integer("PROXIES", 0, least=0, most=9)

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT_DIR / "portal" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.chrome.page_chrome",
            ],
            "builtins": ["portal.templatetags.portal_tags"],
        },
    },
]

_database_url = environment.text("DATABASE_URL", "")
DATABASES: dict[str, dict[str, Any]] = {
    "default": database.from_url(_database_url) if _database_url else database.sqlite(DATA_DIR / "db.sqlite3")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = environment.text("REDIS_URL", "")
CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 500}}
    ),
    # Whole public pages (portal/pagecache.py): in the process, because an answer must cost no network.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
    # Policy documents as PDF (content/papers): too large for memory, the same on every host.
    "papers": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "papers",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}
PAPERS_KEPT_SECONDS = 90 * 24 * 60 * 60
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db" if REDIS_URL else "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"

# django-q2 is a doorbell only: portal.jobs owns the truth. `retry` is longer than `timeout`, one task at a time.
JOBS_RING = True
Q_CLUSTER: dict[str, Any] = {
    "name": "portal",
    "workers": environment.integer("WORKERS", 1, least=1, most=64),
    "timeout": 90,
    "retry": 120,
    "max_attempts": 3,
    "ack_failures": True,
    "bulk": 1,
    "queue_limit": 4,
    "recycle": 200,
    "save_limit": 100,
    "scheduler": False,
    # A job may start a child process of its own, as printing does.
    "daemonize_workers": False,
    "poll": 0.2,
    "label": "Queue",
    # A Redis that does not answer must not hold up the request that rings: the reconciler rings again.
    **(
        {"redis": environment.with_query(REDIS_URL, "socket_connect_timeout=2&socket_timeout=10")}
        if REDIS_URL
        else {"orm": "default"}
    ),
}

AUTH_USER_MODEL = "directory.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = reverse_lazy("sign_in")
LOGIN_REDIRECT_URL = reverse_lazy("after_sign_in")
LOGOUT_REDIRECT_URL = "/"
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAIL_PASSWORD_RESET_ENABLED = False
# One page for it, the portal's own.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False

# The second holds what Wagtail's own Chinese catalogue lacks; where both speak, the first is heard.
LOCALE_PATHS = [PROJECT_DIR / "portal" / "locale", PROJECT_DIR / "portal" / "locale_wagtail"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [PROJECT_DIR / "portal" / "static"]
STATICFILES_FINDERS = [
    "portal.stylesheet.StylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What people hand in: sealed, outside MEDIA_URL, served by a view that checks access.
    "sealed": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "sealed", "base_url": None, "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "portal.compressedfiles.CompressedFiles"},
}

# What new data keys seal with and are wrapped with; what was sealed otherwise stays readable (portal/privacy).
SEALING_ALGORITHM = environment.choice("SEALING_ALGORITHM", "AES-256-GCM", among=("AES-256-GCM", "SM4-GCM"))
MASTER_KEY_PROVIDER = "portal.privacy.keyproviders.LocalKeys"

# From one address in ten minutes. Reports above that are not refused: each costs its sender some seconds.
FREE_REPORTS = environment.integer("FREE_REPORTS", 30, least=1, most=1_000_000_000)

# Hosts that channels of notices and workflows may send to, as they are or as `*.example.gov.cn`; the robots of WeCom
# and DingTalk need not be named. Gateways inside the own network are named apart: other inner addresses stay closed.
WEBHOOK_HOSTS = [host.lower() for host in environment.words("WEBHOOK_HOSTS")]
WEBHOOK_INNER_HOSTS = [host.lower() for host in environment.words("WEBHOOK_INNER_HOSTS")]

WAGTAIL_SITE_NAME = "童护 Tonghu"
WAGTAILADMIN_BASE_URL = environment.text("BASE_URL", f"http://localhost:{environment.text('PORT', '8000')}")
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# An OpenSearch that names candidates (content/indexing/opensearch.py); without it the database does.
SEARCH_URL = environment.text("SEARCH_URL", "").rstrip("/")
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# Who may read what is closed signs in: a password that many share is soon everybody's, and nothing slows its guessing.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}  # nosec B105 -- none
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = WAGTAIL_PRIVATE_PAGE_OPTIONS
WAGTAILIMAGES_IMAGE_FORM_BASE = "content.admin.pictures.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
TAGGIT_CASE_INSENSITIVE = True

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
# The editor shows its previews in a frame.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "media-src": ["'self'"],
        "object-src": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'self'"],
    },
}
# Wagtail's admin needs no inline script either (templates/wagtailadmin/). Its text editor writes style
# sheets of its own, it shows pictures before they are sent, and previews pages in a frame.
ADMIN_CONTENT_POLICY: dict[str, Any] = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "frame-src": ["'self'"],
}

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = environment.text("MAIL_FROM", "portal@localhost")

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "portal.logs.DiscreetFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": environment.text("LOG_LEVEL", "WARNING")},
    "loggers": {"portal": {"level": "INFO"}},
}
