"""A whole cycle of six in simulated time, from Engage to the second follow-up, by what the product itself does.

Nobody waits: the clock is turned from tap to tap, and every word, tap and answer goes through the actions that pages
and phones call. Beside each room stands what a web process would show of it, event by event; a replay has to agree.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from hexad.sessions.room import state_at
from hexad.sessions.state import Phase, RoomState
from hexad_web.accounts.access import Actor
from hexad_web.evidence.actions import answering as evidence
from hexad_web.evidence.models import Response
from hexad_web.formation.models import Group
from hexad_web.outbox.models import OutboxMessage
from hexad_web.practice import tasks as practice
from hexad_web.practice.access import Seat, seat_in
from hexad_web.practice.actions import answering, planning, reporting
from hexad_web.practice.models import BuddyCheck, FollowUp, Plan, Report
from hexad_web.practice.queries import modules
from hexad_web.scheduling.models import Attendance, GroupPlan, Meeting
from hexad_web.sessions import tasks as sessions
from hexad_web.sessions.actions import acting, presence, writing
from hexad_web.sessions.actions.acting import Tap
from hexad_web.sessions.actions.writing import Written
from hexad_web.sessions.models import Agreement, Card, RoomEvent, Session
from hexad_web.sessions.queries import live, rooms
from tests.hexad_web.practice import cast
from tests.hexad_web.scheduling.conftest import (
    EXPLORE,
    REFLECT,
    confirm,
    formation_run,
    group,
    make_group,
    make_plan,
    plan,
    plan_run,
)

__all__ = ["confirm", "formation_run", "group", "make_group", "make_plan", "plan", "plan_run"]

SIX = range(6)
DAY = timedelta(days=1)
ENGAGE = EXPLORE - 7 * DAY
THREE, SIX_MONTHS = REFLECT + 97 * DAY, REFLECT + 189 * DAY
KINDS = ["engage", "explore", "reflect", "follow-3", "follow-6"]
MOST_TURNS = 400  # of one room; more is a room that does not end


class Table:
    """One room with six phones; each does what stands on its screen, a few seconds after another."""

    def __init__(self, session: Session) -> None:
        self.session, self.now, self.taps = session, session.starts_at - timedelta(minutes=5), 0
        self.people = [cast.person(session.group, place) for place in SIX]
        self.actors = [cast.actor(one) for one in self.people]
        self.log = live.RoomLog(session.pk)
        self.shown: list[tuple[datetime, int, RoomState]] = []  # when, after how many events

    def seat(self, place: int) -> Seat:
        return seat_in(self.actors[place], self.session.pk)

    def place_of(self, key: str) -> int:
        return next(place for place in SIX if str(self.people[place].pk) == key)

    def look(self) -> RoomState:
        """As a web process follows the room: only what is new is read, and folded once."""
        self.log.doubt()
        self.log.read_on(self.now)
        state = self.log.state(self.now)
        self.shown.append((self.now, self.log.count, state))
        return state

    def tap(self, place: int, kind: str, **values: str | int) -> None:
        self.taps += 1
        self.now += timedelta(seconds=2)
        tap = Tap(kind, f"tap-{self.taps}", dict(values))
        acting.act(actor=self.actors[place], session_id=self.session.pk, tap=tap, now=self.now)

    def hold(self) -> None:
        """From the first who comes to the last second."""
        for place in SIX:
            self.now += timedelta(seconds=3)
            presence.arrive(
                session_id=self.session.pk,
                organisation_id=self.session.organisation_id,
                person_id=self.people[place].pk,
                device="phone",
                now=self.now,
            )
            self.tap(place, "agree")
            for panel in rooms.agenda_of(self.session).lobby:
                PANELS[panel](self, place)
        self.tap(self.place_of(self.look().facilitator), "start")
        for _turn in range(MOST_TURNS):
            state = self.look()
            if state.phase is Phase.CLOSED:
                return
            self.go_on(state)
        raise AssertionError("the room does not end")

    def go_on(self, state: RoomState) -> None:
        part = rooms.agenda_of(self.session).steps[state.step].parts[state.part]
        seen = {"step": state.step, "part": state.part}
        if part.kind == "round" and state.speaker:
            self.now += timedelta(minutes=1)
            self.tap(self.place_of(state.speaker), "pass", turn=state.turn, **seen)
        elif part.kind in ("write", "panel"):
            for place in SIX:
                self.fill(place, state.step, part.pad, part.panel)
            for place in SIX:
                self.tap(place, "done", **seen)
            self.wait_for_the_end_of(self.look(), seen)
        else:
            self.now += timedelta(minutes=2)
            self.tap(self.place_of(state.facilitator), "next", **seen)
            self.wait_for_the_end_of(self.look(), seen)

    def fill(self, place: int, step: int, pad: str, panel: str) -> None:
        if panel:
            PANELS[panel](self, place)
            return
        key = rooms.agenda_of(self.session).steps[step].key
        written = Written(f"{key}-{pad}", key, pad, f"{pad} of {place}", is_sent=True)
        for _again in range(2):  # the first answer was lost on the way
            writing.write_card(actor=self.actors[place], session_id=self.session.pk, written=written, now=self.now)

    def wait_for_the_end_of(self, state: RoomState, seen: dict[str, int]) -> None:
        """The last part ends with the session, whatever anybody taps."""
        if state.phase is Phase.RUNNING and (state.step, state.part) == (seen["step"], seen["part"]):
            self.now = state.ends_at


def make_plans(table: Table, place: int) -> None:
    seat = table.seat(place)
    draft = planning.Draft(
        situation="somebody brings a problem",
        behaviour="I ask what they tried",
        occasion_date=cast.DURING.date() + 4 * DAY,
    )
    if table.session.kind == "reflect":
        assert planning.decide(seat=seat, decision=DECISIONS[place], draft=draft, now=table.now) == []
    else:
        assert planning.save_plan(seat=seat, draft=draft, now=table.now) == []


def answer_five(table: Table, place: int) -> None:
    seat = table.seat(place)
    for question in evidence.FOUR:
        evidence.answer_question(seat=seat, key=question.key, value="4", now=table.now)
    strategy = modules.strategies_of(seat.session)[0].key
    evidence.name_technique(seat=seat, strategy=strategy, words="", now=table.now)


def report_back(table: Table, place: int) -> None:
    reporting.report_in(seat=table.seat(place), outcome="tried", text=f"what {place} saw", now=table.now)


PANELS: dict[str, Callable[[Table, int], None]] = {
    "evidence:self_rating": lambda table, place: evidence.rate(seat=table.seat(place), value="3", now=table.now),
    "evidence:five_questions": answer_five,
    "practice:plan_panel": make_plans,
    "practice:report_preview": lambda _table, _place: None,
    "practice:report_panel": report_back,
}
DECISIONS = ("kept", "kept", "kept", "dropped", "dropped", "dropped")


def book(group: Group, kind: str, start: datetime, facilitator: int) -> None:
    """A meeting before or after the cycle, as the owner books it."""
    meeting = Meeting.objects.create(
        organisation=group.organisation,
        group=group,
        kind=kind,
        start=start,
        end=start + timedelta(minutes=60 if kind == "engage" else 45),
        facilitator=cast.person(group, facilitator),
        wall_start=f"{start:%Y-%m-%dT%H:%M}",
        zone="Europe/Berlin",
        mode=Meeting.Mode.VIRTUAL,
        uid=f"{kind}@northwind.example",
        created_at=start - 30 * DAY,
        changed_at=start - 30 * DAY,
        state=Meeting.State.CONFIRMED,
    )
    Attendance.objects.bulk_create(
        Attendance(organisation=group.organisation, meeting=meeting, person=seat.person)
        for seat in group.members.select_related("person")
    )


def held(kind: str, before: datetime) -> Table:
    """The worker opens the session; six hold it; the worker closes it."""
    sessions.reconcile(before)
    session = Session.objects.select_related("organisation", "group").get(kind=kind)
    table = Table(session)
    table.hold()
    sessions.reconcile(session.ends_at)
    return table


def practise(people: list[Actor]) -> None:
    """Each tries it in the week; the worker turns up every morning; whoever is asked answers."""
    day = EXPLORE + timedelta(hours=20)
    while day < REFLECT - DAY:
        practice.reconcile(day)
        practice.reconcile(day)  # two workers
        for check in BuddyCheck.objects.filter(answered_at=None):
            answering.answer_check(check=check, answer="done", text="it went well", now=day)
        day += DAY
    for actor in people:
        reporting.log_report(actor=actor, outcome="tried", text="once", now=EXPLORE + 9 * DAY)


def follow_up(months: int, day: datetime) -> None:
    practice.reconcile(day)
    practice.reconcile(day)
    for asked in FollowUp.objects.filter(months=months):
        answering.answer_follow_up(follow_up=asked, answer="kept", now=day + DAY)


@pytest.fixture
def booked(plan: GroupPlan, confirm: Callable[[], list[Meeting]]) -> Group:
    confirm()
    for kind, start, facilitator in (("engage", ENGAGE, 0), ("follow-3", THREE, 3), ("follow-6", SIX_MONTHS, 4)):
        book(plan.group, kind, start, facilitator)
    return plan.group


def test_six_live_a_whole_cycle_from_engage_to_the_second_follow_up(booked: Group) -> None:
    tables = [held("engage", ENGAGE - DAY), held("explore", EXPLORE - DAY)]
    practise(tables[0].actors)
    tables.append(held("reflect", REFLECT - DAY))
    for months, day in ((3, THREE), (6, SIX_MONTHS)):
        follow_up(months, day - DAY)
        tables.append(held(f"follow-{months}", day - DAY / 2))

    assert [table.session.kind for table in tables] == KINDS
    assert set(Session.objects.values_list("state", flat=True)) == {"held"}
    assert set(Meeting.objects.values_list("state", flat=True)) == {"held"}
    whoever_is_named_leads()
    nothing_was_lost_or_doubled(tables)
    answers_are_complete()
    for table in tables:
        a_replay_shows_what_was_shown(table)


def whoever_is_named_leads() -> None:
    led = {
        session.rota[0]: str(session.meeting.facilitator_id) for session in Session.objects.select_related("meeting")
    }
    assert len(led) == len(KINDS)
    assert all(leads == named for leads, named in led.items())


def nothing_was_lost_or_doubled(tables: list[Table]) -> None:
    for table in tables:
        numbers = list(RoomEvent.objects.filter(session=table.session).values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        pads = {
            f"{step.key}-{part.pad}"
            for step in rooms.agenda_of(table.session).steps
            for part in step.parts
            if part.kind == "write"
        }
        cards = Card.objects.filter(session=table.session)
        assert sorted(cards.values_list("key", "person")) == sorted(
            (key, person.pk) for key in pads for person in table.people
        )
        assert not cards.filter(is_draft=True).exists()
    assert Agreement.objects.count() == len(SIX)


def answers_are_complete() -> None:
    ratings = Response.objects.filter(measure=Response.Measure.RATING)
    assert sorted(ratings.values_list("item", flat=True)) == ["first"] * 6 + ["second"] * 6
    assert Response.objects.filter(measure=Response.Measure.QUESTIONS).count() == 6 * 5
    plans = Plan.objects.filter(session__kind="explore")
    assert sorted(plans.values_list("decision", flat=True)) == sorted(DECISIONS)
    assert Report.objects.count() == 6 * 2
    assert BuddyCheck.objects.exclude(answered_at=None).count() == BuddyCheck.objects.count() > 0
    # Who dropped the plan in Reflect is not asked what became of it.
    assert sorted(FollowUp.objects.values_list("months", "answer")) == [(3, "kept")] * 3 + [(6, "kept")] * 3
    keys = OutboxMessage.objects.filter(kind__startswith="practice.").values_list("key", "recipient")
    assert len(set(keys)) == len(keys) > 0


def a_replay_shows_what_was_shown(table: Table) -> None:
    """From the rows alone, at each moment at which a phone was told something."""
    session = Session.objects.select_related("organisation", "group").get(pk=table.session.pk)
    rows = rooms.rows_after(session)
    for now, count, shown in table.shown:
        replayed = state_at(
            rooms.agenda_of(session),
            rooms.events_in(rows[:count]),
            max([now, *(row.at for row in rows[:count])]),
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            members=[str(one.pk) for one in table.people],
            rota=session.rota,
            seed=session.seed,
        )
        assert replayed == shown
