"""Pages of a room that hear of a change when a test tells them: this server would end each line at once."""

from dataclasses import dataclass

from django.urls import reverse
from playwright.sync_api import Page

from hexad_web.people.models import Person
from hexad_web.sessions.models import Session
from hexad_web.sessions.queries import hinting, rooms
from tests.hexad_web.sessions.conftest import Live

LINE = """window.EventSource = class {
    constructor() { window.heard = {}; }
    addEventListener(name, listener) { window.heard[name] = listener; }
    close() {}
};"""
TELL = "(state) => window.heard.state({ data: JSON.stringify(state), lastEventId: '' })"
DRAWN = "(token) => document.querySelector('[data-stage-token]').dataset.stageToken === token"


@dataclass
class Watched:
    """One page that a member has open, or the shared screen."""

    page: Page
    live: Live
    place: int
    is_screen: bool = False

    def open(self, server: str) -> None:
        self.page.add_init_script(LINE)
        self.load(server)

    def load(self, server: str) -> None:
        name = "sessions:screen" if self.is_screen else "sessions:room"
        self.page.goto(server + reverse(name, args=[self.live.session.pk]))

    def hear(self, *, is_drawn: bool = True) -> None:
        """What the line would tell; the page waits with what it shows where ``is_drawn`` is not to be."""
        session = Session.objects.get(pk=self.live.session.pk)
        person = None if self.is_screen else Person.objects.get(pk=int(self.live.key(self.place)))
        room = self.live.state
        hint, _again_at = hinting.hint_now(session, room, self.live.now)
        state = rooms.state_json(session, room, person, self.live.now, hint)
        self.page.evaluate(TELL, state)
        if is_drawn:
            self.page.wait_for_function(DRAWN, arg=state["stage"])
