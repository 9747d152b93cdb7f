"""A real HTTP server that behaves well or badly, by path. It notes what it was asked."""

import gzip
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ICS = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Northwind//Tests//EN\r
BEGIN:VEVENT\r
UID:dentist@northwind.example\r
DTSTAMP:20261101T000000Z\r
DTSTART;TZID=Europe/Berlin:20261207T100000\r
DTEND;TZID=Europe/Berlin:20261207T113000\r
SUMMARY:Secret appointment with Zebulon\r
ATTENDEE:mailto:zebulon@secret.example\r
END:VEVENT\r
END:VCALENDAR\r
"""

BOMB = gzip.compress(bytes(30 * 2**20), compresslevel=1)


@dataclass
class Asked:
    """One request as the server saw it; header names in lower case."""

    path: str
    headers: dict[str, str]


@dataclass
class CalendarServer:
    port: int
    content: bytes = ICS
    contents: dict[str, bytes] = field(default_factory=dict)  # of further paths
    etag: str = '"v1"'
    patience: str = "120"  # what a failing answer asks for
    asked: list[Asked] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)  # lets slow answers go

    def url(self, path: str = "/good.ics", host: str = "localhost") -> str:
        return f"http://{host}:{self.port}{path}"


class Handler(BaseHTTPRequestHandler):
    calendars: CalendarServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.calendars.asked.append(Asked(self.path, {name.lower(): value for name, value in self.headers.items()}))
        if self.path in self.calendars.contents:
            self.answer(self.fine, self.calendars.contents[self.path])
            return
        name = self.path.partition("?")[0].strip("/").partition("/")[0]
        ANSWERS.get(name, Handler.status)(self)

    def do_PROPFIND(self) -> None:  # http.server's spelling of a method
        """Answered like any other, with the status that CalDAV expects."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    do_REPORT = do_PROPFIND  # noqa: N815  # the same

    @property
    def fine(self) -> int:
        return 200 if self.command == "GET" else 207

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that http.server uses
        pass

    def answer(self, status: int, content: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def good(self) -> None:
        if self.headers.get("If-None-Match") == self.calendars.etag:
            self.answer(304)
        else:
            self.answer(self.fine, self.calendars.content, ETag=self.calendars.etag)

    def status(self) -> None:
        """/404, /500, /429: that status."""
        code = self.path.strip("/")
        self.answer(
            int(code) if code.isdigit() else 404, b"Secret words of the server", Retry_After=self.calendars.patience
        )

    def to(self) -> None:
        """/to/<address>: a redirect there."""
        self.answer(302, Location=self.path.removeprefix("/to/"))

    def loop(self) -> None:
        self.answer(302, Location="/loop")

    def hops(self) -> None:
        """/hops/3: three redirects, then the calendar."""
        left = int(self.path.rpartition("/")[2])
        self.answer(302, Location=f"/hops/{left - 1}" if left > 1 else "/good.ics")

    def slow(self) -> None:
        self.calendars.release.wait(20)
        self.good()

    def drip(self) -> None:
        """A header a byte at a time: each step is quick enough, the whole never ends."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Drip: ")
        while not self.calendars.release.wait(0.05):
            try:
                self.wfile.write(b"a")
            except OSError:
                return

    def truncated(self) -> None:
        self.send_response(self.fine)
        self.send_header("Content-Length", str(len(self.calendars.content) + 500))
        self.end_headers()
        self.wfile.write(self.calendars.content)
        self.close_connection = True

    def huge(self) -> None:
        """Endless, without saying how long."""
        self.send_response(self.fine)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        try:
            while not self.calendars.release.is_set():
                self.wfile.write(b"X" * 65536)
        except OSError:
            return

    def hundred(self) -> None:
        """A hundred megabytes, as it says beforehand."""
        self.send_response(self.fine)
        self.send_header("Content-Length", str(100 * 2**20))
        self.end_headers()
        self.close_connection = True
        try:
            for _ in range(100):
                self.wfile.write(bytes(2**20))
        except OSError:
            return

    def bomb(self) -> None:
        """30 kB that unpack to 30 MB."""
        self.answer(self.fine, BOMB, Content_Encoding="gzip")

    def gzipped(self) -> None:
        self.answer(200, gzip.compress(self.calendars.content), Content_Encoding="gzip")

    def half_gzipped(self) -> None:
        self.answer(200, gzip.compress(self.calendars.content)[:-20], Content_Encoding="gzip")


ANSWERS: dict[str, Callable[[Handler], None]] = {
    "good.ics": Handler.good,
    "to": Handler.to,
    "loop": Handler.loop,
    "hops": Handler.hops,
    "slow": Handler.slow,
    "drip": Handler.drip,
    "truncated": Handler.truncated,
    "huge": Handler.huge,
    "bomb": Handler.bomb,
    "hundred": Handler.hundred,
    "gzipped": Handler.gzipped,
    "half-gzipped": Handler.half_gzipped,
}


class QuietServer(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that breaks off is what these tests are about."""


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[CalendarServer]:
    handler = type("Bound", (Handler,), {})
    server = QuietServer(("127.0.0.1", 0), handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    server.daemon_threads = True
    calendars = CalendarServer(server.server_address[1])
    handler.calendars = calendars  # type: ignore[attr-defined]  # declared on Handler
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield calendars
    finally:
        calendars.release.set()
        server.shutdown()
        server.server_close()
