"""Whoever shares a picture would have been drawn the same one: whatever the group does, in a session at random."""

import random
import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.utils import timezone

from hexad_web.accounts.models import User
from hexad_web.people.models import Person
from hexad_web.sessions import pictures, stencils
from hexad_web.sessions.actions import writing
from hexad_web.sessions.actions.writing import Written
from hexad_web.sessions.queries import rooms
from hexad_web.sessions.queries.pages import Reading
from hexad_web.sessions.refusals import Refused
from tests.hexad_web.sessions.conftest import Live
from tests.hexad_web.sessions.seated import seat_of, told

PEOPLE, WRITERS = range(6), (0, 1)  # who writes has a picture of their own
KEYS = re.compile(r"\b[0-9a-f]{32}[pn]?\b")  # of empty cards: other ones at each reading


class Scene:
    """Somebody does something; what does not fit the moment is refused or ignored."""

    def __init__(self, live: Live, seed: int) -> None:
        self.live, self.lot, self.cards = live, random.Random(seed), 0  # no secret

    def tap(self, kind: str, place: int | None = None, **values: str | int) -> None:
        someone = self.lot.choice(PEOPLE) if place is None else place
        self.live.seen(someone, kind, turn=self.live.state.turn, **values)

    def facilitator(self) -> int:
        return next(place for place in PEOPLE if self.live.key(place) == self.live.state.facilitator)

    def write(self, step: str, pad: str) -> None:
        self.cards += 1
        is_sent = pad in ("decision", "parking") or self.lot.random() < 0.6
        written = Written(f"card-{self.cards}", step, pad, f"Words {self.cards}", is_sent=is_sent)
        writing.write_card(
            actor=self.live.actor(self.lot.choice(WRITERS)),
            session_id=self.live.session.pk,
            written=written,
            now=self.live.now,
        )

    def write_here(self) -> None:
        state = self.live.state
        steps = rooms.agenda_of(self.live.session).steps[: max(state.step, 0) + 1]
        pads = [(step.key, part.pad) for step in steps for part in step.parts if part.pad]
        if pads:
            self.write(*pads[-1])

    def lose_whoever_facilitates(self) -> None:
        place = self.facilitator()
        self.live.go(place)
        self.live.wait(seconds=30)
        self.live.come(place)

    def acts(self) -> list[Callable[[], object]]:
        lot, live = self.lot, self.live
        return [
            lambda: live.come(lot.choice(PEOPLE)),
            lambda: live.go(lot.choice(PEOPLE)),
            lambda: live.wait(minutes=lot.choice((1, 4))),
            lambda: self.tap("next", self.facilitator()),
            lambda: self.tap("next", self.facilitator()),
            lambda: self.tap("reveal", self.facilitator()),
            lambda: self.tap("questions_first", self.facilitator(), on=1),
            lambda: self.tap("onward", self.facilitator(), asking=str(live.state.asking)),
            lambda: self.tap(lot.choice(("take_back", "return", "done", "hush", "speak"))),
            lambda: self.tap("pass"),
            lambda: self.tap("pass"),
            self.lose_whoever_facilitates,
            lambda: self.tap("asked", on=1),
            self.write_here,
            self.write_here,
            lambda: self.write("group", "decision"),
            lambda: self.write("", "parking"),
        ]

    def go_on(self) -> None:
        self.live.wait(seconds=1)
        with suppress(Refused):
            self.lot.choice(self.acts())()


def draw(live: Live) -> list[str]:
    """For each of the six, who read alike, and for the shared screen."""
    seats = [*(seat_of(live, place) for place in PEOPLE), seat_of(live, 1, screen=True)]
    return [KEYS.sub("", one.decode()) for one in pictures.draw(told(live, *seats), seats, live.now).values()]


@pytest.mark.parametrize("seed", [0, 2, 4, 5])
def test_who_shares_a_picture_would_have_been_drawn_it(live: Live, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: live.now)
    Person.objects.update(time_zone="Europe/Berlin")
    User.objects.update(time_zone="Europe/Berlin")
    scene, shared = Scene(live, seed), 0
    live.start(0, 1, 2, 3)
    for _act in range(25):
        scene.go_on()
        shown = draw(live)
        with monkeypatch.context() as apart:
            apart.setattr(Reading, "told_apart_by", lambda _reading, person: (person,))
            apart.setattr(stencils, "fits", lambda _stage: False)
            alone = draw(live)
        assert [place for place, one in enumerate(shown) if one != alone[place]] == []
        shared += len({one.partition("html")[2] for one in shown}) < len(shown)
    assert shared
