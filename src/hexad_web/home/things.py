"""What challenges, practice and sessions need, in a sentence each; they say what and how long, here are the words."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hexad_web.accounts.access import Actor
from hexad_web.challenges import access as challenges
from hexad_web.challenges.queries import needs as challenge_needs
from hexad_web.challenges.queries.voting import Phase, voting_of
from hexad_web.home.thing import Thing
from hexad_web.practice.queries import needs as practice_needs
from hexad_web.report.queries.periods import next_period
from hexad_web.scheduling.models import Meeting
from hexad_web.sessions.models import Release
from hexad_web.sessions.queries import catching_up, releases

A_QUARTER = 91  # days
FEWEST_TOPICS = 2  # with one there is nothing to vote on


def member_things(actor: Actor, now: datetime) -> Iterator[Thing]:
    yield from _catch_up_things(actor, now)
    yield from _release_things(actor, now)
    yield from _practice_things(actor, now)


def _catch_up_things(actor: Actor, now: datetime) -> Iterator[Thing]:
    session = catching_up.missed_for(actor, now)
    if session is not None:
        text = _("Your group met without you. Catch up, and make a plan.")
        yield Thing(text, 15, _("Catch up"), "sessions:catch_up", session.pk)


def _release_things(actor: Actor, now: datetime) -> Iterator[Thing]:
    words = {
        Release.Kind.OBSTACLE: _("Your group would like to send an obstacle upward. Do you agree to the words?"),
        Release.Kind.STORY: _("A story of yours may leave the group. Do you agree to the words?"),
        Release.Kind.BRIEF: _("Somebody missed the session. May they read what you wrote?"),
    }
    for need in releases.things_for(actor, now):
        yield Thing(words[Release.Kind(need.kind)], 1, _("Read and answer"), "sessions:release", need.release_id)


def _practice_things(actor: Actor, now: datetime) -> Iterator[Thing]:
    kinds = practice_needs.NeedKind
    words = {
        kinds.PLAN_MISSING: (_("You have no plan yet: one situation, one thing you will do."), _("Make my plan")),
        kinds.REPORT_DUE: (_("Your first occasion has passed. What did you try?"), _("Log what I tried")),
        kinds.BUDDY_ASKS: (_("%(name)s asks how it goes with your plan."), _("Answer my buddy")),
        kinds.BUDDY_ANSWERED: (_("%(name)s has answered you."), _("Read it")),
    }
    for need in practice_needs.things_for(actor, now):
        sentence, action = words[need.kind]
        yield Thing(sentence % {"name": need.name}, need.minutes, action, "", url=need.url)


def challenge_things(actor: Actor, now: datetime) -> Iterator[Thing]:
    """For whoever has no group yet: topics are found before groups form."""
    kinds = challenge_needs.NeedKind
    words = {
        kinds.VOTES_LEFT: (_("You have votes left until %(until)s."), _("Vote on topics")),
        kinds.CHALLENGE_MISSING: (_("What is hard for you right now? Nobody reads it until you share."), _("Write it")),
        kinds.TOPICS_MISSING: (_("Say which topics you accept for your group."), _("Choose topics")),
    }
    for need in challenge_needs.things_for(actor, now):
        sentence, action = words[need.kind]
        yield Thing(sentence % {"until": need.until}, need.minutes, action, "", url=need.url)


def report_things(actor: Actor, now: datetime) -> Iterator[Thing]:
    """For the owner: the board has read nothing for a quarter of a year."""
    following = next_period(actor, now)
    days = (following.latest_date - following.start_date).days
    if days >= A_QUARTER and Meeting.objects.filter(organisation=actor.organisation, state="held").exists():
        weeks = ngettext("%(n)d week", "%(n)d weeks", days // 7) % {"n": days // 7}
        yield Thing(
            _("%(weeks)s without a report to the board.") % {"weeks": weeks}, 5, _("Close a period"), "report:periods"
        )


def topic_things(actor: Actor, now: datetime, published: int) -> Iterator[Thing]:
    """For the owner, before groups form: topics that nobody could vote on yet."""
    count = challenges.topics_of(actor).count() if not published else 0
    voting = voting_of(challenges.topic_list_of(actor), actor.organisation, now)
    if count >= FEWEST_TOPICS and voting.phase is Phase.NOT_YET:
        text = ngettext(
            "%(n)d topic grew from what people shared.", "%(n)d topics grew from what people shared.", count
        )
        yield Thing(text % {"n": count}, 5, _("Look at the topics"), "challenges:list")
