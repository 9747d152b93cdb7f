"""A real Radicale with one account that has two calendars and a list of tasks. It notes what it was asked."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import httpx
from radicale import config
from radicale.app import Application

USER, PASSWORD = "ben", "app-tippytoe"

CALENDAR = """<?xml version="1.0"?>
<c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:set><d:prop>
<d:displayname>{name}</d:displayname>
<c:supported-calendar-component-set><c:comp name="{component}"/></c:supported-calendar-component-set>
</d:prop></d:set></c:mkcalendar>"""


def entry(uid: str, *lines: str) -> bytes:
    event = (
        "BEGIN:VEVENT",
        f"UID:{uid}",
        "DTSTAMP:20261101T000000Z",
        "SUMMARY:Secret of Zebulon",
        *lines,
        "END:VEVENT",
    )
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tests//EN", *event, "END:VCALENDAR", ""]).encode()


MEETING = ("DTSTART;TZID=Europe/Berlin:20261207T100000", "DTEND;TZID=Europe/Berlin:20261207T113000")
MEETING_ROWS = [[29943900, 29943990, "busy"]]


@dataclass
class CaldavServer:
    port: int
    client: httpx.Client
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}/"

    def at(self, path: str) -> str:
        """The address of a calendar with name and password, as a source keeps it."""
        return f"http://{USER}:{PASSWORD}@localhost:{self.port}/{USER}/{path}/"

    def put(self, calendar: str, uid: str, *lines: str) -> None:
        self._send("PUT", f"{calendar}/{uid}.ics", entry(uid, *lines))

    def delete(self, path: str) -> None:
        self._send("DELETE", path, b"")

    def make(self, path: str, name: str, component: str = "VEVENT") -> None:
        self._send("MKCALENDAR", f"{path}/", CALENDAR.format(name=name, component=component).encode())

    def _send(self, method: str, path: str, content: bytes) -> None:
        self.client.request(method, f"{self.url}{USER}/{path}", content=content).raise_for_status()
        self.asked.clear()


class Threading(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that http.server uses
        pass


@contextmanager
def radicale(folder: Path) -> Iterator[CaldavServer]:
    users = folder / "users"
    users.write_text(f"{USER}:{PASSWORD}\n")
    settings = config.load()
    settings.update(
        {
            "auth": {"type": "htpasswd", "htpasswd_filename": str(users), "htpasswd_encryption": "plain", "delay": "0"},
            "storage": {"filesystem_folder": str(folder / "collections")},
            "logging": {"level": "critical"},
            "server": {"delay_on_error": "0"},
        },
        "tests",
    )
    application = Application(settings)

    def noting(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        server.asked.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        return application(environ, start_response)

    client = httpx.Client(auth=(USER, PASSWORD), verify=False)
    with make_server("127.0.0.1", 0, noting, Threading, Quiet) as listening, client:
        server = CaldavServer(listening.server_port, client)
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        server.make("work", "Work")
        server.make("family", "Family &amp; friends")
        server.make("tasks", "Tasks", component="VTODO")
        server.put("work", "meeting", *MEETING)
        try:
            yield server
        finally:
            listening.shutdown()
