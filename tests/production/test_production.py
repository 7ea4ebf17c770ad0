"""The portal on production settings, PostgreSQL and Redis: what an operator's visitors, staff and monitoring see."""

import json
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.db import connection

from tests.adversary import canaries, reporting
from tests.production.behind import HOST, ThroughProxy
from tests.running import DEMO_PASSWORD, ROOT, RunningPortal, running, wait_for
from tests.services.databases import own_database

pytestmark = [
    # First among the tests of a database: the portal's own is a copy of it, made while nothing is in it.
    pytest.mark.django_db,
    pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="production runs on PostgreSQL and Redis"),
]
TRIES_AT_FOLLOWING = 20
# The name of a file with the mark of its content.
MARKED = re.compile(r"\.[0-9a-f]{12}\.")


@pytest.fixture(scope="module")
def portal(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[RunningPortal]:
    folder = tmp_path_factory.mktemp("production")
    with django_db_blocker.unblock():
        connection.close()
        migrated = connection.settings_dict["NAME"]
    with own_database(f"production_{secrets.token_hex(4)}", like=migrated) as url:
        environment = {
            "DATABASE_URL": url,
            "REDIS_URL": os.environ["REDIS_URL"].removesuffix("/0") + "/9",
            "STORAGE_URL": f"file://{folder / 'store'}",
            "SECRET_KEY": secrets.token_urlsafe(48),
            # The copied database knows the key that it was made with.
            "MASTER_KEYS": ",".join(f"{version}={key}" for version, key in settings.MASTER_KEYS.items()),
            "ALLOWED_HOSTS": HOST,
            "BASE_URL": f"https://{HOST}",
            "SECOND_FACTOR": "no",
        }
        with running(folder / "data", settings="portal.settings.production", **environment) as portal:
            manage(portal, "load_demo", "--yes-this-is-a-demo")
            yield portal


@pytest.fixture
def visitor(portal) -> ThroughProxy:
    return ThroughProxy(portal.url)


def manage(portal: RunningPortal, *words: str) -> None:
    subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=portal.environment, check=True)  # noqa: S603 -- ours


def test_monitoring_asks_the_host_itself_without_name_and_tls(portal):
    with urlopen(f"{portal.url}/healthz") as answer:
        assert json.load(answer)["ok"] is True


def test_whoever_comes_without_tls_is_sent_to_it(portal):
    page = ThroughProxy(portal.url, secure=False).get("/desk/", follow=False)
    assert (page.status, page.headers["Location"]) == (301, f"https://{HOST}/desk/")


def test_the_home_page_and_all_it_loads_are_there_and_it_is_to_be_asked_for_by_tls_only(visitor):
    home = visitor.get("/")
    assert "tel:110" in home.text
    assert "includeSubDomains" in home.headers["Strict-Transport-Security"]
    assert "script-src 'self'" in home.headers["Content-Security-Policy"]
    needed = {path.partition("#")[0] for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', home.text)}
    assert len(needed) >= 4
    assert {path: visitor.get(path).status for path in needed} == dict.fromkeys(needed, 200)


def test_files_that_pages_load_are_kept_for_good_and_so_is_what_these_load(visitor):
    """Sheets, scripts, and the modules and pictures that they name, to the last."""
    loaded: dict[str, str] = {}
    waiting = set(re.findall(r'(?:href|src)="(/static/[^"#]+\.(?:css|js|svg))', visitor.get("/").text))
    while waiting:
        path = waiting.pop()
        file = visitor.get(path)
        assert file.status == 200, path
        loaded[path] = file.headers["Cache-Control"]
        named = re.findall(r"""(?:from|import)\s*["'](\.[^"']+)["']|url\("?([^"):]+)"?\)""", file.text)
        waiting |= {urljoin(path, module or picture) for module, picture in named} - loaded.keys()
    assert any("/js/controllers/" in path for path in loaded)
    assert {how for how in loaded.values() if "immutable" not in how} == set()
    # The same without the mark of its content may be another tomorrow.
    [sheet] = [path for path in loaded if "/css/portal." in path]
    plain = visitor.get(MARKED.sub(".", sheet))
    assert plain.status == 200
    assert "immutable" not in plain.headers["Cache-Control"]


def test_no_module_is_imported_by_a_name_that_stays(portal):
    collected = portal.data / "static"
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    modules = [name for name in names.values() if name.endswith(".js") and not name.startswith("wagtail")]
    imported = re.compile(r"""(?:from|import)\s*["'](\.[^"']+)["']""")
    named = {name: imported.findall((collected / name).read_text()) for name in modules}
    assert sum(map(len, named.values())) > 50
    stays = {(name, other) for name, others in named.items() for other in others if not MARKED.search(other)}
    assert stays == set()


@dataclass
class Report:
    reporter: ThroughProxy
    first_page: str
    number: str
    code: str


@pytest.fixture(scope="module")
def report(portal) -> Report:
    """One that was handed in, with a photo."""
    reporter = ThroughProxy(portal.url)
    first_page = reporting.begin(reporter).text
    return Report(reporter, first_page, *reporting.hand_in(reporter))


def test_the_address_to_come_back_by_names_the_host_that_the_public_knows(report):
    assert f'value="https://{HOST}/report/mandatory/resume/' in report.first_page


def test_a_report_is_printed_followed_and_found_by_the_police(portal, report):
    reporter = report.reporter
    follow = reporter.get("/follow/")
    assert report.number in reporter.send(follow, follow.form_with("code"), {"code": report.code}).text
    wait_for(lambda: reporter.get("/follow/receipt/").text.startswith("%PDF"), "the receipt")

    officer = ThroughProxy(portal.url)
    entry = officer.get("/accounts/sign-in/")
    officer.send(entry, entry.form_with("password"), {"username": "police", "password": DEMO_PASSWORD})
    assert report.number in officer.get("/desk/").text

    cookies = [cookie for cookie in reporter.set_cookies + officer.set_cookies if "Max-Age=0" not in cookie]
    assert {re.split("[_=]", cookie)[0] for cookie in cookies} >= {"draft", "csrftoken", "sessionid"}
    assert [cookie for cookie in cookies if "Secure" not in cookie or "HttpOnly" not in cookie] == []


def test_what_people_hand_in_lies_sealed_in_the_storage_and_not_on_the_web_host(portal, report):
    stored = [path for path in (portal.data.parent / "store" / "sealed").rglob("*") if path.is_file()]
    assert stored
    assert not (portal.data / "sealed").exists()


def test_the_log_holds_no_word_of_the_report(portal, report):
    assert [word for word in (*canaries.ALL, report.code, report.number) if word in portal.log] == []


def test_who_tries_codes_too_often_keeps_nobody_else_from_following(portal):
    def try_a_code(visitor: ThroughProxy) -> int:
        page = visitor.get("/follow/")
        return visitor.send(page, page.form_with("code"), {"code": "0000"}).status

    busy = ThroughProxy(portal.url, address="203.0.113.66")
    assert 429 in [try_a_code(busy) for _ in range(2 * TRIES_AT_FOLLOWING + 1)]
    assert try_a_code(ThroughProxy(portal.url, address="203.0.113.67")) == 200
