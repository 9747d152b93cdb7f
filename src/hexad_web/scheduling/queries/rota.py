"""Who facilitates next: whoever did so least often, in whatever group, and among equals by lot."""

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from django.db.models import Q

from hexad_web.scheduling.models import Attendance, Meeting


def rota_of(meeting: Meeting, people: Iterable[int]) -> list[int]:
    """All of ``people``, first whom the invitation names. What lies ahead counts as much as what was held."""
    seats = list(people)
    turns = _turns(meeting, seats)
    return sorted(seats, key=lambda key: (key != meeting.facilitator_id, turns[key], _lot(meeting.group_id, key)))


def _turns(meeting: Meeting, people: list[int]) -> Counter[int]:
    """By the sessions' own rotas where they are made already: somebody may have skipped or swapped."""
    seated = Attendance.objects.filter(person__in=people, removed_at=None).values("meeting")
    theirs = Q(group=meeting.group_id) | Q(pk__in=seated)
    others = Meeting.objects.filter(theirs, state__in=Meeting.LIVE).exclude(pk=meeting.pk)
    rows = others.order_by().values_list("facilitator", "session__rota")
    return Counter(int(rota[0]) if rota else named or 0 for named, rota in rows)


def _lot(group: int, person: int) -> str:
    """The same in each session of a group, so that equals take turns; no alphabet and no date of joining decides."""
    return sha256(f"rota {group} {person}".encode()).hexdigest()
