"""What an entry means for its owner's time."""

import pytest

from tests.hexad.availability.feeds import BERLIN_SERIES, event, kinds, times

OWNER = "ana@firm.example"
MICROSOFT = "X-MICROSOFT-CDO-BUSYSTATUS"


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ((), "busy"),
        (("TRANSP:OPAQUE",), "busy"),
        (("TRANSP:TRANSPARENT",), "free"),
        (("STATUS:TENTATIVE",), "tentative"),
        (("STATUS:CONFIRMED",), "busy"),
        (("STATUS:CANCELLED", "TRANSP:TRANSPARENT"), "cancelled"),
        ((f"{MICROSOFT}:FREE",), "free"),
        ((f"{MICROSOFT}:BUSY", "TRANSP:TRANSPARENT"), "busy"),
        ((f"{MICROSOFT}:TENTATIVE", "TRANSP:TRANSPARENT"), "tentative"),
        ((f"{MICROSOFT}:OOF", "TRANSP:TRANSPARENT"), "out-of-office"),
        ((f"{MICROSOFT}:OOF", "STATUS:TENTATIVE"), "out-of-office"),
        ((f"{MICROSOFT}:WORKINGELSEWHERE",), "elsewhere"),
        ((f"{MICROSOFT}:SOMETHING",), "busy"),
        ((f"ATTENDEE;PARTSTAT=DECLINED:mailto:{OWNER}",), "free"),
        ((f"ATTENDEE;PARTSTAT=DECLINED:MAILTO:{OWNER.upper()}",), "free"),
        ((f'ATTENDEE;CN="Ana; of: Sales";PARTSTAT=DECLINED:mailto:{OWNER}',), "free"),
        ((f"ATTENDEE;PARTSTAT=DECLINED;EMAIL={OWNER}:urn:uuid:42",), "free"),
        ((f"ATTENDEE;PARTSTAT=DECLINED:mailto:{OWNER}", f"{MICROSOFT}:OOF"), "free"),
        (("ATTENDEE;PARTSTAT=DECLINED:mailto:bob@firm.example",), "busy"),
        ((f"ATTENDEE;PARTSTAT=TENTATIVE:mailto:{OWNER}",), "tentative"),
        ((f"ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:{OWNER}",), "busy"),
        ((f"ATTENDEE;PARTSTAT=DELEGATED:mailto:{OWNER}",), "free"),
    ],
)
def test_status_lines_decide_together(lines: tuple[str, ...], kind: str) -> None:
    assert kinds(event(*BERLIN_SERIES, *lines), owner=OWNER) == [kind]


def test_an_invitation_is_free_only_for_whoever_declined() -> None:
    lines = (*BERLIN_SERIES, f"ATTENDEE;PARTSTAT=DECLINED:mailto:{OWNER}")
    assert times(event(*lines), owner=OWNER) == []
    assert len(times(event(*lines), owner="bob@firm.example")) == 1
    assert len(times(event(*lines))) == 1


def test_declining_one_instance_frees_that_instance() -> None:
    series = event(*BERLIN_SERIES, "RRULE:FREQ=DAILY;COUNT=3", f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{OWNER}")
    declined = event(
        "RECURRENCE-ID;TZID=Europe/Berlin:20261020T090000",
        *("DTSTART;TZID=Europe/Berlin:20261020T090000", "DURATION:PT1H"),
        f"ATTENDEE;PARTSTAT=DECLINED:mailto:{OWNER}",
    )
    assert kinds(series, declined, owner=OWNER) == ["busy", "free", "busy"]


@pytest.mark.parametrize(
    ("people", "kind"),
    [
        ((f"ORGANIZER:mailto:{OWNER}", "ATTENDEE:mailto:bob@firm.example"), "movable"),
        (("ORGANIZER:mailto:bob@firm.example", f"ATTENDEE:mailto:{OWNER}"), "movable"),
        (
            (
                f"ORGANIZER:mailto:{OWNER}",
                "ATTENDEE:mailto:bob@firm.example",
                "ATTENDEE;CUTYPE=ROOM:mailto:room4@firm.example",
            ),
            "movable",
        ),
        ((f"ORGANIZER:mailto:{OWNER}", "ATTENDEE:mailto:bob@f.example", "ATTENDEE:mailto:cy@f.example"), "busy"),
        (("ORGANIZER:mailto:bob@firm.example", "ATTENDEE:mailto:cy@firm.example"), "busy"),
        ((), "busy"),
    ],
)
def test_an_own_recurring_one_to_one_is_movable(people: tuple[str, ...], kind: str) -> None:
    assert kinds(event(*BERLIN_SERIES, *people, "RRULE:FREQ=WEEKLY;COUNT=2"), owner=OWNER) == [kind, kind]


def test_a_single_meeting_of_two_is_not_movable() -> None:
    assert kinds(event(*BERLIN_SERIES, f"ORGANIZER:mailto:{OWNER}", "ATTENDEE:mailto:bob@f.example")) == ["busy"]


def test_calendars_of_free_and_busy_are_read() -> None:
    lines = [
        *("BEGIN:VFREEBUSY", "UID:f"),
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261019T080000Z/PT1H,20261020T080000Z/20261020T083000Z",
        *("FREEBUSY;FBTYPE=FREE:20261019T120000Z/PT1H", "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261022T080000Z/PT1H"),
        *("FREEBUSY:20261021T080000Z/PT1H", "END:VFREEBUSY"),
    ]
    assert times("\r\n".join(lines)) == [
        "10-19 08:00-10-19 09:00 tentative",
        "10-20 08:00-10-20 08:30 tentative",
        "10-21 08:00-10-21 09:00 busy",
        "10-22 08:00-10-22 09:00 out-of-office",
    ]
