"""The worker's part: buddies, tips, the buddy's question and the follow-ups, each once and on its morning."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hexad_web.accounts.models import User
from hexad_web.formation.models import Group, GroupMember
from hexad_web.outbox.models import OutboxMessage
from hexad_web.outbox.rendering import Mail
from hexad_web.outbox.tasks import deliver_due
from hexad_web.people.models import Participation, Person
from hexad_web.practice.actions import nudging
from hexad_web.practice.models import BuddyCheck, BuddyPair, FollowUp, Nudge, Plan
from hexad_web.practice.tasks import reconcile
from hexad_web.sessions.models import Session
from tests.hexad_web.outbox.conftest import start_sink
from tests.hexad_web.practice.cast import DAY, actor, add_session, person, plan
from tests.hexad_web.scheduling.conftest import EXPLORE, REFLECT

__all__ = ["start_sink"]

HOUR = timedelta(hours=1)
DAY_2 = datetime(2027, 2, 8, 8, 0, tzinfo=UTC)  # Saturday the 6th moves to Monday, nine in Berlin
DAY_9 = datetime(2027, 2, 15, 8, 0, tzinfo=UTC)
THREE_MONTHS = datetime(2027, 6, 4, 7, 0, tzinfo=UTC)


def kinds() -> Counter[tuple[str, int]]:
    return Counter(Nudge.objects.values_list("kind", "number"))


@pytest.fixture
def planned(explored: Session) -> Session:
    """Everybody of the group has a plan."""
    for place in range(6):
        plan(explored, place)
    return explored


def test_buddies_are_paired_once_when_explore_was_held(running: Session) -> None:
    reconcile(EXPLORE)
    assert not BuddyPair.objects.exists()
    Session.objects.update(state="held")
    for _tick in range(2):
        reconcile(EXPLORE + 2 * HOUR)
    links = set(BuddyPair.objects.values_list("person", "buddy"))
    assert len(links) == 6
    assert {link[::-1] for link in links} == links


def test_the_next_cycle_has_other_buddies(explored: Session) -> None:
    reconcile(EXPLORE + 2 * HOUR)
    Session.objects.filter(pk=explored.pk).update(cycle=2)
    reconcile(EXPLORE + 2 * HOUR)
    first, second = (set(BuddyPair.objects.filter(cycle=cycle).values_list("person", "buddy")) for cycle in (1, 2))
    assert len(second) == 6
    assert not first & second


def test_a_tip_comes_once_on_the_morning_of_its_day(explored: Session) -> None:
    reconcile(DAY_2 - timedelta(seconds=1))
    assert not Nudge.objects.exists()
    for _tick in range(3):
        reconcile(DAY_2)
    assert set(kinds()) == {("tip", 2)}
    assert OutboxMessage.objects.count() == Nudge.objects.count()


def test_a_tip_is_marked_with_its_modules_language_in_a_mail_of_another(explored: Session) -> None:
    german, other = person(explored.group), person(explored.group, 1)
    user = actor(german).user
    User.objects.filter(pk=user.pk if user else 0).update(language="de")
    reconcile(DAY_2)
    assert '<bdi lang="en">Tip of day two</bdi>' in html_to(german)
    assert "<p>Tip of day two</p>" in html_to(other)
    assert OutboxMessage.objects.get(recipient=german.email).section["language"] == "en"


def html_to(reader: Person) -> str:
    mail = message_from_bytes(bytes(OutboxMessage.objects.get(recipient=reader.email).payload), policy=default)
    return next(part for part in mail.walk() if part.get_content_type() == "text/html").get_content()


def test_everybody_has_a_morning_of_their_own(explored: Session) -> None:
    """Nine o'clock in Leeds is an hour later than in Berlin."""
    reconcile(DAY_2)
    assert set(Nudge.objects.values_list("person__time_zone", flat=True)) == {"Europe/Berlin"}
    reconcile(DAY_2 + HOUR)
    assert Nudge.objects.count() == 6


def test_after_an_outage_of_two_weeks_nobody_is_flooded(explored: Session) -> None:
    reconcile(EXPLORE + 17 * DAY)
    assert set(kinds()) == set()
    reconcile(EXPLORE + 18 * DAY)
    assert set(kinds()) == {("tip", 16)}


