"""What a group lets out: who is asked, what it says, what became of it. Everybody else finds nothing here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hexad_web.accounts import private_text
from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Group, GroupMember
from hexad_web.formation.queries.groups import own_group
from hexad_web.people import access as people_access
from hexad_web.people.models import Person
from hexad_web.scheduling.models import Attendance
from hexad_web.sessions import access
from hexad_web.sessions.models import Card, Release, ReleaseConsent, ReleaseSource, RoomEvent, Session
from hexad_web.sessions.queries import rooms

Kind, State, Answer = Release.Kind, Release.State, ReleaseConsent.Answer
PAGE = 50


def releases_of(actor: Actor) -> QuerySet[Release]:
    """Those proposed in the own groups since one came; and those that one was asked about, also after one left."""
    mine = Q(group__members__person__user=actor.user, group__members__is_active=True) & (
        Q(group__members__joined_at=None) | Q(proposed_at__gte=F("group__members__joined_at"))
    )
    asked = Q(consents__person__user=actor.user)
    rows = Release.objects.filter(mine | asked, organisation=actor.organisation, organisation__isnull=False)
    if actor.user is None:
        return rows.none()
    return rows.select_related("group__private_space", "session", "draft__space").distinct()


def release_of(actor: Actor, release_id: int) -> Release:
    return get_object_or_404(releases_of(actor), pk=release_id)


def group_of(actor: Actor) -> Group:
    group = own_group(actor)
    if group is None:
        raise Http404
    return group


def is_member(actor: Actor, group: Group) -> bool:
    return GroupMember.objects.filter(group=group, person__user=actor.user, is_active=True).exists()


def consent_of(actor: Actor, release: Release) -> ReleaseConsent | None:
    return release.consents.filter(person__user=actor.user).first()


def absent_from(session: Session) -> QuerySet[Person]:
    """Who was invited and never had a connection to the room."""
    invited = Attendance.objects.filter(meeting=session.meeting_id, removed_at=None).values("person")
    came = RoomEvent.objects.filter(session=session, kind="here", person__isnull=False).values("person")
    return Person.objects.filter(pk__in=invited).exclude(pk__in=came).select_related("user").order_by("pk")


@dataclass(frozen=True, slots=True)
class Row:
    release: Release
    says: str  # where it stands
    needs_me: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """A card from which a proposal can be made."""

    id: int
    text: str
    author: str


@dataclass(frozen=True, slots=True)
class Releases:
    group: Group
    rows: list[Row]
    outside: list[Offered]  # what the group called outside its control, and has not proposed yet


def releases_page(actor: Actor) -> Releases:
    group = group_of(actor)
    found = Release.objects.filter(pk__in=releases_of(actor).filter(group=group).values("pk")).select_related("group")
    counted = found.order_by("-proposed_at", "-pk").annotate(
        agreed=Count("consents", filter=Q(consents__answer=Answer.YES)),
        asked=Count("consents"),
        mine=Count("consents", filter=Q(consents__person__user=actor.user, consents__answer="")),
    )[:PAGE]
    shown = [Row(one, _says(one, one.agreed), _needs(one, one.mine)) for one in counted]
    return Releases(group, shown, outside_control(actor, group))


def outside_control(actor: Actor, group: Group) -> list[Offered]:
    """Causes and parked notes of the last sessions that could go upward as obstacles."""
    live = ReleaseSource.objects.filter(release__state__in=[State.PROPOSED, State.RELEASED])
    proposed = set(live.filter(card__session__group=group).values_list("card_id", flat=True))
    return [card for card in offered_cards(actor, group, Kind.OBSTACLE) if card.id not in proposed]


def _needs(release: Release, unanswered: int) -> bool:
    return release.state == State.PROPOSED and unanswered > 0


def _says(release: Release, agreed: int) -> str:
    if release.state == State.PROPOSED and agreed == 0:
        return _("Waits for agreement. Nobody has agreed yet.")
    if release.state == State.PROPOSED:
        text = ngettext("Waits for agreement. %(n)d has agreed.", "Waits for agreement. %(n)d have agreed.", agreed)
        return text % {"n": agreed}
    if release.state == State.RELEASED:
        return _("Read outside the group. It can no longer be withdrawn.") if release.first_read_at else _("Released.")
    if release.state == State.WITHDRAWN:
        return _("Withdrawn. It stays in the group.")
    return _("It stays in the group.")


@dataclass(frozen=True, slots=True)
class Piece:
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePage:
    """``text``: word for word what leaves; empty where this reader may not see it any more."""

    release: Release
    audience: str
    text: str
    pieces: list[Piece]
    says: str
    asked: int
    can_answer: bool
    can_withdraw: bool
    has_left: bool


def release_page(actor: Actor, release_id: int) -> ReleasePage:
    release = release_of(actor, release_id)
    inside = is_member(actor, release.group)
    consent = consent_of(actor, release)
    consents = list(release.consents.values_list("answer", flat=True))
    is_open = release.state == State.PROPOSED
    return ReleasePage(
        release=release,
        audience=audience_of(release.kind),
        text=text_of(actor, release) if inside else "",
        pieces=pieces_of(actor, release) if inside else [],
        says=_says(release, consents.count(Answer.YES)),
        asked=len(consents),
        can_answer=inside and is_open and consent is not None and consent.answer != Answer.YES,
        can_withdraw=inside and consent is not None and can_withdraw(release),
        has_left=not inside,
    )


def can_withdraw(release: Release) -> bool:
    return release.first_read_at is None and release.state in (State.PROPOSED, State.RELEASED)


def audience_of(kind: str) -> str:
    """Who reads it once it is out."""
    if kind == Kind.STORY:
        return _("Sponsor and programme owner read it in the report.")
    if kind == Kind.OBSTACLE:
        return _("The sponsor reads it. With the answer, all groups and the programme owner do.")
    return _("The members who were absent read it, nobody else.")


def text_of(actor: Actor, release: Release) -> str:
    if release.text or release.draft is None:
        return release.text
    return private_text.read(actor=actor, private=release.draft)


def pieces_of(actor: Actor, release: Release) -> list[Piece]:
    """A brief is made of cards as they were revealed; its words are never copied."""
    if release.kind != Kind.BRIEF:
        return []
    cards = Card.objects.filter(pk__in=release.sources.values("card")).select_related("person", "text__space")
    return [
        Piece(card.person.name, private_text.read(actor=actor, private=card.text))
        for card in cards.order_by("step", "shuffle")
    ]


def offered_cards(actor: Actor, group: Group, kind: str) -> list[Offered]:
    """Revealed cards of the closed sessions: causes outside the group's control, or stories."""
    closed = access.sessions_of(actor).filter(group=group, state=Session.State.HELD).order_by("-starts_at")[:4]
    visible = [card.pk for session in closed for card in access.cards_of(actor, session, _revealed_in(session))]
    cards = Card.objects.filter(pk__in=visible, merged_into=None, is_draft=False, text__only_author=False)
    wanted = cards.filter(side=Card.Side.OUTSIDE) if kind == Kind.OBSTACLE else cards.filter(pad="story")
    return _offered(actor, wanted.select_related("person", "text__space").order_by("shuffle"))


