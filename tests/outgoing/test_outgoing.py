"""What the portal sends goes to named hosts, never into an inner network, and never waits for ever."""

import hashlib
import hmac
import ipaddress
import threading

import pytest

from portal.outgoing import NotSent, for_dingtalk, hosts, post_json, sending, signed

PUBLIC = "93.184.216.34"


@pytest.fixture
def named(settings, monkeypatch):
    """`hook.example.org` may be sent to; what its name means is told by the test."""
    settings.WEBHOOK_HOSTS = ["hook.example.org", "*.example.gov.cn"]
    settings.WEBHOOK_INNER_HOSTS = []

    def means(*addresses):
        monkeypatch.setattr(hosts, "_look_up", lambda _host, _port: [ipaddress.ip_address(one) for one in addresses])

    means(PUBLIC)
    return means


def code_of(url):
    with pytest.raises(NotSent) as refused:
        hosts.destination(url)
    return refused.value.code


@pytest.mark.parametrize(
    "url",
    [
        "https://hook.example.org/x?y=1",
        "https://a.example.gov.cn/",
        "https://HOOK.example.org./",
        "https://oapi.dingtalk.com/",
    ],
)
def test_a_named_host_may_be_sent_to(named, url):
    assert hosts.destination(url).ip == PUBLIC


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://evil.example/", "host_not_allowed"),
        ("https://example.gov.cn/", "host_not_allowed"),
        ("https://evilexample.gov.cn/", "host_not_allowed"),
        ("https://hook.example.org.evil.example/", "host_not_allowed"),
        ("https://127.0.0.1/", "host_not_allowed"),
        ("https://hook.example.org@evil.example/", "bad_address"),
        ("https://evil.example\\@hook.example.org/", "bad_address"),
        ("http://hook.example.org/", "not_encrypted"),
        ("ftp://hook.example.org/", "bad_address"),
        ("file:///etc/passwd", "bad_address"),
        ("https://hook.example.org:99999/", "bad_address"),
        ("https://hook.example.org/\r\nX: y", "bad_address"),
        ("https://ｈook.example.org/", "bad_address"),
        ("", "bad_address"),
    ],
)
def test_any_other_address_is_refused_before_anything_is_looked_up(named, url, code):
    assert code_of(url) == code
    assert hosts.host_problem(url).code == code


@pytest.mark.parametrize(
    "address",
    [  # what a name could mean that somebody else has chosen
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "240.0.0.1", "224.0.0.1",
        "::1", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "::ffff:93.184.216.34", "64:ff9b::a00:1", "2002:a00:1::",
    ],
)  # fmt: skip
def test_a_name_that_means_an_inner_address_is_refused(named, address):
    named(address)
    assert code_of("https://hook.example.org/") == "inner_address"


def test_one_inner_address_among_public_ones_is_one_too_many(named):
    named(PUBLIC, "10.0.0.1")
    assert code_of("https://hook.example.org/") == "inner_address"


def test_a_gateway_of_the_own_network_is_reached_when_the_environment_names_it_but_this_machine_never(named, settings):
    settings.WEBHOOK_INNER_HOSTS = ["sms.inner"]
    named("10.0.0.7")
    assert hosts.destination("http://sms.inner:8080/send").ip == "10.0.0.7"
    for address in ("127.0.0.1", "169.254.169.254", "::1", "100.100.100.200", "fd00:ec2::254"):
        named(address)
        assert code_of("http://sms.inner:8080/send") == "inner_address"


def test_a_name_nobody_knows_is_a_problem_that_may_pass(named):
    named()
    with pytest.raises(NotSent) as refused:
        hosts.destination("https://hook.example.org/")
    assert not refused.value.lasting


def test_the_connection_goes_to_the_address_that_was_judged_whatever_the_name_means_a_moment_later(
    gateway, monkeypatch
):
    asked = []

    def once(_host, _port):
        asked.append(1)
        return [ipaddress.ip_address("127.0.0.1" if len(asked) == 1 else "10.9.9.9")]

    monkeypatch.setattr(hosts, "_look_up", once)
    post_json(gateway.url, b"{}")
    assert len(asked) == len(gateway.got) == 1


def test_the_host_is_asked_for_by_name_and_gets_what_was_sent(gateway):
    assert post_json(gateway.url, b'{"a":1}', {"X-More": "1"}) == gateway.answer
    ((path, headers, body),) = gateway.got
    assert (path, body) == ("/hook?key=geheim", b'{"a":1}')
    assert headers["Host"].startswith("gateway.test:")
    assert headers["X-More"] == "1"


def test_a_redirect_is_not_followed(gateway):
    gateway.status, gateway.headers = 302, {"Location": "http://169.254.169.254/latest/meta-data"}
    with pytest.raises(NotSent) as refused:
        post_json(gateway.url, b"{}")
    assert refused.value.code == "status_302"
    assert len(gateway.got) == 1


def test_a_host_that_hangs_is_left_alone_after_a_while(gateway, monkeypatch):
    monkeypatch.setattr(sending, "PATIENCE", 0.2)
    gateway.silent = threading.Event()
    with pytest.raises(NotSent) as refused:
        post_json(gateway.url, b"{}")
    assert refused.value.code == "no_answer"
    assert not refused.value.lasting


def test_a_host_that_answers_one_step_at_a_time_is_hung_up_on(gateway, monkeypatch):
    monkeypatch.setattr(sending, "LONGEST", 0.3)
    gateway.silent = threading.Event()
    with pytest.raises(NotSent) as refused:
        post_json(gateway.url, b"{}")
    assert refused.value.code == "no_answer"


def test_the_signature_is_over_time_and_body_and_the_id_stays(monkeypatch):
    monkeypatch.setattr("portal.outgoing.signing.time", lambda: 1_700_000_000.9)
    headers = signed(b'{"a":1}', "geheim", delivery="d-1")
    assert headers["X-Tonghu-Timestamp"] == "1700000000"
    expected = hmac.new(b"geheim", b'1700000000.{"a":1}', hashlib.sha256).hexdigest()
    assert headers["X-Tonghu-Signature"] == f"sha256={expected}"
    assert headers["X-Tonghu-Delivery"] == "d-1"


def test_a_robot_of_dingtalk_is_signed_as_it_asks(monkeypatch):
    monkeypatch.setattr("portal.outgoing.signing.time", lambda: 1_700_000_000.0)
    url = for_dingtalk("https://oapi.dingtalk.com/robot/send?access_token=x", "SEC0")
    assert "&timestamp=1700000000000&sign=" in url
    assert for_dingtalk("https://oapi.dingtalk.com/robot/send?access_token=x", "") == (
        "https://oapi.dingtalk.com/robot/send?access_token=x"
    )
