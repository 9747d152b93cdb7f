"""A group chooses among up to three cycles; when all have answered and a time works for all, it is booked."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.outbox.actions import queue_mails
from hexad_web.scheduling import access, poll_mails
from hexad_web.scheduling.actions.booking import Confirmed, confirm_plan
from hexad_web.scheduling.models import Choice, GroupPlan, Poll
from hexad_web.scheduling.queries.members import GONE, members_of, zones_for
from hexad_web.scheduling.queries.plans import options_of
from hexad_web.scheduling.refusals import AlreadyDone, Refused

MOST_OPTIONS = 3
OPEN_FOR = timedelta(days=5)
COST = {Choice.Word.WORKS: 0, Choice.Word.IF_NEEDED: 1}


@transaction.atomic
def ask_group(*, actor: Actor, plan_id: int, now: datetime) -> Poll:
    """Mail the group's members three cards instead of one time."""
    plan = access.plan_of(actor, plan_id)
    asked = GroupPlan.objects.filter(pk=plan.pk, state=GroupPlan.State.PLANNED).update(state=GroupPlan.State.ASKED)
    if not asked:
        raise AlreadyDone(_("This group was asked already, or its invitations are on their way."))
    shown = _cards(plan, now)
    closes_at = min(now + OPEN_FOR, *(options_of(plan)[at].explore.start for at in shown))
    poll = Poll.objects.create(
        organisation=actor.organisation, plan=plan, options=shown, closes_at=closes_at, created_at=now
    )
    _mail_members(poll, plan, now)
    audit.record(actor=actor, action="scheduling.ask", target=f"Group {plan.group_id}", now=now)
    return poll


def _cards(plan: GroupPlan, now: datetime) -> list[int]:
    """The chosen cycle and the next best, with different days for explore, shown in the order of time."""
    options = [option for option in options_of(plan) if option.explore.start > now]
    if not options:
        raise Refused(_("All times of this plan have passed. Plan again."))
    best = sorted(options, key=lambda option: (option.position != plan.chosen, option.position))
    cards = {option.explore.start.date(): option for option in reversed(best)}
    found = sorted(cards.values(), key=best.index)[:MOST_OPTIONS]
    return [option.position for option in sorted(found, key=lambda option: option.explore.start)]


def _mail_members(poll: Poll, plan: GroupPlan, now: datetime) -> None:
    members = members_of([plan.group]).get(plan.group_id, [])
    choices = Choice.objects.bulk_create(
        Choice(organisation_id=poll.organisation_id, poll=poll, person=person) for person in members
    )
    letters = poll_mails.mails_of(poll, choices, zones_for(members))
    queue_mails(organisation=poll.organisation, mails=letters, now=now)


@transaction.atomic
def choose(*, choice: Choice, words: Sequence[str], now: datetime) -> Choice:
    """Store one member's word on every card; changeable until the poll closes."""
    poll = Poll.objects.select_for_update().get(pk=choice.poll_id)
    if poll.state in (Poll.State.SETTLED, Poll.State.WITHDRAWN) or poll.closes_at <= now:
        raise Refused(_("The time is chosen already. Your calendar has the invitation, or will soon."))
    if len(words) != len(poll.options) or not set(words) <= set(Choice.Word.values):
        raise Refused(_("Answer each of the times."))
    choice.words, choice.answered_at = list(words), now
    choice.save(update_fields=["words", "answered_at"])
    return choice


def settle_polls(now: datetime) -> None:
    """Book what every member can do; hand the rest to the owner. Called by the worker."""
    for poll in Poll.objects.filter(state=Poll.State.OPEN).select_related("plan__group", "organisation"):
        waiting = poll.choices.filter(answered_at=None).exclude(person__participation__in=GONE)
        if poll.closes_at <= now or not waiting.exists():
            _settle_or_hand_over(poll, now)


def _settle_or_hand_over(poll: Poll, now: datetime) -> None:
    try:
        settle(poll=poll, now=now)
    except Refused:  # a room was taken meanwhile, or the time has passed: the owner decides
        Poll.objects.filter(pk=poll.pk, state=Poll.State.OPEN).update(state=Poll.State.UNDECIDED)


@transaction.atomic
def settle(*, poll: Poll, now: datetime) -> Confirmed | None:
    """The card that everybody can do, with the fewest "If needed". Without one the owner decides."""
    best = best_card(poll)
    state = Poll.State.UNDECIDED if best is None else Poll.State.SETTLED
    if not Poll.objects.filter(pk=poll.pk, state=Poll.State.OPEN).update(state=state) or best is None:
        return None
    return _book(poll, best, Actor.worker(poll.organisation), now)


def best_card(poll: Poll) -> int | None:
    """A position in the plan's options, or None where somebody cannot at each, or nobody answered."""
    answered = poll.choices.exclude(answered_at=None).exclude(person__participation__in=GONE)
    answers = [choice.words for choice in answered]
    possible = [
        (sum(COST[words[card]] for words in answers), position)
        for card, position in enumerate(poll.options)
        if answers and all(words[card] != Choice.Word.CANNOT for words in answers)
    ]
    return min(possible)[1] if possible else None


@transaction.atomic
def decide(*, actor: Actor, plan_id: int, position: int, now: datetime) -> Confirmed:
    """The owner takes one of the cards, whatever was answered."""
    poll = access.poll_of(actor, plan_id)
    if position not in poll.options:
        raise Refused(_("Choose one of the times that the group was asked about."))
    undecided = (Poll.State.OPEN, Poll.State.UNDECIDED)
    if not Poll.objects.filter(pk=poll.pk, state__in=undecided).update(state=Poll.State.SETTLED):
        raise AlreadyDone(_("The time of this group is settled already."))
    return _book(poll, position, actor, now)


def _book(poll: Poll, position: int, actor: Actor, now: datetime) -> Confirmed:
    GroupPlan.objects.filter(pk=poll.plan_id).update(chosen=position)
    plan = GroupPlan.objects.select_related("group", "room").get(pk=poll.plan_id)
    return confirm_plan(actor=actor, plan=plan, now=now)