def _revealed_in(session: Session) -> tuple[str, ...]:
    return rooms.state_of(session, session.closed_at or session.ends_at).revealed


def _offered(actor: Actor, cards: Iterable[Card]) -> list[Offered]:
    return [
        Offered(card.pk, private_text.read(actor=actor, private=card.text), card.person.name if card.is_named else "")
        for card in cards
    ]


def authors_concerned(actor: Actor, group: Group, kind: str, cards: Sequence[int]) -> list[Person]:
    """Obstacle: everybody in the group. Story: who wrote it; own words are the proposer's."""
    if kind == Kind.OBSTACLE:
        members = GroupMember.objects.filter(group=group, is_active=True)
        return list(Person.objects.filter(pk__in=members.values("person")).order_by("pk"))
    authors = Card.objects.filter(pk__in=cards, session__group=group).values("person")
    own = people_access.own_person(actor)
    return list(Person.objects.filter(Q(pk__in=authors) | Q(pk=own.pk)).order_by("pk"))


@dataclass(frozen=True, slots=True)
class ReleaseNeed:
    release_id: int
    kind: str


def things_for(actor: Actor, now: datetime) -> list[ReleaseNeed]:
    """Proposals that wait for this person's word, the oldest first."""
    waiting = ReleaseConsent.objects.filter(
        organisation=actor.organisation, person__user=actor.user, answer="", release__state=State.PROPOSED
    ).filter(release__group__members__person__user=actor.user, release__group__members__is_active=True)
    rows = waiting.order_by("release__proposed_at").values_list("release_id", "release__kind").distinct()
    return [ReleaseNeed(pk, kind) for pk, kind in rows]
