"""At most one message a week and person, whatever is queued and however many workers look."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP
from itertools import pairwise
from threading import Barrier

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hexad_web.accounts.models import Organisation
from hexad_web.outbox import budget, claims, joining
from hexad_web.outbox.actions import cancel_mails
from hexad_web.outbox.models import OutboxMessage, WeeklySlot
from hexad_web.outbox.rendering import Section
from tests.examples import NOW
from tests.hexad_web.outbox.conftest import StartSink
from tests.hexad_web.outbox.mails import ICS, queued
from tests.hexad_web.outbox.test_delivering import deliver

DAY, WEEK = timedelta(days=1), timedelta(days=7)
TIP = {"kind": "practice.tip", "to": "ben@northwind.example", "html": "<p>Hello</p><!-- joined --><p>Foot</p>"}
SECTION = Section(title="Your buddy", text="How far are you?", url="https://hexad.example/b/", action="Answer")


def tip(organisation: Organisation, key: str, at: datetime = NOW, **fields: object) -> OutboxMessage:
    return queued(organisation, key, now=at, **{**TIP, **fields})[0]


def states() -> dict[str, str]:
    return dict(OutboxMessage.objects.order_by("pk").values_list("key", "state"))


def test_a_second_message_waits_a_week(organisation: Organisation, start_sink: StartSink) -> None:
    sink = start_sink()
    tip(organisation, "first")
    deliver(NOW)
    tip(organisation, "second", NOW + DAY)
    assert deliver(NOW + DAY) == 0
    assert deliver(NOW + WEEK - timedelta(seconds=1)) == 0
    assert states() == {"first": "sent", "second": "held"}
    assert deliver(NOW + WEEK) == 1
    assert len(sink.messages) == 2


@pytest.mark.parametrize("kind", sorted(budget.EXEMPT))
def test_what_somebody_waits_for_is_never_held_back(
    organisation: Organisation, start_sink: StartSink, kind: str
) -> None:
    start_sink()
    tip(organisation, "first")
    tip(organisation, "asked", kind=kind)
    assert deliver() == 2


def test_the_most_urgent_goes_first_and_the_others_wait(organisation: Organisation, start_sink: StartSink) -> None:
    start_sink()
    for key, urgency in (("low", 1), ("high", 8), ("middle", 5)):
        tip(organisation, key, urgency=urgency)
    for week, sent in enumerate((["high"], ["high", "middle"], ["high", "middle", "low"])):
        deliver(NOW + week * WEEK)
        assert sorted(key for key, state in states().items() if state == "sent") == sorted(sent)


def test_a_message_that_has_a_section_joins_the_one_that_goes(
    organisation: Organisation, start_sink: StartSink
) -> None:
    sink = start_sink()
    tip(organisation, "host", urgency=8, text="A tip.\n\n-- \nSent by Hexad.\n")
    tip(organisation, "guest", section=SECTION)
    assert deliver() == 1
    assert states() == {"host": "sent", "guest": "sent"}
    (message,) = sink.messages
    plain, html = (part.get_content() for part in message.iter_parts())
    assert plain.splitlines()[-6:] == [
        "Your buddy",
        "How far are you?",
        "Answer: https://hexad.example/b/",
        "",
        "-- ",
        "Sent by Hexad.",
    ]
    assert html.index("Hello") < html.index("Your buddy") < html.index("Foot")


def test_what_joins_is_escaped(organisation: Organisation) -> None:
    row = tip(organisation, "host")
    section = {"title": "<b>", "text": "a & b", "url": "https://hexad.example/?a=1&b=2", "action": "Go"}
    html = message_from_bytes(joining.compose(bytes(row.payload), [section], NOW), policy=SMTP)
    (body,) = [part.get_content() for part in html.walk() if part.get_content_type() == "text/html"]
    assert "&lt;b&gt;" in body
    assert "a &amp; b" in body


def test_a_section_in_another_language_says_so(organisation: Organisation) -> None:
    row = tip(organisation, "host")
    section = {"title": "Zum Ausprobieren", "text": "Ask first.", "url": "", "action": "", "language": "en"}
    html = message_from_bytes(joining.compose(bytes(row.payload), [section], NOW), policy=SMTP)
    (body,) = [part.get_content() for part in html.walk() if part.get_content_type() == "text/html"]
    assert '<p lang="en">Ask first.</p>' in body


def test_a_letter_that_waited_carries_the_day_on_which_it_leaves(
    organisation: Organisation, start_sink: StartSink
) -> None:
    sink = start_sink()
    row = tip(organisation, "first")
    deliver()
    assert "Date" in sink.messages[0]
    late = message_from_bytes(joining.compose(bytes(row.payload), [], NOW + WEEK), policy=SMTP)
    assert late["Date"].datetime == NOW + WEEK
    assert late["Message-ID"] == row.message_id


def test_calendar_invitations_leave_as_they_were_stored(organisation: Organisation) -> None:
    (row,) = queued(organisation, "ben", calendar=ICS)
    assert joining.letter_of(row, NOW + WEEK) == bytes(row.payload)


def test_what_was_withdrawn_leaves_its_week_to_the_next(organisation: Organisation, start_sink: StartSink) -> None:
    start_sink()
    tip(organisation, "host", urgency=8)
    tip(organisation, "guest", section=SECTION)
    budget.open_weeks(NOW)
    assert states() == {"host": "queued", "guest": "joined"}
    assert cancel_mails(organisation=organisation, keys=["host"]) == 1
    assert deliver(NOW + DAY) == 1
    assert states() == {"host": "cancelled", "guest": "sent"}


def test_a_guest_that_is_withdrawn_is_not_in_the_letter(organisation: Organisation, start_sink: StartSink) -> None:
    sink = start_sink()
    tip(organisation, "host", urgency=8)
    tip(organisation, "guest", section=SECTION)
    budget.open_weeks(NOW)
    cancel_mails(organisation=organisation, keys=["guest"])
    deliver()
    assert b"Your buddy" not in sink.messages[0].as_bytes()


def test_a_message_that_waited_too_long_is_withdrawn(organisation: Organisation, start_sink: StartSink) -> None:
    start_sink()
    tip(organisation, "first")
    tip(organisation, "stale", expires_at=NOW + 3 * DAY)
    deliver()
    assert deliver(NOW + WEEK) == 0
    assert states() == {"first": "sent", "stale": "cancelled"}


def test_a_letter_that_the_mail_server_took_late_counts_from_then_on(
    organisation: Organisation, start_sink: StartSink
) -> None:
    sink = start_sink(refuse={"ben@northwind.example": "451 busy"})
    tip(organisation, "first")
    deliver()
    sink.refuse.clear()
    tip(organisation, "second")
    assert deliver(NOW + 2 * DAY) == 1
    assert deliver(NOW + WEEK) == 0
    assert deliver(NOW + 9 * DAY) == 1


def test_a_letter_that_waited_has_its_three_days_with_the_mail_server(
    organisation: Organisation, start_sink: StartSink
) -> None:
    sink = start_sink()
    tip(organisation, "first")
    tip(organisation, "second")
    deliver()
    sink.refuse["ben@northwind.example"] = "451 busy"
    deliver(NOW + WEEK)
    assert states()["second"] == "queued"


def test_a_reader_in_two_organisations_has_a_week_in_each(
    organisation: Organisation, stranger_organisation: Organisation, start_sink: StartSink
) -> None:
    start_sink()
    tip(organisation, "first")
    tip(stranger_organisation, "first")
    assert deliver() == 2


def test_the_same_address_in_other_letters_is_the_same_reader(
    organisation: Organisation, start_sink: StartSink
) -> None:
    start_sink()
    tip(organisation, "first")
    tip(organisation, "second", to="Ben@Northwind.example")
    assert deliver() == 1


def test_looking_costs_one_query_where_nobody_waits(organisation: Organisation) -> None:
    tip(organisation, "first")
    budget.open_weeks(NOW)
    tip(organisation, "second")
    with CaptureQueriesContext(connection) as captured:
        budget.open_weeks(NOW)
    assert len(captured) == 1


def test_many_weeks_are_opened_with_as_many_statements_as_one(organisation: Organisation) -> None:
    def statements(*names: str) -> int:
        for name in names:
            tip(organisation, name, to=f"{name}@northwind.example")
        with CaptureQueriesContext(connection) as captured:
            assert budget.open_weeks(NOW) == len(names)
        return len(captured)

    assert statements("ben") == statements(*(f"person{number}" for number in range(budget.MOST_OPENED)))


def test_more_readers_than_one_look_opens_all_get_theirs(organisation: Organisation, start_sink: StartSink) -> None:
    sink = start_sink()
    names = [f"person{number}" for number in range(2 * budget.MOST_OPENED + 1)]
    for name in names:
        tip(organisation, name, to=f"{name}@northwind.example")
    assert deliver() == len(names)
    assert len(set(sink.recipients)) == len(names)


READERS = ("ben@northwind.example", "cho@northwind.example")
hours = st.integers(0, 24 * 40)
letters = st.lists(
    st.tuples(hours, st.sampled_from(READERS), st.integers(0, 9), st.booleans(), st.none() | st.integers(1, 20)),
    max_size=14,
)


class AnySequence(TestCase):
    """Whatever is queued, whenever the worker looks."""

    @settings(max_examples=25)
    @given(letters, st.integers(8, 60))
    def test_nobody_gets_two_in_a_week_and_nothing_twice(
        self, rows: list[tuple[int, str, int, bool, int | None]], pause: int
    ) -> None:
        organisation = Organisation.objects.create(name="Northwind Works", slug="northwind")
        sent: list[tuple[datetime, OutboxMessage, list[OutboxMessage]]] = []
        ends = NOW + timedelta(days=40 + 7 * len(rows))
        waiting, at = sorted(enumerate(rows), key=lambda row: row[1][0]), NOW
        while at <= ends:
            while waiting and NOW + timedelta(hours=waiting[0][1][0]) <= at:
                number, (_hour, reader, urgency, has_section, patience) = waiting.pop(0)
                fields = {"to": reader, "urgency": urgency, "section": SECTION if has_section else None}
                expires = at + timedelta(days=patience) if patience else None
                tip(organisation, str(number), at, expires_at=expires, **fields)
            claims.withdraw_expired(at)
            self._urgent_first(at)
            sent += self._deliver(at)
            at += timedelta(hours=pause)
        self._check(sent)
        assert not OutboxMessage.objects.filter(state__in=["held", "queued", "joined"], expires_at=None).exists()

    def _urgent_first(self, at: datetime) -> None:
        """Whoever is let go now is the most urgent of those that wait for the same reader."""
        before = {row.pk: row for row in OutboxMessage.objects.filter(state="held")}
        budget.open_weeks(at)
        for host in OutboxMessage.objects.filter(pk__in=before, state="queued"):
            rivals = [row for row in before.values() if row.counts_for == host.counts_for]
            assert host.urgency == max(row.urgency for row in rivals)

    def _deliver(self, at: datetime) -> Iterator[tuple[datetime, OutboxMessage, list[OutboxMessage]]]:
        for row in claims.claim(at):
            assert claims.mark_sending(row, at)
            guests = list(OutboxMessage.objects.filter(joined_to=row, state="joined"))
            claims.mark_sent(row, at)
            yield at, row, guests

    def _check(self, sent: list[tuple[datetime, OutboxMessage, list[OutboxMessage]]]) -> None:
        times = defaultdict(list)
        for at, host, guests in sent:
            times[host.counts_for].append(at)
            assert {guest.counts_for for guest in guests} <= {host.counts_for}
        gaps = [later - earlier for each in times.values() for earlier, later in pairwise(each)]
        assert all(gap >= WEEK for gap in gaps)
        letters_by_key = Counter(row.key for _at, host, guests in sent for row in (host, *guests))
        assert not letters_by_key or max(letters_by_key.values()) == 1


def test_a_worker_with_an_old_look_takes_no_second_message(organisation: Organisation) -> None:
    for number in range(2):
        tip(organisation, str(number))
    first, second = list(OutboxMessage.objects.order_by("pk"))
    assert [budget._let_go([row], NOW) for row in (first, second, first)] == [1, 0, 0]
    assert states() == {"0": "queued", "1": "held"}


@pytest.mark.django_db(transaction=True)
def test_workers_that_look_at_once_open_a_week_once(organisation: Organisation) -> None:
    for number in range(6):
        tip(organisation, str(number), urgency=number)
    together = Barrier(4)

    def look() -> int:
        together.wait(timeout=30)
        try:
            return budget.open_weeks(NOW)
        except OperationalError:  # SQLite in memory does not wait for the other; a file does
            return 0
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        opened = sum(one.result() for one in [pool.submit(look) for _worker in range(4)])
    assert opened + budget.open_weeks(NOW) == 1
    assert Counter(states().values()) == {"held": 5, "queued": 1}
    assert WeeklySlot.objects.get().taken_at == NOW
