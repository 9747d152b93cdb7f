"""Letting something out of a group: proposed word for word, agreed by every author, withdrawn until first read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils.translation import gettext as _

from hexad_web.accounts import private_text
from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Group, GroupMember
from hexad_web.people import access as people_access
from hexad_web.people.models import Person
from hexad_web.scheduling.models import Attendance
from hexad_web.sessions import catch_up_mails
from hexad_web.sessions.models import Card, Release, ReleaseConsent, ReleaseSource, RoomEvent, Session
from hexad_web.sessions.queries import releases, rooms
from hexad_web.sessions.refusals import Refused

Kind, State, Answer = Release.Kind, Release.State, ReleaseConsent.Answer
BRIEFS_FOR = timedelta(days=7)  # after its end a session's brief is still proposed


@dataclass(frozen=True, slots=True)
class Proposal:
    kind: str
    text: str
    cards: Sequence[int] = ()


@transaction.atomic
def propose(*, actor: Actor, proposal: Proposal, now: datetime) -> Release:
    """Ask every author concerned; whoever proposes has agreed to the words. The same words twice are one proposal."""
    group = Group.objects.select_for_update().get(pk=releases.group_of(actor).pk)
    offered = {card.id for card in releases.offered_cards(actor, group, proposal.kind)} if proposal.cards else set()
    if not set(proposal.cards) <= offered:
        raise Refused(_("A card is no longer there. Choose again."))
    if before := _same_words(actor, group, proposal):
        return before
    release = _write(actor, group, proposal, now)
    _settle(actor, release, now)
    return release


def _same_words(actor: Actor, group: Group, proposal: Proposal) -> Release | None:
    live = Release.objects.filter(
        group=group, kind=proposal.kind, state__in=[State.PROPOSED, State.RELEASED], proposed_by__user=actor.user
    ).select_related("draft__space")
    return next((one for one in live if releases.text_of(actor, one) == proposal.text), None)


def _write(actor: Actor, group: Group, proposal: Proposal, now: datetime) -> Release:
    if group.private_space is None:  # the database refuses a published group without one
        raise Http404
    own = people_access.own_person(actor)
    release = Release.objects.create(
        organisation=group.organisation,
        group=group,
        kind=proposal.kind,
        draft=private_text.write(actor=actor, space=group.private_space, text=proposal.text, now=now),
        proposed_by=own,
        proposed_at=now,
    )
    _add_sources(release, proposal.cards)
    _ask(release, releases.authors_concerned(actor, group, proposal.kind, proposal.cards))
    release.consents.filter(person=own).update(answer=Answer.YES, answered_at=now)
    return release


def _add_sources(release: Release, cards: Iterable[int]) -> None:
    ReleaseSource.objects.bulk_create(
        ReleaseSource(organisation=release.organisation, release=release, card_id=card) for card in cards
    )


def _ask(release: Release, people: Iterable[Person]) -> None:
    ReleaseConsent.objects.bulk_create(
        ReleaseConsent(organisation=release.organisation, release=release, person=person) for person in people
    )


@transaction.atomic
def answer(*, actor: Actor, release_id: int, says_yes: bool, now: datetime) -> Release:
    """One no keeps it in the group, and no row says whose it was."""
    releases.release_of(actor, release_id)
    release = Release.objects.select_for_update().get(pk=release_id)
    _check_open(actor, release)
    if says_yes:
        own = release.consents.filter(person__user=actor.user)
        own.exclude(answer=Answer.YES).update(answer=Answer.YES, answered_at=now)
        _settle(actor, release, now)
    else:
        _keep_inside(release)
    return release


def _check_open(actor: Actor, release: Release) -> None:
    if not releases.is_member(actor, release.group):
        raise Refused(_("You are no longer in this group. Your answer is not needed."))
    if releases.consent_of(actor, release) is None:
        raise Refused(_("Only its authors are asked about this. Nothing is needed from you."))
    if release.state == State.RELEASED:
        raise Refused(_("It has been released already. You can withdraw it until it is first read."))
    if release.state == State.WITHDRAWN:
        raise Refused(_("It was withdrawn. It stays in the group."))
    if release.state == State.REFUSED:
        raise Refused(_("It stays in the group."))


def _keep_inside(release: Release) -> None:
    draft, release.draft, release.state = release.draft, None, State.REFUSED
    release.save(update_fields=["draft", "state"])
    # Also in the database nobody can find out who refused.
    release.consents.update(answer="", answered_at=None)
    if draft is not None:
        draft.delete()


def _settle(actor: Actor, release: Release, now: datetime) -> None:
    """Release once everybody concerned has agreed. An obstacle no longer asks who left; an author's own words do."""
    waiting = release.consents.exclude(answer=Answer.YES)
    inside = GroupMember.objects.filter(group=release.group_id, is_active=True).values("person")
    if waiting.filter(person__in=inside).exists():
        return
    if release.kind != Kind.OBSTACLE and waiting.exists():
        _keep_inside(release)
        return
    draft, release.state, release.released_at = release.draft, State.RELEASED, now
    if release.kind != Kind.BRIEF:
        release.text, release.draft = releases.text_of(actor, release), None
    release.save(update_fields=["text", "draft", "state", "released_at"])
    if draft is not None and release.draft is None:
        draft.delete()


