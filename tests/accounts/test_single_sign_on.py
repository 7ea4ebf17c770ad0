"""Single sign-on with a small provider on this machine: who comes in, who does not, and what is never believed."""

import base64
import json

import pytest
from django.core.exceptions import ImproperlyConfigured
from joserfc.jwk import RSAKey

from portal.accounts import second_factor, single_sign_on
from portal.directory.models import User
from portal.settings import environment
from tests.accounts.conftest import DOOR
from tests.accounts.issuer import CLIENT, SECRET, serving

pytestmark = pytest.mark.django_db
BEGIN = "/accounts/single-sign-on/"
BACK = "/accounts/single-sign-on/back/"


@pytest.fixture
def issuer(settings):
    single_sign_on._client.cache_clear()
    with serving() as issuer:
        settings.OIDC_ISSUER = issuer.url
        settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET
        settings.OIDC_NAME = "City sign-on"
        yield issuer
    single_sign_on._client.cache_clear()


def come_in(browser, issuer, username="east_police", *, place=""):
    there = browser.get(BEGIN, {"next": place})["Location"]
    return browser.get(f"{BACK}?{issuer.agree(there, username)}")


def refused(browser, answer):
    assert answer["Location"] == DOOR
    assert browser.get("/accounts/devices/").status_code == 302
    return browser.get(DOOR).content.decode()


def test_the_door_offers_it_when_there_is_an_issuer(browser, issuer, settings):
    assert "Sign in with City sign-on" in browser.get(DOOR).content.decode()
    settings.OIDC_ISSUER = ""
    assert "City sign-on" not in browser.get(DOOR).content.decode()
    assert browser.get(BEGIN).status_code == browser.get(BACK).status_code == 404


def test_who_is_known_here_comes_in_and_goes_where_they_wanted(browser, issuer, cast):
    assert come_in(browser, issuer, place="/desk/cases/")["Location"] == "/desk/cases/"
    assert browser.get("/desk/cases/").status_code == 200
    assert cast.east_police.signed_in.open().count() == 1


def test_it_leads_to_no_other_site_afterwards(browser, issuer, cast):
    assert come_in(browser, issuer, place="https://evil.example/")["Location"] == "/accounts/after-sign-in/"


def test_the_code_goes_with_a_proof_that_only_this_browser_can_give(browser, issuer, cast):
    come_in(browser, issuer)
    asked = issuer.token_requests[0]
    assert asked["redirect_uri"] == f"http://testserver{BACK}"
    assert len(asked["code_verifier"]) >= 43


def test_a_stranger_gets_no_account_and_a_sentence(browser, issuer, cast):
    before = User.objects.count()
    page = refused(browser, come_in(browser, issuer, "somebody_else"))
    assert "this portal does not yet" in page
    assert User.objects.count() == before


def test_a_stranger_gets_an_account_without_any_post_when_the_settings_say_so(browser, issuer, cast, settings):
    settings.OIDC_MAKES_ACCOUNTS = True
    issuer.claims = {"name": "新来的人"}
    assert come_in(browser, issuer, "somebody_else").status_code == 302
    user = User.objects.get(username="somebody_else")
    assert (user.name, user.has_usable_password(), user.posts.count()) == ("新来的人", False, 0)
    assert not user.is_superuser
    assert not user.is_staff


def test_an_impossible_name_makes_no_account(browser, issuer, cast, settings):
    settings.OIDC_MAKES_ACCOUNTS = True
    refused(browser, come_in(browser, issuer, "<script>"))
    assert not User.objects.filter(username__contains="script").exists()


def test_an_account_that_is_closed_stays_closed(browser, issuer, cast):
    User.objects.filter(username="east_police").update(is_active=False)
    refused(browser, come_in(browser, issuer))


