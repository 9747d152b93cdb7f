"""The child that reads one calendar: a JSON line and the calendar come in, JSON goes out. It knows no database."""

import json
import resource
import sys
from datetime import datetime
from string import hexdigits
from typing import Any

from hexad.availability.calendars import read_ics
from hexad.availability.content import decode
from hexad_web.availability import dav_xml, stored

OWN_NAME = 32  # hexadecimal digits before the host, in the identity of a meeting of ours
MEMORY_BYTES = 256 * 2**20


def limit_itself(seconds: int) -> None:
    """Of processor time; the parent kills by the clock too."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump of memory would keep what we promise to forget


def shape_problem(content: bytes) -> str:
    """What is no calendar, or only the first part of one, replaces no good copy."""
    text = decode(content)[0].strip().upper()
    if not text.startswith("BEGIN:VCALENDAR"):
        return "not-a-calendar"
    return "" if text.endswith("END:VCALENDAR") else "truncated"


def answer(request: dict[str, str], content: bytes) -> dict[str, Any]:
    """Read a calendar, or the many of a CalDAV answer, one for each entry."""
    if request["form"] == "caldav":
        return answer_of_server(request, content)
    problem = shape_problem(content)
    return {"problem": problem} if problem else read(request, content)


def is_own(uid: str, host: str) -> bool:
    """Whether an entry is an invitation of ours: its time is known from the meeting, and moves with it."""
    name, _at, at_host = uid.partition("@")
    return at_host == host and len(name) == OWN_NAME and not set(name) - set(hexdigits)


def answer_of_server(request: dict[str, str], content: bytes) -> dict[str, Any]:
    try:
        entries = [entry.encode() for entry in dav_xml.entries_in(content)]
    except dav_xml.UnreadableAnswerError:
        return {"problem": "not-a-calendar"}
    whole = [entry for entry in entries if not shape_problem(entry)]
    nothing: dict[str, Any] = {"rows": [], "unreadable": 0}
    found = read(request, b"\r\n".join(whole)) if whole else nothing
    broken = len(entries) - len(whole)
    return {**found, "unreadable": found["unreadable"] + broken} if "rows" in found else found


def read(request: dict[str, str], content: bytes) -> dict[str, Any]:
    window = (datetime.fromisoformat(request["start"]), datetime.fromisoformat(request["end"]))
    reading = read_ics(
        content,
        owner_zone=request["zone"],
        owner_email=request["email"],
        window=window,
        leaves_out=lambda uid: is_own(uid, request["own"]),
    )
    if any(each.kind == "unknown" and (each.start, each.end) == window for each in reading.busy):
        return {"problem": "too-much"}  # it says nothing about any day: the copy before it says more
    unreadable = sum(each.severity == "error" for each in reading.problems)
    return {"rows": stored.pack(reading.busy), "unreadable": unreadable}


def main() -> None:
    limit_itself(int(sys.argv[1]))
    request = json.loads(sys.stdin.buffer.readline())
    sys.stdout.write(json.dumps(answer(request, sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
