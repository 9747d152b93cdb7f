from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from hexad.practice.nudges import OVERDUE, TIP_DAYS, DueNudge, NudgeKind, Practising, all_nudges, due_nudges

BERLIN, NEW_YORK, KATHMANDU, APIA = (
    ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia")
)
zones = st.sampled_from([BERLIN, NEW_YORK, KATHMANDU, APIA, ZoneInfo("America/Sao_Paulo")])
moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@st.composite
def practising(draw: st.DrawFn) -> Practising:
    explored = draw(moments)
    reflect = draw(st.none() | st.integers(1, 60).map(lambda days: explored + timedelta(days=days)))
    held = draw(st.booleans())
    return Practising(
        person=draw(st.sampled_from("abc")),
        zone=draw(zones),
        explored_at=draw(st.sampled_from([explored, None])),
        reflect_at=reflect,
        reflected_at=reflect if held else None,
        tip_days=draw(st.sampled_from([(), (2,), TIP_DAYS, (2, 9, 16, 35)])),
        has_buddy=draw(st.booleans()),
    )


@given(practising())
def test_everything_comes_at_nine_on_a_working_morning_of_the_person(one: Practising) -> None:
    for nudge in all_nudges(one):
        local = nudge.due_at.astimezone(one.zone)
        assert (local.hour, local.minute, local.weekday() < 5) == (9, 0, True)


@given(practising())
def test_no_nudge_is_earlier_than_its_day_or_more_than_a_weekend_later(one: Practising) -> None:
    for nudge in all_nudges(one):
        if nudge.kind is not NudgeKind.FOLLOW_UP:
            assert one.explored_at is not None
            day = one.explored_at.astimezone(one.zone).date() + timedelta(days=nudge.number)
            assert 0 <= (nudge.due_at.astimezone(one.zone).date() - day).days <= 2


@given(practising())
def test_nothing_of_the_practice_weeks_comes_after_reflect(one: Practising) -> None:
    weeks = [nudge for nudge in all_nudges(one) if nudge.kind is not NudgeKind.FOLLOW_UP]
    assert one.reflect_at is None or all(nudge.due_at < one.reflect_at for nudge in weeks)


@given(st.lists(practising(), max_size=4), moments)
def test_what_is_due_is_at_most_five_days_late_and_a_follow_up_four_weeks(
    people: list[Practising], now: datetime
) -> None:
    for nudge in due_nudges(people, now):
        late = now - nudge.due_at
        longest = timedelta(days=28) if nudge.kind is NudgeKind.FOLLOW_UP else OVERDUE
        assert timedelta(0) <= late < longest


@given(practising(), st.lists(st.integers(1, 4 * 24), min_size=1, max_size=120))
def test_a_worker_that_is_never_away_for_five_days_misses_nothing(one: Practising, hours: list[int]) -> None:
    """However irregular its ticks are, what was due in its time was due at one of them."""
    begin = one.explored_at or one.reflected_at or datetime(2027, 1, 1, tzinfo=UTC)
    ticks = [begin]
    for pause in hours:
        ticks.append(ticks[-1] + timedelta(hours=pause))
    seen: set[DueNudge] = set()
    for tick in ticks:
        seen.update(due_nudges([one], tick))
    assert seen == {nudge for nudge in all_nudges(one) if begin <= nudge.due_at <= ticks[-1]}


@given(st.lists(practising(), max_size=5), moments)
def test_the_order_of_people_changes_nothing(people: list[Practising], now: datetime) -> None:
    assert due_nudges(people, now) == due_nudges(list(reversed(people)), now)


def test_nine_oclock_stays_nine_oclock_when_the_clocks_change() -> None:
    explored = datetime(2027, 3, 25, 13, 0, tzinfo=UTC)  # Thursday; Berlin's clocks change on Sunday the 28th
    one = Practising(person="ben", zone=BERLIN, explored_at=explored, tip_days=TIP_DAYS)
    assert [nudge.due_at for nudge in all_nudges(one)] == [
        datetime(2027, 3, 29, 7, 0, tzinfo=UTC),  # Saturday moves to Monday, in summer time
        datetime(2027, 4, 5, 7, 0, tzinfo=UTC),  # Saturday again
        datetime(2027, 4, 12, 7, 0, tzinfo=UTC),
    ]


def test_the_day_counts_on_the_persons_own_calendar() -> None:
    explored = datetime(2027, 2, 3, 23, 30, tzinfo=UTC)  # Thursday in Kathmandu, Wednesday in New York
    first = {
        zone: all_nudges(Practising(person="ben", zone=zone, explored_at=explored, tip_days=(2,)))[0]
        for zone in (KATHMANDU, NEW_YORK)
    }
    assert first[KATHMANDU].due_at.astimezone(KATHMANDU).date() == date(2027, 2, 8)  # Saturday the 6th, so Monday
    assert first[NEW_YORK].due_at.astimezone(NEW_YORK).date() == date(2027, 2, 5)


def test_the_buddys_question_comes_with_the_second_tip() -> None:
    explored = datetime(2027, 2, 2, 13, 0, tzinfo=UTC)
    nudges = all_nudges(Practising(person="ben", zone=BERLIN, explored_at=explored, tip_days=TIP_DAYS, has_buddy=True))
    days = {(nudge.kind, nudge.number): nudge.due_at for nudge in nudges}
    assert days[NudgeKind.BUDDY, 9] == days[NudgeKind.TIP, 9]


def test_follow_ups_come_three_and_six_months_after_reflect_also_from_the_end_of_a_month() -> None:
    reflected = datetime(2026, 8, 31, 13, 0, tzinfo=UTC)
    nudges = all_nudges(Practising(person="ben", zone=BERLIN, reflected_at=reflected))
    assert [(nudge.number, nudge.due_at.date()) for nudge in nudges] == [(3, date(2026, 11, 30)), (6, date(2027, 3, 1))]
