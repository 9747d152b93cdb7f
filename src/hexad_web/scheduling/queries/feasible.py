"""Times at which a group could meet, for one answer in a request: as calendars stand, around what is booked."""

from collections.abc import Sequence
from dataclasses import replace

from hexad.availability.horizon import Horizon
from hexad.availability.masks import Mask
from hexad.scheduling.slots import LADDER, Member
from hexad_web.availability.queries import hours_for, masks_for
from hexad_web.people.models import Person
from hexad_web.scheduling.models import GroupPlan
from hexad_web.scheduling.queries.requests import attended_by

FEWEST = 2


def members_on(people: Sequence[Person], horizon: Horizon) -> list[Member]:
    """The members' masks. Booked meetings are taken time, whether or not a calendar knows them."""
    masks, hours = masks_for(people, horizon), hours_for(people, horizon)
    attended = attended_by(people, horizon.start)
    found = []
    for person in people:
        mask: Mask = masks[person.pk]
        taken = mask.busy
        for one in attended.get(person.pk, ()):
            taken |= horizon.bits(horizon.slot_of(one.start), horizon.slot_of(one.end, round_up=True))
        found.append(Member(replace(mask, busy=taken), hours[person.pk].zone))
    return found


def rungs_of(group_id: int, cycle: int) -> int:
    """How far down the ladder the owner let the search go when this cycle was planned."""
    plans = GroupPlan.objects.filter(group=group_id, cycle=cycle, state=GroupPlan.State.CONFIRMED)
    plan = plans.select_related("run").order_by("-pk").first()
    return plan.rungs_allowed if plan is not None else LADDER.index("absent")
