"""Who sits at one open stream: decided by the view when it opens, asked again while it stays open."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.sessions.models import Session as Login
from django.http import HttpRequest
from django.utils import timezone, translation

from hexad_web.accounts.access import Actor, ActorRequest, user_of
from hexad_web.accounts.models import Membership, Role
from hexad_web.accounts.prepared import Prepared
from hexad_web.people.models import Person
from hexad_web.sessions import access
from hexad_web.sessions.queries.known import Known
from hexad_web.sessions.relay import News

LONGEST_NAME = 64  # as long as the column of a presence
Place = tuple[int, int, str]  # in a session a person on a device


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a state is worded. Two tabs of one person in one language read the same."""

    person_id: int
    language: str
    is_screen: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seat:
    """One tab in one room. ``device`` is the browser's for ever, ``tab`` that of one opening of the page."""

    actor: Actor
    session_id: int
    person: Person
    reader: Reader
    device: str
    tab: str
    login: str
    resumes: bool  # the line had dropped; it was not somebody who opened the page
    takes_over: bool  # "Use here" was pressed

    @property
    def is_screen(self) -> bool:
        return self.reader.is_screen

    @property
    def place(self) -> Place:
        return self.session_id, self.person.pk, self.device

    def is_one_of(self, let_in: Collection[tuple[int, int, int, int]]) -> bool:
        """Whether what ``access.seats_in`` found has this one."""
        return (self.session_id, self.actor.organisation.pk, user_of(self.actor).pk, self.person.pk) in let_in

    def opened(self) -> News:
        """What other web processes are told when this seat is taken."""
        return News(self.session_id, self.person.pk, self.device, self.tab, self.takes_over)

    def gives_way_to(self, news: News) -> bool:
        """Whether only one may stay: a browser shows a room once, and "Use here" means here alone."""
        if self.is_screen or self.person.pk != news.person_id:
            return False
        return news.takes_over or self.device == news.device


# In the scope of a request: the seat of whoever sends it, and its room, as far as they are known here.
SEAT, KNOWN = "hexad.seat", "hexad.known"


def seat_at(request: HttpRequest) -> Seat | None:
    seat: Seat | None = getattr(request, "scope", {}).get(SEAT)
    return seat


def known_at(request: HttpRequest) -> Known | None:
    known: Known | None = getattr(request, "scope", {}).get(KNOWN)
    return known


_expiry = Prepared(lambda login: Login.objects.filter(pk=login).values_list("expire_date"))


def is_signed_in(seat: Seat) -> bool:
    now = timezone.now()
    return any(expires > now for (expires,) in _expiry(seat.login))


def take_seat(request: ActorRequest, session_id: int) -> Seat:
    session = access.session_of(request.actor, session_id)
    person = access.member_of(request.actor, session)
    asked = request.GET
    takes_over = asked.get("take") == "1"
    language = translation.get_language() or "en"
    device = asked.get("device", "")[:LONGEST_NAME].replace("\0", "") or "browser"
    return Seat(
        actor=request.actor,
        session_id=session.pk,
        person=person,
        reader=Reader(person.pk, language, asked.get("screen") == "1"),
        device=device,
        tab=asked.get("tab", "")[:LONGEST_NAME] or device,
        login=request.session.session_key or "",
        resumes=not takes_over and bool(asked.get("last") or request.headers.get("Last-Event-ID")),
        takes_over=takes_over,
    )


def who_may_stay(seats: Collection[Seat]) -> set[Seat]:
    """Whom the view would let in again: still signed in, in the role, in the group. Three readings for any number."""
    if not seats:
        return set()
    logins = set(Login.objects.filter(pk__in={seat.login for seat in seats}).values_list("pk", flat=True))
    roles = Membership.objects.filter(role=Role.PARTICIPANT, user__is_active=True)
    held = set(
        roles.filter(user__in={user_of(seat.actor).pk for seat in seats}).values_list("organisation_id", "user_id")
    )
    inside = access.seats_in({seat.session_id for seat in seats})
    return {
        seat
        for seat in seats
        if seat.login in logins
        and (seat.actor.organisation.pk, user_of(seat.actor).pk) in held
        and seat.is_one_of(inside)
    }
