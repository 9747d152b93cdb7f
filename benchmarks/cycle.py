"""One member in the middle of a cycle: topics, a session, a plan, a buddy, a release, and a session missed."""

from datetime import datetime, timedelta

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Role
from hexad_web.challenges import tasks as challenges
from hexad_web.challenges.actions import arranging
from hexad_web.challenges.models import Topic
from hexad_web.people.models import Person
from hexad_web.practice import access
from hexad_web.practice.actions import planning, reporting
from hexad_web.practice.models import BuddyCheck, BuddyPair, FollowUp
from hexad_web.report.actions import replying
from hexad_web.report.models import Obstacle
from hexad_web.scheduling.models import Attendance
from hexad_web.sessions.actions import agendas, keeping, releasing, writing
from hexad_web.sessions.actions.releasing import Proposal
from hexad_web.sessions.actions.writing import Written
from hexad_web.sessions.models import Release, Session

WORDS = "Orders above a small amount need three signatures."


def live(owner: Actor, attendance: Attendance, now: datetime) -> dict[str, object]:
    """Fill the cycle of this member's group; return what stands for the blanks of its addresses."""
    person = Person.objects.select_related("user", "organisation").get(pk=attendance.person_id)
    member = Actor(organisation=person.organisation, role=Role.PARTICIPANT, user=person.user)
    keeping.open_sessions(now)
    explore, reflect = Session.objects.filter(group=attendance.meeting.group).order_by("starts_at")
    Session.objects.filter(pk=reflect.pk).update(
        state=Session.State.HELD, closed_at=now, paper_until=now + timedelta(days=7)
    )
    written = Written("one", "stories", "story", WORDS, is_sent=True)
    card = writing.write_card(actor=member, session_id=explore.pk, written=written, now=now)
    return {
        **topics(owner, now),
        **practice(member, explore, person, now),
        **releases(member, now),
        **own_agenda(owner, now),
        "sessions session_id": explore.pk,
        "sessions:catch_up session_id": reflect.pk,
        "sessions:paper session_id": reflect.pk,
        "record session_id": reflect.pk,
        "sessions card_id": card.pk if card else 0,
        "evidence session_id": explore.pk,
        "practice session_id": explore.pk,
    }


def own_agenda(owner: Actor, now: datetime) -> dict[str, object]:
    made = agendas.copy_ours(actor=owner, name="explore", now=now)
    return {"sessions agenda_id": made.pk, "sessions agenda_name": "explore"}


def topics(owner: Actor, now: datetime) -> dict[str, object]:
    challenges.reconcile(now)
    one, other = Topic.objects.filter(organisation=owner.organisation, merged_into=None).order_by("pk")[:2]
    change = arranging.merge(actor=owner, topic_id=other.pk, into_id=one.pk, now=now)
    return {
        "challenges topic_id": one.pk,
        "challenges change_id": change.pk,
        "challenges name": "delegation",
        "challenges part": "purpose",
    }


def practice(member: Actor, session: Session, person: Person, now: datetime) -> dict[str, object]:
    seat = access.Seat(member, session, person)
    day = (session.starts_at + timedelta(days=4)).date()
    planning.save_plan(seat=seat, draft=planning.Draft(situation=WORDS, behaviour=WORDS, occasion_date=day), now=now)
    other = session.group.members.exclude(person=person).earliest("pk").person
    common = {"organisation": session.organisation, "group": session.group, "cycle": session.cycle}
    checks = [
        BuddyCheck.objects.create(
            organisation=session.organisation,
            pair=BuddyPair.objects.create(person=one, buddy=buddy, **common),
            session=session,
            day=9,
            asked_at=now,
        )
        for one, buddy in ((person, other), (other, person))
    ]
    asked = {"organisation": session.organisation, "session": session, "person": person}
    follow_up = FollowUp.objects.create(months=3, asked_at=now, **asked)
    return {
        "practice entry_id": reporting.add_note(actor=member, text=WORDS, now=now).pk,
        "practice check_id": checks[1].pk,
        "practice:buddy token": access.check_token(checks[0].pk),
        "practice:follow_up token": access.follow_up_token(follow_up.pk),
    }


def releases(member: Actor, now: datetime) -> dict[str, object]:
    waiting = releasing.propose(actor=member, proposal=Proposal("obstacle", WORDS), now=now)
    released = Release.objects.create(
        organisation=waiting.organisation,
        group=waiting.group,
        kind=Release.Kind.OBSTACLE,
        state=Release.State.RELEASED,
        text=WORDS,
        proposed_at=now - timedelta(days=9),
        released_at=now - timedelta(days=8),
    )
    replying.follow_releases(now=now)
    return {
        "sessions release_id": waiting.pk,
        "sessions kind": "obstacle",
        "report obstacle_id": Obstacle.objects.get(release=released).public_id,
    }