def test_without_a_module_there_are_no_tips_and_the_buddy_still_asks(
    planned: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hexad_web.practice.queries.modules.module_of", lambda _session: None)
    reconcile(EXPLORE + DAY)
    reconcile(DAY_9 + 12 * HOUR)
    assert kinds() == {("buddy", 9): 6}
    assert BuddyCheck.objects.count() == 6


def test_nobody_who_left_is_written_to(explored: Session) -> None:
    Person.objects.filter(pk=person(explored.group).pk).update(participation=Participation.LEFT)
    reconcile(DAY_2 + 12 * HOUR)
    assert Nudge.objects.count() == 5


def test_nobody_who_left_the_group_is_written_to(explored: Session) -> None:
    GroupMember.objects.filter(person=person(explored.group)).update(is_active=False)
    reconcile(DAY_2 + 12 * HOUR)
    assert Nudge.objects.count() == 5


def test_what_was_missed_or_is_ahead_is_followed_by_nothing(group: Group) -> None:
    add_session(group, state="missed")
    reconcile(DAY_2 + 12 * HOUR)
    assert not Nudge.objects.exists()
    assert not BuddyPair.objects.exists()


def test_everybody_is_asked_three_and_six_months_after_reflect(planned: Session) -> None:
    add_session(planned.group, "reflect", "held")
    reconcile(THREE_MONTHS + 12 * HOUR)
    assert kinds() == {("follow_up", 3): 6}
    reconcile(REFLECT + 190 * DAY)
    assert kinds() == {("follow_up", 3): 6, ("follow_up", 6): 6}
    assert FollowUp.objects.count() == 12


def test_whoever_has_no_plan_is_asked_nothing_about_one(explored: Session) -> None:
    mine = plan(explored)
    add_session(explored.group, "reflect", "held")
    reconcile(EXPLORE + DAY)
    reconcile(DAY_9 + 12 * HOUR)
    assert kinds()["buddy", 9] == 1
    Plan.objects.filter(pk=mine.pk).update(decision="dropped")
    reconcile(THREE_MONTHS + 12 * HOUR)
    assert kinds()["follow_up", 3] == 0


def test_whoever_has_dropped_it_after_three_months_is_not_asked_after_six(planned: Session) -> None:
    add_session(planned.group, "reflect", "held")
    reconcile(THREE_MONTHS + 12 * HOUR)
    first = FollowUp.objects.earliest("pk")
    FollowUp.objects.filter(pk=first.pk).update(answer="dropped")
    reconcile(REFLECT + 190 * DAY)
    assert kinds()["follow_up", 6] == 5


def test_a_follow_up_is_still_asked_after_three_weeks_without_a_worker(planned: Session) -> None:
    add_session(planned.group, "reflect", "held")
    reconcile(THREE_MONTHS + 21 * DAY)
    assert kinds() == {("follow_up", 3): 6}


def test_the_tip_joins_the_buddys_question_in_one_mail(planned: Session, start_sink: object) -> None:
    sink = start_sink()  # type: ignore[operator]
    reconcile(EXPLORE + DAY)
    reconcile(DAY_9 + 12 * HOUR)
    deliver_due(clock=lambda: DAY_9 + 12 * HOUR)
    assert len(sink.messages) == 6
    (mail,) = [one for one in sink.messages if one["To"] == person(planned.group).email]
    text = next(part for part in mail.walk() if part.get_content_type() == "text/plain").get_content()
    assert "asks: did you do what you planned?" in mail["Subject"]
    assert text.index("Only your buddy reads") < text.index("Tip of day nine") < text.index("Sent by Hexad")


def test_no_mail_holds_a_word_of_the_plan(explored: Session) -> None:
    plan(explored, situation="ZEBRA situation", behaviour="ZEBRA behaviour")
    reconcile(EXPLORE + DAY)
    reconcile(DAY_9 + 12 * HOUR)
    for row in OutboxMessage.objects.all():
        assert b"ZEBRA" not in bytes(row.payload)
        assert "ZEBRA" not in str(row.section)


def test_a_look_takes_the_same_queries_for_one_group_and_for_five(explored: Session, make_group: object) -> None:
    def queries() -> int:
        reconcile(DAY_2 + 12 * HOUR)
        with CaptureQueriesContext(connection) as captured:
            reconcile(DAY_2 + 13 * HOUR)
        return len(captured)

    few = queries()
    for number in range(2, 6):
        add_session(make_group(number))  # type: ignore[operator]
    assert queries() == few


def test_two_workers_that_saw_the_same_write_one_nudge_and_one_mail_each(
    planned: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    reconcile(EXPLORE + DAY)
    monkeypatch.setattr(nudging, "_new", lambda due: due)  # both looked before either had written
    for _worker in range(2):
        nudging.send_due(DAY_9 + 12 * HOUR)
    assert kinds() == {("tip", 9): 6, ("buddy", 9): 6}
    assert (BuddyCheck.objects.count(), OutboxMessage.objects.count()) == (6, 12)


def test_nothing_is_locked_while_letters_are_composed(planned: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite lets nobody else write in a transaction, and six hundred letters take seconds."""
    monkeypatch.setattr(nudging, "TURN", 4)
    reconcile(EXPLORE + DAY)
    outside, written, compose = len(connection.savepoint_ids), [], nudging._letter

    def composing(*due: object) -> Mail:
        assert len(connection.savepoint_ids) == outside
        written.append((Nudge.objects.count(), OutboxMessage.objects.count()))
        return compose(*due)  # type: ignore[arg-type]

    monkeypatch.setattr(nudging, "_letter", composing)
    nudging.send_due(DAY_9 + 12 * HOUR)
    assert Counter(written) == {(0, 0): 4, (4, 4): 4, (8, 8): 4}
