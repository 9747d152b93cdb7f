"""Rules: what they name, which are worked out, and what the others block."""

from datetime import datetime, timedelta

import pytest

from hexad.availability.recurrence import Rule, UnusableRuleError, walk
from tests.hexad.availability.feeds import WINDOW, days, event, fields, read

START = "DTSTART;TZID=Europe/Berlin:20260930T090000"


@pytest.mark.parametrize(
    ("rule", "first"),
    [
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", ["09-30", "10-30", "11-30", "12-31"]),
        ("FREQ=MONTHLY;BYDAY=2TU", ["09-30", "10-13", "11-10", "12-08"]),
        ("FREQ=MONTHLY;BYDAY=1MO,TH", ["09-30", "10-01", "10-05", "10-08"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", ["09-30", "10-31", "12-31", "01-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", ["09-30", "10-31", "11-30", "12-31"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=SU", ["09-30", "10-12", "10-14", "10-26"]),
        ("FREQ=YEARLY;BYDAY=1MO;BYMONTH=11,1", ["09-30", "11-02", "01-04"]),
        ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=FR", ["09-30", "01-01"]),
        ("FREQ=YEARLY;BYYEARDAY=-1", ["09-30", "12-31"]),
        ("FREQ=DAILY;INTERVAL=90", ["09-30", "12-29", "03-29"]),
    ],
)
def test_rules_name_the_days_that_people_mean(rule: str, first: list[str]) -> None:
    assert days(START, "DURATION:PT1H", f"RRULE:{rule}")[: len(first)] == first


def test_a_rule_may_name_several_times_of_the_day() -> None:
    reading = read(event("DTSTART:20261019T080000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYHOUR=14,8;COUNT=4"))
    assert [(one.start.day, one.start.hour) for one in reading.busy] == [(19, 8), (19, 14), (20, 8), (20, 14)]


def test_an_end_without_a_time_includes_that_day_in_the_entrys_zone() -> None:
    late = ("DTSTART;TZID=America/New_York:20261019T230000", "DURATION:PT30M")
    assert days(*late, "RRULE:FREQ=DAILY;UNTIL=20261020") == ["10-20", "10-21"]


@pytest.mark.parametrize("until", ["20261021", "20261021T000000Z", "20261020T220000Z", "20261021T215959Z"])
def test_the_end_of_an_all_day_series_is_a_day_of_its_owner(until: str) -> None:
    assert days("DTSTART;VALUE=DATE:20261020", f"RRULE:FREQ=DAILY;UNTIL={until}") == ["10-19", "10-20"]


def test_a_series_that_ends_before_it_begins_is_gone() -> None:
    assert days("DTSTART:20261019T080000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=20261001T000000Z") == []


def test_a_date_that_never_comes_leaves_the_first_one() -> None:
    assert days("DTSTART:20261019T080000Z", "DURATION:PT1H", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30") == ["10-19"]


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("FREQ=DAILY;INTERVAL=0", "repeats at an interval outside 1 to 99"),
        ("FREQ=DAILY;INTERVAL=100", "repeats at an interval outside 1 to 99"),
        ("FREQ=DAILY;COUNT=0", "repeats less than once"),
        ("FREQ=DAILY;COUNT=" + "9" * 5000, "holds what is no number"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20270101", "has both COUNT and UNTIL"),
        ("FREQ=DAILY;BYDAY=XX", "holds a BYDAY that no week has"),
        ("FREQ=DAILY;BYDAY=0MO", "holds a BYDAY that no week has"),
        ("FREQ=DAILY;WKST=1", "holds a WKST that no week has"),
        ("FREQ=YEARLY;BYMONTH=13", "holds a BYMONTH that no calendar has"),
        ("FREQ=YEARLY;BYEASTER=1", "is not an iCalendar rule of the Gregorian calendar"),
        ("RSCALE=CHINESE;FREQ=YEARLY", "is not an iCalendar rule of the Gregorian calendar"),
        ("FREQ=DAILY;FREQ=WEEKLY", "is not an iCalendar rule of the Gregorian calendar"),
        ("FREQ=", "is not an iCalendar rule of the Gregorian calendar"),
        ("FREQ=FORTNIGHTLY", "repeats FORTNIGHTLY"),
        ("FREQ=DAILY;BYHOUR=0,1,2,3,4;BYMINUTE=0,1,2,3,4", "repeats more often than hourly"),
    ],
)
def test_a_rule_that_is_not_worked_out_says_why(rule: str, reason: str) -> None:
    with pytest.raises(UnusableRuleError) as caught:
        Rule.parse(rule)
    assert str(caught.value) == reason


@pytest.mark.parametrize(
    "rule", ["RSCALE=GREGORIAN;FREQ=DAILY;SKIP=OMIT", "freq=daily; interval=1;", "FREQ=DAILY;COUNT=-1"]
)
def test_what_exports_add_without_meaning_is_accepted(rule: str) -> None:
    assert Rule.parse(rule) == Rule(frequency="DAILY")


def test_a_rule_by_day_that_is_not_worked_out_blocks_its_time_of_every_day_as_unknown() -> None:
    reading = read(event(START, "DURATION:PT1H", "RRULE:FREQ=WEEKLY;INTERVAL=250"))
    assert {(one.start.hour, one.kind) for one in reading.busy} == {(7, "unknown"), (8, "unknown")}
    assert len(reading.busy) == (WINDOW[1] - datetime(2026, 9, 30, tzinfo=WINDOW[1].tzinfo)).days
    assert fields(reading) == [("RRULE", "error")]


@pytest.mark.parametrize(
    ("rule", "hours"),
    [
        ("FREQ=HOURLY;UNTIL=20261001T100000Z", 28),
        ("FREQ=HOURLY;INTERVAL=4;COUNT=6", 25),
        ("FREQ=MINUTELY;COUNT=60", 2),
    ],
)
def test_what_is_unknown_ends_where_the_repetition_surely_does(rule: str, hours: int) -> None:
    reading = read(event(START, "DURATION:PT1H", f"RRULE:{rule}"))
    assert [one.kind for one in reading.busy] == ["unknown"]
    assert reading.busy[0].end - reading.busy[0].start == timedelta(hours=hours)


def test_a_repetition_that_blocks_nothing_stays_free_whatever_its_rule() -> None:
    assert read(event(START, "DURATION:PT1H", "TRANSP:TRANSPARENT", "RRULE:FREQ=SECONDLY")).busy == ()


def looked_at(rule: str) -> int:
    """How many days, for January 2027, where it began in 1970."""
    first = datetime(1970, 1, 1, 9)  # noqa: DTZ001  # on the wall
    spent: list[int] = []
    since, until = datetime(2027, 1, 1), datetime(2027, 2, 1)  # noqa: DTZ001  # on the wall
    list(walk(Rule.parse(rule), first, since=since, until=until, spend=spent.append))
    return sum(spent)


@pytest.mark.parametrize(
    "rule",
    ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6", "FREQ=YEARLY;BYMONTH=2;BYDAY=6MO"],
)
def test_only_days_near_the_window_are_looked_at_where_nothing_is_counted(rule: str) -> None:
    assert looked_at(rule) <= 366


def test_counting_looks_at_every_day_since_the_beginning_and_pays_for_it() -> None:
    assert looked_at("FREQ=DAILY;COUNT=1000000") > 20_000
