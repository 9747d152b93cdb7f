"""What a test does beside running servers, in their database: a process that answers a line of JSON for each call.

``build COUNT SIZE MINUTES`` makes rooms that began so many minutes ago, everybody signed in; ``rows SESSION`` tells its
events and presences; ``take_out SESSION PERSON`` takes somebody out of the group.
"""

import json
import sys
from dataclasses import asdict

import django


def build(count: int, size: int, minutes: float) -> object:
    from datetime import timedelta

    from benchmarks import rooms
    from django.utils import timezone

    return [asdict(room) for room in rooms.build(count, size, timezone.now(), timedelta(minutes=minutes))]


def rows(session_id: int) -> object:
    from hexad_web.sessions.models import Presence, RoomEvent

    events = RoomEvent.objects.filter(session=session_id).exclude(key__startswith="earlier-").order_by("number")
    return {
        "events": [[event.kind, event.person_id] for event in events],
        "presences": sorted(Presence.objects.filter(session=session_id).values_list("person_id", "device")),
    }


def take_out(session_id: int, person_id: int) -> object:
    from hexad_web.formation.models import GroupMember
    from hexad_web.scheduling.models import Attendance

    Attendance.objects.filter(meeting__session=session_id, person=person_id).delete()
    return GroupMember.objects.filter(group__sessions=session_id, person=person_id).update(is_active=False)


def main() -> None:
    django.setup()
    calls = {"build": build, "rows": rows, "take_out": take_out}
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        sys.stdout.write(json.dumps(calls[name](*arguments)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
