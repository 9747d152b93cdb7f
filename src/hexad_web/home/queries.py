"""What needs each role now, derived from every stage; nothing here is stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from hexad_web.accounts.access import Actor
from hexad_web.availability.queries import pages as availability
from hexad_web.formation import access as formation
from hexad_web.formation.models import Group, Run
from hexad_web.formation.queries.groups import own_group
from hexad_web.formation.queries.mending import unmended
from hexad_web.home.thing import Thing
from hexad_web.home.things import challenge_things, member_things, report_things, topic_things
from hexad_web.outbox import queries as outbox
from hexad_web.outbox.models import WorkerBeat
from hexad_web.outbox.queries import MailHealth
from hexad_web.people.models import Participation, Person
from hexad_web.report.queries import obstacles
from hexad_web.report.queries.board import Board, latest_board
from hexad_web.report.queries.obstacles import ObstacleRow
from hexad_web.scheduling.access import proposals_of
from hexad_web.scheduling.models import Meeting
from hexad_web.scheduling.queries.ledger import OwnTime
from hexad_web.scheduling.queries.places import meetings_without_link
from hexad_web.scheduling.queries.plans import groups_without_meetings
from hexad_web.scheduling.queries.renewing import waiting_for_date
from hexad_web.scheduling.queries.replies import ReplyHealth, reply_health
from hexad_web.scheduling.queries.sessions import MySessions, SessionRow, my_sessions

WORKER_IS_LATE_AFTER = timedelta(minutes=1)
# Where a group stands, by the kind of the meeting ahead of it.
STAGES = {Meeting.Kind.ENGAGE: "engage", Meeting.Kind.EXPLORE: "explore", Meeting.Kind.REFLECT: "practise"}


@dataclass(frozen=True, slots=True)
class OwnerHome:
    things: list[Thing]
    later: list[Thing]
    people: int
    joined: int
    groups: int
    meetings: int
    board: Board | None


def owner_home(actor: Actor, now: datetime) -> OwnerHome:
    by_participation = _participation(actor)
    published, to_move = _groups(actor)
    ahead = Meeting.objects.filter(organisation=actor.organisation, state=Meeting.State.CONFIRMED, end__gt=now).count()
    things = [*_people_things(by_participation), *_formation_things(actor, by_participation, published)]
    things += [*topic_things(actor, now, published), *_renewal_things(actor, to_move)]
    things += [*_meeting_things(actor, now), *_calendar_things(actor, now), *_mail_things(actor)]
    things += report_things(actor, now)
    return OwnerHome(
        things=things[:3],
        later=things[3:],
        people=sum(by_participation.values()) - by_participation.get(Participation.LEFT, 0),
        joined=by_participation.get(Participation.JOINED, 0),
        groups=published,
        meetings=ahead,
        board=latest_board(actor),
    )


def _participation(actor: Actor) -> dict[str, int]:
    rows = Person.objects.filter(organisation=actor.organisation).values_list("participation").annotate(Count("pk"))
    return dict(rows.order_by())


def _people_things(counts: dict[str, int]) -> Iterator[Thing]:
    if not sum(counts.values()):
        yield Thing(
            _("Nobody is here yet. A file of managers brings them in."), 10, _("Import people"), "people:import_new"
        )
    waiting = counts.get(Participation.NOT_INVITED, 0)
    if waiting:
        text = ngettext("%(n)d person has not been asked yet.", "%(n)d people have not been asked yet.", waiting)
        yield Thing(text % {"n": waiting}, 2, _("Invite them"), "people:list")


def _formation_things(actor: Actor, counts: dict[str, int], published: int) -> Iterator[Thing]:
    joined = counts.get(Participation.JOINED, 0)
    run = formation.runs_of(actor).filter(kind=Run.Kind.FORM).first()  # the latest
    if run is not None and run.state in Run.WAITING:
        yield Thing(_("A search for groups is running."), 1, _("Watch it"), "formation:run", run.pk)
    elif run is not None and run.state in {Run.State.DONE, Run.State.STOPPED}:
        text = ngettext("%(n)d group waits to be published.", "%(n)d groups wait to be published.", run.groups_count)
        yield Thing(text % {"n": run.groups_count}, 10, _("Look at the result"), "formation:result", run.pk)
    elif joined and not published:
        text = ngettext(
            "%(n)d person joined. Groups can be formed.", "%(n)d people joined. Groups can be formed.", joined
        )
        yield Thing(text % {"n": joined}, 5, _("Form groups"), "formation:policy")
    if published:
        yield from _mending_things(actor)


def _mending_things(actor: Actor) -> Iterator[Thing]:
    small, waiting = unmended(actor)
    if small:
        text = ngettext("%(n)d group became too small.", "%(n)d groups became too small.", small)
        yield Thing(text % {"n": small}, 5, _("Mend groups"), "formation:mend")
    elif waiting:
        text = ngettext("%(n)d person waits for a group.", "%(n)d people wait for a group.", waiting)
        yield Thing(text % {"n": waiting}, 5, _("Look for places"), "formation:mend")


def _meeting_things(actor: Actor, now: datetime) -> Iterator[Thing]:
    count = groups_without_meetings(actor, now).count()
    if count:
        text = ngettext("%(n)d group has no dates yet.", "%(n)d groups have no dates yet.", count)
        yield Thing(text % {"n": count}, 5, _("Plan dates"), "scheduling:plan")
    count = meetings_without_link(actor, now).count()
    if count:
        text = ngettext("%(n)d online meeting has no address.", "%(n)d online meetings have no address.", count)
        yield Thing(text % {"n": count}, 3, _("Give an address"), "scheduling:places")


def _groups(actor: Actor) -> tuple[int, int]:
    """How many are published, and of how many a meeting is proposed to move: one statement."""
    groups = Group.objects.filter(organisation=actor.organisation, state=Group.State.PUBLISHED)
    proposed = Exists(proposals_of(actor).filter(group=OuterRef("pk")))
    found = groups.aggregate(published=Count("pk"), to_move=Count("pk", filter=proposed))
    return found["published"], found["to_move"]


def _renewal_things(actor: Actor, to_move: int) -> Iterator[Thing]:
    if to_move:
        text = ngettext("%(n)d group has a meeting to move.", "%(n)d groups have a meeting to move.", to_move)
        yield Thing(text % {"n": to_move}, 2, _("Look at it"), "scheduling:plan")
    waiting = list(waiting_for_date(actor))
    if waiting:
        text = ngettext(
            "%(n)d session did not happen and has no new date.",
            "%(n)d sessions did not happen and have no new date.",
            len(waiting),
        )
        yield Thing(text % {"n": len(waiting)}, 1, _("Get a new date"), "scheduling:meeting", waiting[0].pk)


def _calendar_things(actor: Actor, now: datetime) -> Iterator[Thing]:
    count = availability.overview(actor, now).without_calendar
    if count:
        text = ngettext(
            "%(n)d person who joined has no calendar here yet.",
            "%(n)d people who joined have no calendar here yet.",
            count,
        )
        yield Thing(text % {"n": count}, 2, _("See calendars"), "availability:overview")


def _mail_things(actor: Actor) -> Iterator[Thing]:
    count = outbox.trouble_count(actor)
    if count:
        text = ngettext("%(n)d mail needs a look.", "%(n)d mails need a look.", count)
        yield Thing(text % {"n": count}, 3, _("See mail"), "outbox:list")


@dataclass(frozen=True, slots=True)
class ParticipantHome:
    top: Thing | None
    further: list[Thing]
    next_session: SessionRow | None
    group: Group | None
    stage: str
    takes_part: bool
    time: OwnTime | None


def participant_home(actor: Actor, now: datetime) -> ParticipantHome:
    sessions = my_sessions(actor, now)
    mine = Person.objects.filter(organisation=actor.organisation, user=actor.user)
    takes_part = mine.filter(participation=Participation.JOINED).exists()
    group = own_group(actor)
    things = [*_proposal_things(sessions), *_session_things(sessions), *member_things(actor, now)]
    things += _own_calendar_things(actor, now) if takes_part else ()
    things += challenge_things(actor, now) if group is None else ()
    return ParticipantHome(
        top=things[0] if things else None,
        further=things[1:3],
        next_session=sessions.ahead[0] if sessions.ahead else None,
        group=group,
        stage=stage_of(sessions),
        takes_part=takes_part,
        time=sessions.time,
    )


def stage_of(sessions: MySessions) -> str:
    """Where the group stands in its cycle, read off its meetings."""
    now = sessions.ahead[0].meeting if sessions.ahead else None
    if now is not None and now.kind == Meeting.Kind.REFLECT and sessions.ahead[0].can_join:
        return "reflect"
    if now is not None:
        return STAGES.get(Meeting.Kind(now.kind), "adopt")
    return "adopt" if sessions.past else "engage"


def _proposal_things(sessions: MySessions) -> Iterator[Thing]:
    if sessions.proposals:
        yield Thing(_("Another time is proposed for your group."), 1, _("Look at it"), "scheduling:my_sessions")


def _session_things(sessions: MySessions) -> Iterator[Thing]:
    for session in sessions.ahead[:1]:
        room = getattr(session.meeting, "session", None)
        if session.can_join and room is not None:
            text = _("%(title)s: the room is open.") % {"title": session.title}
            yield Thing(text, 90, _("Open the room"), "sessions:room", room.pk)
    for session in sessions.waiting:
        text = _("%(title)s did not happen. Get your group a new date.") % {"title": session.title}
        yield Thing(text, 1, _("My sessions"), "scheduling:my_sessions")
    for poll in sessions.polls:
        if not poll.is_answered:
            text = _("Answer by %(day)s: choose a time for %(topic)s.") % {"day": poll.until, "topic": poll.topic}
            yield Thing(text, 1, _("Choose a time"), "scheduling:choose", poll.token)
    for session in sessions.ahead:
        if session.needs_answer:
            text = _("%(title)s, %(when)s. Can you come?") % {"title": session.title, "when": session.when}
            yield Thing(text, 1, pgettext("button", "Answer"), "scheduling:answer", session.answer_token)


def _own_calendar_things(actor: Actor, now: datetime) -> Iterator[Thing]:
    calendars = availability.own_calendars(actor, now)
    for name in calendars.old:
        text = _("Your calendar %(name)s is an old copy. See why.") % {"name": name}
        yield Thing(text, 2, _("My calendars"), "availability:calendars")
    if not calendars.any:
        text = _("Add your calendar, so that your group meets when you can. Only busy times are kept.")
        yield Thing(text, 2, _("Add a calendar"), "availability:calendars")


@dataclass(frozen=True, slots=True)
class AdministratorHome:
    worker_at: datetime | None
    worker_is_late: bool
    mail: MailHealth
    feeds: int
    feeds_failing: int
    replies: ReplyHealth | None


@dataclass(frozen=True, slots=True)
class SponsorHome:
    """The latest frozen report, and obstacles that wait, the longest open first; nothing else is the sponsor's."""

    board: Board | None
    waiting: list[ObstacleRow]
    further: int


def sponsor_home(actor: Actor, now: datetime) -> SponsorHome:
    waiting = [row for row in obstacles.obstacles(actor, 1, now) if row.reply is None]
    return SponsorHome(latest_board(actor), waiting[:3], max(0, obstacles.open_count(actor) - 3))


def last_beat() -> datetime | None:
    return WorkerBeat.objects.filter(name="worker").values_list("at", flat=True).first()


def is_worker_late(now: datetime) -> bool:
    beat = last_beat()
    return beat is None or now - beat > WORKER_IS_LATE_AFTER


def administrator_home(actor: Actor, now: datetime) -> AdministratorHome:
    feeds = availability.feed_health(actor, now)
    return AdministratorHome(
        worker_at=last_beat(),
        worker_is_late=is_worker_late(now),
        mail=outbox.mail_health(actor),
        feeds=feeds.feeds,
        feeds_failing=feeds.failing,
        replies=reply_health(),
    )
