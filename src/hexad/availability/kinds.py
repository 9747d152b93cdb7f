"""What an entry means for its owner's time: the status lines of an event, put together."""

import re
from collections.abc import Sequence

from hexad.availability.content import Component
from hexad.availability.revisions import sequence_of

ADDRESS = re.compile(r"mailto:([^\s;,\"]+)\s*$", re.IGNORECASE)
EMAIL_PARAMETER = re.compile(r";EMAIL=\"?([^;:\"]+)", re.IGNORECASE)
ANSWER = re.compile(r";PARTSTAT=\"?([A-Z-]+)", re.IGNORECASE)
THING = re.compile(r";CUTYPE=\"?(ROOM|RESOURCE)", re.IGNORECASE)
MICROSOFT = {
    "FREE": "free",
    "TENTATIVE": "tentative",
    "BUSY": "busy",
    "OOF": "out-of-office",
    "WORKINGELSEWHERE": "elsewhere",
}
ANSWERS = {"DECLINED": "free", "DELEGATED": "free", "TENTATIVE": "tentative"}
FREE_BUSY = {"FREE": "free", "BUSY-UNAVAILABLE": "out-of-office", "BUSY-TENTATIVE": "tentative"}


def kinds_of(series: Sequence[Component], owner_email: str, *, recurring: bool) -> list[str]:
    """The kind of each event of one series.

    A cancelled series takes its changed instances with it, unless they are newer.

    Source: RFC 5546, section 3.2.5.
    """
    kinds = [kind_of(event, owner_email, recurring=recurring) for event in series]
    cancelled = [
        sequence_of(event)
        for event, kind in zip(series, kinds, strict=True)
        if kind == "cancelled" and not event.all("RECURRENCE-ID")
    ]
    if not cancelled:
        return kinds
    return [
        kind if sequence_of(event) > max(cancelled) else "cancelled" for event, kind in zip(series, kinds, strict=True)
    ]


def kind_of(event: Component, owner_email: str, *, recurring: bool) -> str:
    """One of the kinds of :class:`hexad.availability.intervals.Busy`, or ``free`` or ``cancelled``.

    Source: RFC 5545 (TRANSP, STATUS, PARTSTAT); MS-OXCICAL section 2.1.3.1.1.20.28 (busy status), which overrides
    TRANSP. That the owner's recurring one-to-ones are movable is our choice: they are the meetings people move first.
    """
    status = event.value("STATUS").upper()
    if status == "CANCELLED":
        return "cancelled"
    answer = ANSWERS.get(_answer(event, owner_email), "")
    transparent = event.value("TRANSP").upper() == "TRANSPARENT"
    kind = MICROSOFT.get(event.value("X-MICROSOFT-CDO-BUSYSTATUS").upper(), "free" if transparent else "busy")
    if "free" in (kind, answer):
        return "free"
    if kind != "busy":
        return kind
    if status == "TENTATIVE" or answer == "tentative":
        return "tentative"
    return "movable" if recurring and _is_own_one_to_one(event, owner_email) else "busy"


def free_busy_kind(line: str) -> str:
    """The kind of a FREEBUSY line (RFC 5545, section 3.2.9); an unknown type is busy."""
    found = re.search(r";FBTYPE=\"?([A-Z-]+)", line, re.IGNORECASE)
    return FREE_BUSY.get(found.group(1).upper(), "busy") if found else "busy"


def _address(line: str) -> str:
    found = EMAIL_PARAMETER.search(line) or ADDRESS.search(line)
    return found.group(1).casefold() if found else line.rpartition(":")[2].casefold()


def _answer(event: Component, owner_email: str) -> str:
    if owner_email:
        for line in event.all("ATTENDEE"):
            found = ANSWER.search(line)
            if found and _address(line) == owner_email.casefold():
                return found.group(1).upper()
    return ""


def _is_own_one_to_one(event: Component, owner_email: str) -> bool:
    """Two people, one of them the owner; an entry that names nobody is no one-to-one."""
    attendees = {_address(line) for line in event.all("ATTENDEE") if not THING.search(line)}
    people = attendees | {_address(line) for line in event.all("ORGANIZER")}
    own = not owner_email or owner_email.casefold() in people
    return bool(attendees) and len(people) == 2 and own
