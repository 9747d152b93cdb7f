"""The child that reads one calendar: a JSON line and the calendar come in, JSON goes out. It knows no database."""

import json
import resource
import sys
from datetime import datetime
from typing import Any

from hexad.availability.calendars import read_ics
from hexad.availability.content import decode
from hexad_web.availability import stored

# Above what the largest allowed calendar takes. The parent kills by the clock; this ends a child whose parent died.
CPU_SECONDS = 20
MEMORY_BYTES = 768 * 2**20


def limit_itself() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump of memory would keep what we promise to forget


def shape_problem(content: bytes) -> str:
    """What is no calendar, or only the first part of one, replaces no good copy."""
    text = decode(content)[0].strip().upper()
    if not text.startswith("BEGIN:VCALENDAR"):
        return "not-a-calendar"
    return "" if text.endswith("END:VCALENDAR") else "truncated"


def answer(request: dict[str, str], content: bytes) -> dict[str, Any]:
    problem = shape_problem(content)
    if problem:
        return {"problem": problem}
    window = (datetime.fromisoformat(request["start"]), datetime.fromisoformat(request["end"]))
    reading = read_ics(content, owner_zone=request["zone"], owner_email=request["email"], window=window)
    if any(each.kind == "unknown" and (each.start, each.end) == window for each in reading.busy):
        return {"problem": "too-much"}  # it says nothing about any day: the copy before it says more
    unreadable = sum(each.severity == "error" for each in reading.problems)
    return {"rows": stored.pack(reading.busy), "unreadable": unreadable}


def main() -> None:
    limit_itself()
    request = json.loads(sys.stdin.buffer.readline())
    sys.stdout.write(json.dumps(answer(request, sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
