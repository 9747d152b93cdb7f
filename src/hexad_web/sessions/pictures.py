"""The part of a room's page that shows the moment, drawn once for all whose page is the same."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone, translation

from hexad_web.accounts.access import user_of
from hexad_web.frontend.moments import clock_of_reader
from hexad_web.sessions import access, stencils
from hexad_web.sessions.queries.live import Seen
from hexad_web.sessions.queries.pages import Reading
from hexad_web.sessions.seats import Reader, Seat


def template_of(*, is_screen: bool) -> str:
    return "sessions/_screen_stage.html" if is_screen else "sessions/_stage.html"


def draw(seen: Seen, seats: Collection[Seat], now: datetime) -> Mapping[Reader, bytes]:
    """A message with its picture for each of these whom the group still lets in."""
    inside = access.seats_at(seen.session.pk)
    welcome = {seat.reader: seat for seat in seats if seat.is_one_of(inside)}
    reading = Reading(seen.session, seen.state, now, sorted({seat.person.pk for seat in welcome.values()}))
    drawn: dict[tuple[object, ...], str] = {}
    return {
        reader: _message(seen.told[reader].picture, _html_for(seat, reading, drawn)) for reader, seat in welcome.items()
    }


def _html_for(seat: Seat, reading: Reading, drawn: dict[tuple[object, ...], str]) -> str:
    """Whoever reads the same words at the same hour, and is the same to the room, has the same one."""
    user = user_of(seat.actor)
    alike = (seat.reader.language, user.known_zone, user.clock, seat.is_screen, *reading.told_apart_by(seat.person.pk))
    if alike not in drawn:
        with _as_read_by(seat):
            page = reading.page_for(seat.actor, seat.person, screen=seat.is_screen)
            drawn[alike] = stencils.drawn(page, template_of(is_screen=seat.is_screen))
    return drawn[alike]


@contextmanager
def _as_read_by(seat: Seat) -> Iterator[None]:
    user = user_of(seat.actor)
    with (
        translation.override(seat.reader.language),
        timezone.override(user.known_zone),
        clock_of_reader(user.clock),
    ):
        yield


def _message(picture: str, html: str) -> bytes:
    return f'event: picture\ndata: {{"picture": "{picture}", "html": {html}}}\n\n'.encode()
