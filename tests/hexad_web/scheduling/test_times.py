from datetime import UTC, date, datetime, timedelta

import pytest

from hexad_web.scheduling import times

START = datetime(2026, 6, 4, 12, 0, tzinfo=UTC)
END = START + timedelta(minutes=90)


def test_the_others_times_flag_another_day_and_leave_out_the_same_clock() -> None:
    zones = ["Europe/Paris", "Europe/Berlin", "Pacific/Auckland", "Europe/London"]
    found = times.elsewhere(START, END, zones, "Europe/Berlin")
    assert [t.zone for t in found] == ["Pacific/Auckland", "Europe/London"]
    assert found[0].text.endswith("(Auckland), next day")
    assert found[1].text.endswith("(London)")


@pytest.mark.parametrize(
    ("wall", "zone", "instant"),
    [
        (datetime(2026, 10, 22, 14, 0), "Europe/Berlin", "2026-10-22T12:00"),  # noqa: DTZ001
        (datetime(2026, 10, 29, 14, 0), "Europe/Berlin", "2026-10-29T13:00"),  # noqa: DTZ001
        (datetime(2027, 3, 14, 2, 30), "America/New_York", "2027-03-14T07:30"),  # noqa: DTZ001  # skipped hour
        (datetime(2026, 11, 1, 1, 30), "America/New_York", "2026-11-01T05:30"),  # noqa: DTZ001  # first of two
        (datetime(2026, 10, 30, 9, 0), "America/New_York", "2026-10-30T13:00"),  # noqa: DTZ001
        (datetime(2026, 11, 2, 9, 0), "America/New_York", "2026-11-02T14:00"),  # noqa: DTZ001
    ],
)
def test_a_wall_time_becomes_the_instant_of_its_zone(wall: datetime, zone: str, instant: str) -> None:
    assert f"{times.instant_of(wall, zone):%Y-%m-%dT%H:%M}" == instant


def test_a_series_of_wall_times_keeps_its_hour_across_the_change() -> None:
    for month, first in ((10, 19), (3, 22)):
        for week in range(3):
            wall = datetime(2027 if month == 3 else 2026, month, first, 14, 0) + timedelta(weeks=week)  # noqa: DTZ001
            assert times.wall_text(times.instant_of(wall, "Europe/Berlin"), "Europe/Berlin").endswith("T14:00")


def test_ten_working_days_skip_weekends() -> None:
    assert times.add_working_days(date(2026, 12, 1), 10) == date(2026, 12, 15)
    assert times.add_working_days(date(2026, 12, 5), 1) == date(2026, 12, 7)


def test_notice_is_short_up_to_the_tenth_working_day() -> None:
    now = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    assert times.is_short_notice(datetime(2026, 12, 15, 9, 0, tzinfo=UTC), "Europe/Berlin", now)
    assert not times.is_short_notice(datetime(2026, 12, 16, 9, 0, tzinfo=UTC), "Europe/Berlin", now)


def test_the_edition_of_the_zone_rules_is_named() -> None:
    assert times.tzdata_version()[:2] == "20"
