"""Who may sign in, from where, with what and for how long. Every figure can be changed by the environment."""

from typing import Any

from portal.settings import environment

PASSWORD_MIN_LENGTH = environment.integer("PASSWORD_MIN_LENGTH", 10, least=8, most=64)
# Passwords that are not taken again, the present one among them.
PASSWORD_HISTORY = environment.integer("PASSWORD_HISTORY", 5, least=0, most=24)
# A password is changed after so many days (0: never), and one is told so many days before.
PASSWORD_MAX_AGE_DAYS = environment.integer("PASSWORD_MAX_AGE_DAYS", 90, least=0, most=3650)
PASSWORD_WARN_DAYS = environment.integer("PASSWORD_WARN_DAYS", 14, least=0, most=365)
# A password that an administrator gave is changed by its owner before anything else.
PASSWORD_GIVEN_MUST_CHANGE = True
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email"), "max_similarity": 0.6},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": PASSWORD_MIN_LENGTH},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "portal.accounts.password_rules.MixedCharacters"},
    {"NAME": "portal.accounts.password_rules.NotUsedBefore", "OPTIONS": {"last": PASSWORD_HISTORY}},
]

# An authenticator app beside the password: for whoever may read who reported or looks after the portal, by role, and
# for everybody who enters the administration.
SECOND_FACTOR_REQUIRED = environment.boolean("SECOND_FACTOR", True)
SECOND_FACTOR_ROLES = environment.words(
    "SECOND_FACTOR_ROLES",
    "police_officer,police_leader,site_editor,form_administrator,system_administrator,log_auditor",
)

# Where the administration, and where the desk, may be entered from; from anywhere unless named. Behind a reverse proxy
# this needs PROXIES to be right, because it looks at the visitor's own address.
ADMIN_NETWORKS = environment.networks("ADMIN_NETWORKS")
STAFF_NETWORKS = environment.networks("STAFF_NETWORKS")

# Whoever does nothing for so long is signed out; nobody stays signed in longer than the second, at work or not.
IDLE_SECONDS = 60 * environment.integer("IDLE_MINUTES", 30, least=5, most=8 * 60)
IDLE_WARNING_SECONDS = 2 * 60
SESSION_COOKIE_AGE = 60 * 60 * environment.integer("SESSION_HOURS", 8, least=1, most=24)

# Single sign-on with one identity provider (OpenID Connect); not offered while no issuer is named. The claim names the
# sign-in name. An account is made for a stranger only when that is wanted. Whoever trusts the provider with the second
# factor says so.
OIDC_ISSUER = environment.web_address("OIDC_ISSUER")
OIDC_CLIENT_ID = environment.text("OIDC_CLIENT_ID", None if OIDC_ISSUER else "")
OIDC_CLIENT_SECRET = environment.text("OIDC_CLIENT_SECRET", None if OIDC_ISSUER else "")
OIDC_NAME = environment.text("OIDC_NAME", OIDC_ISSUER)
OIDC_USERNAME_CLAIM = environment.text("OIDC_USERNAME_CLAIM", "preferred_username")
OIDC_SCOPES = environment.text("OIDC_SCOPES", "openid profile")
OIDC_MAKES_ACCOUNTS = environment.boolean("OIDC_MAKES_ACCOUNTS", False)
OIDC_ASSURES_SECOND_FACTOR = environment.boolean("OIDC_ASSURES_SECOND_FACTOR", False)
