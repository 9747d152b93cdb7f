"""Who reaches which row. An owner: those of the organisation. A member: their own meetings. A token: its own row."""

from hashlib import sha256

from django.core import signing
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from hexad_web.accounts.access import Actor
from hexad_web.formation.models import GroupMember
from hexad_web.people.models import Participation, Person
from hexad_web.scheduling.models import (
    Attendance,
    Choice,
    GroupPlan,
    Meeting,
    PlanRun,
    Poll,
    Proposal,
    Room,
    SessionFeed,
)

# "." keeps the address in one piece in mail programs, which a ":" does not.
ANSWERS = signing.Signer(salt="hexad.scheduling.answer", sep=".")
CHOICES = signing.Signer(salt="hexad.scheduling.choose", sep=".")


def meetings_of(actor: Actor) -> QuerySet[Meeting]:
    return Meeting.objects.filter(organisation=actor.organisation).select_related("group", "room", "facilitator")


def meeting_of(actor: Actor, meeting_id: int) -> Meeting:
    return get_object_or_404(meetings_of(actor), pk=meeting_id)


def meeting_to_renew(actor: Actor, meeting_id: int) -> Meeting:
    """A meeting that the owner, or somebody who was invited to it and still is, may put right."""
    return meeting_of(actor, meeting_id) if actor.is_owner else attendance_of(actor, meeting_id).meeting


def live_meeting_like(meeting: Meeting) -> Meeting | None:
    """The one that counts for the same step of the same cycle; the database lets there be one."""
    same = Meeting.objects.filter(group=meeting.group_id, cycle=meeting.cycle, kind=meeting.kind)
    return same.filter(state__in=Meeting.LIVE).first()


def attendances_of(actor: Actor) -> QuerySet[Attendance]:
    """The meetings to which this user is invited as a person."""
    return Attendance.objects.filter(
        organisation=actor.organisation, person__user=actor.user, removed_at=None
    ).select_related("meeting__group", "meeting__facilitator", "person__user")


def attendance_of(actor: Actor, meeting_id: int) -> Attendance:
    if actor.user is None:
        raise Http404
    return get_object_or_404(attendances_of(actor), meeting_id=meeting_id)


def run_of(actor: Actor, run_id: int) -> PlanRun:
    return get_object_or_404(PlanRun, organisation=actor.organisation, pk=run_id)


def plan_of(actor: Actor, plan_id: int) -> GroupPlan:
    plans = GroupPlan.objects.filter(organisation=actor.organisation).select_related("run", "group", "room")
    return get_object_or_404(plans, pk=plan_id)


def poll_of(actor: Actor, plan_id: int) -> Poll:
    return get_object_or_404(Poll, organisation=actor.organisation, plan_id=plan_id)


def proposals_of(actor: Actor) -> QuerySet[Proposal]:
    """Open ones: an owner reads all, a member those of the own group."""
    rows = Proposal.objects.filter(organisation=actor.organisation, state=Proposal.State.OPEN).select_related("group")
    if actor.is_owner:
        return rows
    mine = GroupMember.objects.filter(person__user=actor.user, person__user__isnull=False, is_active=True)
    return rows.filter(group__in=mine.values("group"))


def proposal_of(actor: Actor, proposal_id: int) -> Proposal:
    return get_object_or_404(proposals_of(actor), pk=proposal_id)


def rooms_of(actor: Actor) -> QuerySet[Room]:
    return Room.objects.filter(organisation=actor.organisation)


def room_of(actor: Actor, room_id: int) -> Room:
    return get_object_or_404(rooms_of(actor), pk=room_id)


def answer_token(attendance_id: int) -> str:
    return ANSWERS.sign(str(attendance_id))


def choose_token(choice_id: int) -> str:
    return CHOICES.sign(str(choice_id))


def attendance_of_token(token: str) -> Attendance:
    rows = Attendance.objects.select_related("organisation", "meeting__group", "meeting__facilitator", "person__user")
    return get_object_or_404(rows, pk=_key(ANSWERS, token))


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def feed_of_token(token: str) -> SessionFeed:
    """Of somebody who is still one of the people; a revoked address finds nothing."""
    rows = SessionFeed.objects.select_related("person__organisation", "person__user")
    rows = rows.filter(revoked_at=None).exclude(person__participation=Participation.LEFT)
    return get_object_or_404(rows, token_hash=hash_of(token))


def own_person(actor: Actor) -> Person:
    """Whose feed it is; who is no participant has no sessions to subscribe to."""
    if actor.user is None:
        raise Http404
    return get_object_or_404(Person, organisation=actor.organisation, user=actor.user)


def feed_of(person: Person) -> SessionFeed | None:
    return SessionFeed.objects.filter(person=person).first()


def choice_of_token(token: str) -> Choice:
    rows = Choice.objects.select_related("organisation", "poll__plan__group", "poll__plan__room", "person__user")
    return get_object_or_404(rows, pk=_key(CHOICES, token))


def _key(signer: signing.Signer, token: str) -> int:
    try:
        return int(signer.unsign(token))
    except (signing.BadSignature, ValueError):
        raise Http404 from None
