"""For a member who missed a session: the brief once the group lets it out, the own story, the plan, the next date."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.http import Http404

from hexad_web.accounts import private_text
from hexad_web.accounts.access import Actor
from hexad_web.sessions import access
from hexad_web.sessions.models import Card, Release, ReleaseConsent, RoomEvent, Session
from hexad_web.sessions.queries import releases, rooms
from hexad_web.sessions.queries.releases import Piece

STORY, STORIES = "story", "stories"
CATCH_UP_FOR = timedelta(days=21)


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchUp:
    session: Session
    brief: str  # waiting, released, empty or kept: which sentence stands on the page
    agreed: int
    pieces: list[Piece]
    stories: list[str]  # the reader's own
    has_stories: bool  # whether this kind of session has any
    next_session: Session | None
    next_facilitator: str


def missed_session(actor: Actor, session_id: int) -> Session:
    """A closed session to which this person was invited and did not come."""
    session = access.session_of(actor, session_id)
    person = access.member_of(actor, session)
    if session.state != Session.State.HELD or not releases.absent_from(session).filter(pk=person.pk).exists():
        raise Http404
    return session


def missed_for(actor: Actor, now: datetime) -> Session | None:
    """The latest explore that this user missed, while there is still something to catch up on."""
    if actor.user is None:
        return None
    came = RoomEvent.objects.filter(session=OuterRef("pk"), person__user=actor.user, kind="here")
    sessions = access.sessions_of(actor).filter(
        kind="explore", state=Session.State.HELD, closed_at__gte=now - CATCH_UP_FOR
    )
    invited = sessions.filter(meeting__attendances__person__user=actor.user, meeting__attendances__removed_at=None)
    return invited.exclude(Exists(came)).order_by("-starts_at").first()


def catch_up(actor: Actor, session_id: int, now: datetime) -> CatchUp:
    session = missed_session(actor, session_id)
    brief = Release.objects.filter(session=session, kind=Release.Kind.BRIEF).first()
    pieces = releases.pieces_of(actor, brief) if brief and brief.state == Release.State.RELEASED else []
    later = Session.objects.filter(group=session.group_id, state=Session.State.PLANNED, ends_at__gt=now)
    following = later.order_by("starts_at").first()
    return CatchUp(
        session=session,
        brief=_standing(brief, pieces),
        agreed=brief.consents.filter(answer=ReleaseConsent.Answer.YES).count() if brief else 0,
        pieces=pieces,
        stories=_own_stories(actor, session),
        has_stories=has_stories(session),
        next_session=following,
        next_facilitator=_facilitator(following),
    )


def _facilitator(session: Session | None) -> str:
    names = {str(person.pk): person.name for person in rooms.members_of(session)} if session else {}
    return names.get(session.rota[0], "") if session and session.rota else ""


def _standing(brief: Release | None, pieces: list[Piece]) -> str:
    if brief is None or brief.state == Release.State.PROPOSED:
        return "waiting"
    if brief.state == Release.State.RELEASED:
        return "released" if pieces else "empty"
    return "kept"


def _own_stories(actor: Actor, session: Session) -> list[str]:
    cards = Card.objects.filter(session=session, person__user=actor.user, pad=STORY, is_late=True)
    return [
        private_text.read(actor=actor, private=card.text)
        for card in cards.select_related("text__space").order_by("written_at")
    ]


def story_step(session: Session) -> str:
    """The step of this session's agenda in which stories are written."""
    return next(iter(_story_steps(session)), STORIES)


def has_stories(session: Session) -> bool:
    return not session.agenda or bool(_story_steps(session))


def _story_steps(session: Session) -> list[str]:
    steps = session.agenda.get("steps", [])
    return [str(step["key"]) for step in steps if any(part.get("pad") == STORY for part in step.get("parts", []))]
