"""Explore, practice and Reflect of two members of one group, in simulated time; the other groups beside the browser."""

from datetime import datetime, timedelta
from typing import Any

from tests.journeys import all_groups
from tests.journeys import in_the_room as room
from tests.journeys.clock import TurnedClock
from tests.journeys.looking import Visitor
from tests.journeys.product import Product
from tests.waiting import until

MINUTE = timedelta(minutes=1)


def sessions_of(product: Product, address: str) -> list[dict[str, Any]]:
    """The worker opens a room for each meeting that is booked."""
    until(lambda: len(product.beside(all_groups.sessions, address)) == 2)
    found: list[dict[str, Any]] = product.beside(all_groups.sessions, address)
    return found


def instant(session: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(session["start"])


def they_explore(clock: TurnedClock, session: dict[str, Any], *people: Visitor) -> None:
    start = instant(session)
    for visitor in people:
        room.enter(visitor, session["session"])
        room.accept_agreement(visitor)
        room.rate(visitor, 3)
    clock.turn_to(start + 4 * MINUTE)  # whoever facilitates is not there: anybody may start
    facilitator = people[0]
    room.tap(facilitator, "Start")
    room.wait_for_step("Welcome", *people)
    for step in ("Stories", "Causes", "Options", "Plan"):
        room.go_on_to(step, *people)
    day = (start + timedelta(days=2)).date().isoformat()
    for visitor in people:
        room.fill_plan(visitor, "somebody asks me to decide", "I ask what they would do", day)
    clock.turn_to(start + 80 * MINUTE)
    room.wait_for_step("Takeaways", *people)
    for visitor in people:
        room.answer_five_questions(visitor, 4)
    clock.turn_to(start + 90 * MINUTE)
    for visitor in people:
        visitor.page.get_by_text("The session has ended.").first.wait_for(timeout=room.PATIENCE)


def somebody_practises(member: Visitor) -> None:
    member.open("/practice/")
    member.page.get_by_label("Tried", exact=True).check()
    member.page.get_by_label("One line").fill("It went well with one of two.")
    member.press("Log what I tried")
    member.see("Logged")


def they_reflect(clock: TurnedClock, session: dict[str, Any], *people: Visitor) -> None:
    start = instant(session)
    for visitor in people:
        room.enter(visitor, session["session"])
    clock.turn_to(start + 4 * MINUTE)
    facilitator = people[0]
    room.tap(facilitator, "Start")
    room.wait_for_step("Welcome", *people)
    for step in ("Reports", "Patterns", "Adapt"):
        room.go_on_to(step, *people)
    for visitor in people:
        visitor.page.get_by_label("Keep it").check(timeout=room.PATIENCE)
        room.keep_plan(visitor)
    room.go_on_to("Rating", *people)
    for visitor in people:
        room.rate(visitor, 5)
    clock.turn_to(start + 90 * MINUTE)
    for visitor in people:
        visitor.page.get_by_text("The session has ended.").first.wait_for(timeout=room.PATIENCE)
