"""Single sign-on with one identity provider (OpenID Connect: code flow with PKCE, state and nonce).

The provider says who somebody is; what they may do comes from their posts here. Nobody is made a person of this portal
by the provider, unless the settings say so, and then without any post.
"""

from functools import lru_cache
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from joserfc.errors import JoseError
from requests import RequestException

from portal.access.refusal import Refused
from portal.directory.models import User

# Never "none", and no signature made with a secret that both sides hold.
ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
# One request is answered at a time; a provider that does not answer must not hold up everybody.
TIMEOUT_SECONDS = 5
NOT_NOW = _("Single sign-on does not answer as it should. Try again, or sign in with name and password.")
UNKNOWN = _("Single sign-on knows you, this portal does not yet. Ask your administrator for an account.")


def is_offered() -> bool:
    return bool(settings.OIDC_ISSUER)


def lead_there(request: HttpRequest, come_back_to: str) -> HttpResponse:
    """Send the browser to the provider. Raises Refused when it does not answer."""
    try:
        response: HttpResponse = _client(settings.OIDC_ISSUER).authorize_redirect(request, come_back_to)
    except (AuthlibBaseError, RequestException, ValueError):
        raise Refused("no_provider", NOT_NOW) from None
    return response


def who_came_back(request: HttpRequest) -> User:
    """The person that the provider names in this answer. Raises Refused."""
    return _person(_claims(request))


def _claims(request: HttpRequest) -> dict[str, Any]:
    client = _client(settings.OIDC_ISSUER)
    try:
        metadata = client.load_server_metadata()
        offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
        metadata["id_token_signing_alg_values_supported"] = [name for name in offered if name in ALGORITHMS]
        token = client.authorize_access_token(
            request,
            # Authlib checks of these two only what it is told.
            claims_options={
                "iss": {"essential": True, "value": settings.OIDC_ISSUER},
                "aud": {"essential": True, "value": settings.OIDC_CLIENT_ID},
            },
        )
    except (AuthlibBaseError, JoseError, RequestException, ValueError):
        raise Refused("not_proved", NOT_NOW) from None
    if "userinfo" not in token:
        raise Refused("not_proved", NOT_NOW)
    return dict(token["userinfo"])


def _person(claims: dict[str, Any]) -> User:
    name = claims.get(settings.OIDC_USERNAME_CLAIM)
    if not isinstance(name, str) or not name:
        raise Refused("no_name", UNKNOWN)
    user = User.objects.filter(username=name).first()
    if user is None and settings.OIDC_MAKES_ACCOUNTS:
        user = _make(name, str(claims.get("name") or ""))
    if user is None or not user.is_active:
        raise Refused("unknown", UNKNOWN)
    return user


def _make(username: str, name: str) -> User:
    user = User(username=username, name=name[:60])
    user.set_unusable_password()
    try:
        user.full_clean()
    except ValidationError:
        raise Refused("unknown", UNKNOWN) from None
    user.save()
    return user


@lru_cache(maxsize=1)
def _client(issuer: str) -> Any:
    """One for each process: it remembers what the provider publishes about itself."""
    return OAuth().register(
        "provider",
        client_id=settings.OIDC_CLIENT_ID,
        client_secret=settings.OIDC_CLIENT_SECRET,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": settings.OIDC_SCOPES,
            "code_challenge_method": "S256",
            "default_timeout": TIMEOUT_SECONDS,
        },
    )