@transaction.atomic
def withdraw(*, actor: Actor, release_id: int, now: datetime) -> Release:
    """By any author, until first read outside: of a withdrawal and a first reading at once, one wins."""
    found = releases.release_of(actor, release_id)
    if not releases.is_member(actor, found.group) or releases.consent_of(actor, found) is None:
        raise Refused(_("Only its authors can withdraw it."))
    rows = Release.objects.filter(pk=release_id, first_read_at=None, state__in=[State.PROPOSED, State.RELEASED])
    changed = rows.update(state=State.WITHDRAWN, text="", draft=None, withdrawn_at=now)
    release = Release.objects.select_related("group").get(pk=release_id)
    if not changed and release.first_read_at is not None:
        raise Refused(_("It has been read outside the group. It can no longer be withdrawn."))
    if changed and found.draft is not None:
        found.draft.delete()
    return release


def mark_read(*, release: Release, now: datetime) -> bool:
    """Somebody outside the group has it on the screen; false where it was withdrawn before."""
    rows = Release.objects.filter(pk=release.pk, state=State.RELEASED)
    rows.filter(first_read_at=None).update(first_read_at=now)
    return rows.exists()


def settle_leavers(*, now: datetime) -> None:
    """Proposals whose last open answer was that of somebody who has left."""
    inside = GroupMember.objects.filter(group=OuterRef("release__group"), person=OuterRef("person"), is_active=True)
    left = ReleaseConsent.objects.filter(release__state=State.PROPOSED, answer="").exclude(Exists(inside))
    for pk in set(left.values_list("release_id", flat=True)):
        with transaction.atomic():
            release = Release.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=pk)
            if release.state == State.PROPOSED:
                _settle(Actor.worker(release.organisation), release, now)


def propose_briefs(*, now: datetime) -> None:
    """For each closed session that somebody missed: ask the authors of its named cards, write to the absent once."""
    came = RoomEvent.objects.filter(session__meeting=OuterRef("meeting"), person=OuterRef("person"), kind="here")
    missed = Attendance.objects.filter(removed_at=None, meeting__session__state=Session.State.HELD)
    in_room = Q(meeting__session__paper_until=None, meeting__session__closed_at__gte=now - BRIEFS_FOR)
    # What was written on paper is typed in first; only then is there anything to brief somebody with.
    on_paper = Q(meeting__session__paper_until__range=(now - BRIEFS_FOR, now))
    missed = missed.filter(in_room | on_paper, meeting__kind="explore")
    missed = missed.exclude(Exists(came))
    sessions = Session.objects.filter(meeting__in=missed.values("meeting"))
    has_brief = Release.objects.filter(session=OuterRef("pk"), kind=Kind.BRIEF)
    for session in sessions.exclude(Exists(has_brief)).select_related("group", "organisation", "meeting"):
        _propose_brief(session, now)


@transaction.atomic
def _propose_brief(session: Session, now: datetime) -> None:
    Session.objects.select_for_update().get(pk=session.pk)
    if Release.objects.filter(session=session, kind=Kind.BRIEF).exists():
        return
    revealed = set(rooms.state_of(session, now).revealed)
    named = Card.objects.filter(session=session, is_named=True, is_draft=False, is_late=False, text__only_author=False)
    cards = [card for card in named.select_related("person") if f"{card.step}/{card.pad}" in revealed]
    release = Release.objects.create(
        organisation=session.organisation, group=session.group, session=session, kind=Kind.BRIEF, proposed_at=now
    )
    _add_sources(release, [card.pk for card in cards])
    _ask(release, {card.person_id: card.person for card in cards}.values())
    catch_up_mails.write_to_absent(session, list(releases.absent_from(session)), now)
