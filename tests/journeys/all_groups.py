"""What the other groups do in their sessions, without a browser for each member: they rate, answer, plan, decide.

Called beside the product: ``live`` for all groups but that of an address; ``sessions`` tells of that one.
"""

import random
from typing import Any

EMAIL = ("person__email",)
QUESTIONS = ("sharing", "comfort", "responses", "material")


def live(kind: str, address: str) -> None:
    """Everybody is there: the session is held when its time has come, as the room would have marked it."""
    from hexad_web.evidence.models import Response
    from hexad_web.practice.models import Plan
    from hexad_web.scheduling.models import Attendance, Meeting
    from hexad_web.sessions.models import Session

    chance = random.Random(kind)
    planned = Session.objects.filter(kind=kind).exclude(meeting__state=Meeting.State.CANCELLED)
    for session in planned.exclude(group__members__person__email=address).select_related("meeting"):
        common = {"organisation": session.organisation, "session": session}
        people = Attendance.objects.filter(meeting=session.meeting, removed_at=None).values_list("person", flat=True)
        for person in people:
            value = min(7, chance.randint(2, 5) + (kind == "reflect"))
            row = {"person_id": person, "answered_at": session.ends_at, **common}
            Response.objects.create(
                measure="rating", item="second" if kind == "reflect" else "first", value=value, **row
            )
            if kind == "explore":
                for item in QUESTIONS:
                    Response.objects.create(measure="questions", item=item, value=chance.randint(3, 5), **row)
                times = {"made_at": session.ends_at, "changed_at": session.ends_at}
                Plan.objects.create(person_id=person, **times, **common)
            else:
                decision = chance.choices(["kept", "adapted", "dropped"], [5, 3, 2])[0]
                plans = Plan.objects.filter(person_id=person, session__group=session.group_id)
                plans.update(decision=decision, decided_at=session.ends_at)
        held = {"state": Session.State.HELD, "closed_at": session.ends_at, "started_at": session.starts_at}
        Session.objects.filter(pk=session.pk).update(**held)
        Meeting.objects.filter(pk=session.meeting_id).update(state=Meeting.State.HELD)


def sessions(address: str) -> list[dict[str, Any]]:
    """Of one person's group, in order, with everybody's address, the person's own first; as soon as they follow the
    meetings: the worker makes and moves them."""
    from django.db.models import F

    from hexad_web.sessions.models import Session

    own = Session.objects.filter(group__members__person__email=address, starts_at=F("meeting__start"))
    found = own.order_by("starts_at").distinct()
    return [
        {
            "session": one.pk,
            "kind": one.kind,
            "start": one.starts_at.isoformat(),
            "members": sorted(
                one.group.members.values_list("person__email", flat=True),
                key=lambda member: (member != address, member),
            ),
        }
        for one in found
    ]
