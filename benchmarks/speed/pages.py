"""Server time of every page for every role that may see it, beside a page for signed-in people that does nothing.

The demo organisation, half of its groups invited, one choosing a time, the others planned, and a draft of other
groups. Django's test client asks in this process, all pages in turns with the bare view, so that a busy moment of the
machine meets all. Nothing of the network, the worker or the browser is in these times.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.effort import Effort, say
from benchmarks.routes import Route, pages
from benchmarks.tables import Table, figure, highest_of_most, median, times
from benchmarks.timing import timed
from benchmarks.urls import BARE
from hexad_web.accounts.models import Role, User

AIM = 0.150  # seconds, for the slowest page
TURNS, SHORT_TURNS = 20, 1
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ONLY_POSTS, LEADS_ON = 405, (301, 302)
COLUMNS = ("page", "for", "median ms", "p95 ms", "of the bare view", "of 150 ms", "queries", "kB")


@dataclass
class Page:
    """One route, its client, what it answered when it was warmed up, and its times in seconds."""

    route: Route
    client: Client
    answer: HttpResponse
    queries: int
    seconds: list[float] = field(default_factory=list)

    def ask(self) -> None:
        self.seconds.append(timed(lambda: self.client.get(self.route.path))[0])

    @property
    def median(self) -> float:
        return median(self.seconds)


@override_settings(ROOT_URLCONF="benchmarks.urls")
def run(effort: Effort) -> Table:
    """Ask for every page some times, the slowest first in the table."""
    say("loading, forming, planning")
    routes = pages(now=timezone.now())
    clients = {route.user: client_of(route.user) for route in routes}
    asked = [warmed(route, clients[route.user]) for route in routes]
    shown = [page for page in asked if page.answer.status_code == 200]
    owner = next(route for route in routes if route.role == Role.OWNER).user
    bare = warmed(Route("the bare view", BARE, Role.OWNER, owner), clients[owner])
    say(f"asking for {len(shown)} pages")
    for _ in range(SHORT_TURNS if effort.short else TURNS):
        for page in [bare, *shown]:
            page.ask()
    table = Table(f"Server time of {len(shown)} pages, slowest first; {len(bare.seconds)} turns", COLUMNS)
    for page in [*sorted(shown, key=lambda page: -page.median), bare][: effort.rows]:
        table.add(*row(page, bare))
    table.note(left_out(asked))
    return table


def row(page: Page, bare: Page) -> list[str | int]:
    return [
        page.route.name,
        page.route.role or "anybody",
        figure(page.median * 1000),
        figure(highest_of_most(page.seconds) * 1000),
        times(page.median, bare.median),
        times(page.median, AIM),
        page.queries,
        figure(len(page.answer.content) / 1000),
    ]


def client_of(user: User | None) -> Client:
    client = Client(headers={"host": "localhost"})
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client


def warmed(route: Route, client: Client) -> Page:
    """Ask twice: the first time fills caches, the second counts queries."""
    client.get(route.path)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(route.path)
    if answer.status_code >= 400 and answer.status_code != ONLY_POSTS:
        raise RuntimeError(f"{route.name} as {route.role or 'anybody'} answers {answer.status_code}: {route.path}")
    return Page(route, client, answer, len(queries))


def left_out(asked: Sequence[Page]) -> str:
    leading = sorted({page.route.name for page in asked if page.answer.status_code in LEADS_ON})
    posts = sum(page.answer.status_code == ONLY_POSTS for page in asked)
    return (
        f"Not timed: {posts} addresses that only take posts; those that only lead on: {', '.join(leading) or 'none'}."
    )