def test_the_name_is_in_the_claim_that_the_settings_name(browser, issuer, cast, settings):
    settings.OIDC_USERNAME_CLAIM = "employee"
    issuer.claims = {"employee": "west_police"}
    come_in(browser, issuer, "east_police")
    assert cast.west_police.signed_in.exists()
    assert not cast.east_police.signed_in.exists()


@pytest.mark.parametrize("name", [None, "", 7, ["east_police"]])
def test_a_claim_that_is_no_name_is_nobody(browser, issuer, cast, name):
    issuer.claims = {"preferred_username": name}
    refused(browser, come_in(browser, issuer))


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another-client"},
        {"iss": "https://evil.example"},
        {"nonce": "another"},
        {"exp": 1_000_000_000, "iat": 999_999_000},
        {"azp": "another-client"},
        {"aud": "another-client", "azp": CLIENT},
    ],
    ids=["for another", "from another", "another nonce", "run out", "for another party", "given to us for another"],
)
def test_a_token_that_was_not_made_for_this_is_not_believed(browser, issuer, cast, claims):
    issuer.claims = claims
    assert "does not answer as it should" in refused(browser, come_in(browser, issuer))


def test_a_signature_of_somebody_else_is_not_believed(browser, issuer, cast):
    issuer.key = RSAKey.generate_key(2048, {"kid": "1"})
    refused(browser, come_in(browser, issuer))


def test_a_token_without_a_signature_is_not_believed_even_when_the_issuer_lists_it(browser, issuer, cast, monkeypatch):
    signed = issuer.token

    def unsigned(form):
        answer = signed(form)
        payload = answer["id_token"].split(".")[1]
        head = base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).rstrip(b"=").decode()
        return {**answer, "id_token": f"{head}.{payload}."}

    monkeypatch.setattr(issuer, "token", unsigned)
    refused(browser, come_in(browser, issuer))


def test_an_answer_that_this_browser_did_not_ask_for_is_not_believed(browser, issuer, cast):
    there = browser.get(BEGIN)["Location"]
    query = issuer.agree(there, "east_police")
    stranger = type(browser)()
    assert stranger.get(f"{BACK}?{query}")["Location"] == DOOR
    assert issuer.token_requests == []


def test_an_answer_counts_once(browser, issuer, cast):
    there = browser.get(BEGIN)["Location"]
    query = issuer.agree(there, "east_police")
    assert browser.get(f"{BACK}?{query}")["Location"] == "/accounts/after-sign-in/"
    assert browser.get(f"{BACK}?{query}")["Location"] == DOOR


def test_who_says_no_at_the_provider_comes_back_to_the_door(browser, issuer, cast):
    browser.get(BEGIN)
    refused(browser, browser.get(f"{BACK}?error=access_denied&state=x"))


def test_a_provider_that_is_away_is_said_so(browser, settings, cast):
    single_sign_on._client.cache_clear()
    settings.OIDC_ISSUER = "http://127.0.0.1:1"
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET
    assert "does not answer" in refused(browser, browser.get(BEGIN))
    single_sign_on._client.cache_clear()


def test_the_second_factor_is_asked_for_unless_the_provider_is_trusted_with_it(browser, issuer, cast, settings):
    user = cast.east_police
    secret = b"k" * 20
    second_factor.set_up(user, secret, second_factor.totp.code_at(secret, second_factor.time()))
    assert come_in(browser, issuer)["Location"] == "/accounts/second-factor/code/"
    settings.OIDC_ASSURES_SECOND_FACTOR = True
    assert come_in(browser, issuer)["Location"] == "/accounts/after-sign-in/"
    assert browser.session[second_factor.PASSED] is True


@pytest.mark.parametrize("address", ["http://sso.example", "sso.example", "ftp://sso.example"])
def test_an_issuer_without_tls_is_refused_by_name(monkeypatch, address):
    monkeypatch.setenv("OIDC_ISSUER", address)
    with pytest.raises(ImproperlyConfigured, match="OIDC_ISSUER is"):
        environment.web_address("OIDC_ISSUER")
