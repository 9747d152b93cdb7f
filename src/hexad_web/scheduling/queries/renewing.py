"""Sessions that did not happen and have no new date yet."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Group
from hexad_web.scheduling import access
from hexad_web.scheduling.models import Meeting

Kind, State = Meeting.Kind, Meeting.State


def waiting_for_date(actor: Actor) -> QuerySet[Meeting]:
    """The owner: all of them; a member: those of the own groups. One a group and step, the latest."""
    meetings = access.meetings_of(actor).filter(pk__in=without_date(actor).values("pk"))
    if not actor.is_owner:
        mine = access.attendances_of(actor)
        meetings = meetings.filter(pk__in=mine.values("meeting"))
    return meetings.order_by("group__number", "pk")


def without_date(actor: Actor) -> QuerySet[Meeting]:
    """Fallen through or cancelled, nothing instead of it, and it is this step's turn."""
    same = Meeting.objects.filter(group=OuterRef("group"), cycle=OuterRef("cycle"), kind__in=Meeting.CYCLE)
    of_step = same.filter(kind=OuterRef("kind"))
    # One that lies ahead, booked long before, is no reason to leave this one out.
    later_cycle = Meeting.objects.filter(group=OuterRef("group"), cycle__gt=OuterRef("cycle"), state=State.HELD)
    explore_held = Exists(same.filter(kind=Kind.EXPLORE, state=State.HELD))
    sibling_lives = Exists(same.exclude(kind=OuterRef("kind")).filter(state__in=Meeting.LIVE))
    over = Meeting.objects.filter(
        organisation=actor.organisation,
        group__state=Group.State.PUBLISHED,
        state__in=(State.FELL_THROUGH, State.CANCELLED),
        kind__in=Meeting.CYCLE,
    )
    over = over.exclude(Exists(of_step.filter(state__in=Meeting.LIVE)))
    over = over.exclude(Exists(of_step.filter(pk__gt=OuterRef("pk")))).exclude(Exists(later_cycle))
    # A cancelled cycle is planned like a new one; reflect waits until explore was held.
    over = over.filter(Q(state=State.FELL_THROUGH) | sibling_lives)
    return over.filter(Q(kind=Kind.EXPLORE) | explore_held)
