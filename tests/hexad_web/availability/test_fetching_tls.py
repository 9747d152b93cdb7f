"""Over TLS the certificate is checked against the name in the address, though the guard connects to a number."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from hexad_web.availability import exchange, fetching
from hexad_web.availability.models import Problem
from tests.certificates import write_certificate
from tests.hexad_web.availability.calendar_server import ICS, CalendarServer, serving

QUICK = fetching.Limits(seconds=5.0, step_seconds=3.0)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of "calendar.example", signed by itself."""
    return write_certificate(tmp_path_factory.mktemp("tls") / "calendar.pem", "calendar.example")


@pytest.fixture
def secure(certificate: Path) -> Iterator[CalendarServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with serving(context) as server:
        yield server


def get(server: CalendarServer, host: str) -> fetching.Fetched:
    feed = fetching.Feed(f"https://{host}:{server.port}/good.ics")
    return fetching.fetch(feed, allowed_hosts=[host], limits=QUICK, resolver=lambda name, port: ["127.0.0.1"])


def test_a_certificate_that_nobody_vouches_for_is_refused(secure: CalendarServer) -> None:
    assert get(secure, "calendar.example").problem == Problem.UNREACHABLE
    assert secure.asked == []


def test_a_trusted_certificate_counts_for_its_own_name_only(
    secure: CalendarServer, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(exchange, "_tls", lambda: trusting)
    assert get(secure, "calendar.example").content == ICS
    assert get(secure, "other.example").problem == Problem.UNREACHABLE
    assert len(secure.asked) == 1


def test_a_redirect_from_https_to_http_is_refused(
    secure: CalendarServer, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_tls", lambda: ssl.create_default_context(cafile=str(certificate)))
    feed = fetching.Feed(f"https://calendar.example:{secure.port}/to/http://calendar.example:{secure.port}/good.ics")
    hosts = ["calendar.example"]
    found = fetching.fetch(feed, allowed_hosts=hosts, limits=QUICK, resolver=lambda name, port: ["127.0.0.1"])
    assert found.problem == Problem.REFUSED
