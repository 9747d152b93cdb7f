"""Starting a run, stopping it, and keeping what it found."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

import hexad
from hexad.availability.horizon import Horizon
from hexad.formation.tradeoff import WEIGHTS
from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.formation import access
from hexad_web.formation.actions.claiming import held
from hexad_web.formation.models import Group, GroupMember, Policy, Run, RunInput
from hexad_web.formation.queries import mending, preparing
from hexad_web.formation.queries.oddness import has_odd_one_out
from hexad_web.formation.reason_words import no_groups
from hexad_web.formation.waking import form
from hexad_web.people.models import Participation, Person

State = Run.State
BATCH = 1000
SHORTEST_SEARCH = 3  # seconds
INPUT_KEPT = timedelta(days=30)


@transaction.atomic
def start_run(*, actor: Actor, policy: Policy, now: datetime, rolling: bool = False) -> Run:
    """Write down what is to be done; a worker does it. ``rolling``: only groups that can start now."""
    return _start(actor, policy, Run.Kind.FORM, _eligible(actor, policy), now=now, rolling=rolling)


@transaction.atomic
def start_tradeoff(*, actor: Actor, policy: Policy, now: datetime) -> Run:
    """Ask what being able to meet costs in diversity, among the people who would be formed now."""
    shorter = max(SHORTEST_SEARCH, policy.limit_seconds // len(WEIGHTS))
    return _start(actor, policy, Run.Kind.TRADEOFF, _eligible(actor, policy), now=now, limit=shorter)


@transaction.atomic
def start_mending(*, actor: Actor, policy: Policy, now: datetime) -> Run:
    """Ask for the fewest moves that give joiners a place and groups that became small their members."""
    groups = mending.seated(actor.organisation)
    seated = {person for people in groups.values() for person in people}
    people = sorted({*_eligible(actor, policy), *seated})
    named = {str(group): members for group, members in groups.items()}
    return _start(actor, policy, Run.Kind.MEND, people, now=now, groups=named)


def _eligible(actor: Actor, policy: Policy) -> list[int]:
    chosen = preparing.eligible(actor.organisation, with_invited=policy.with_invited)
    return list(chosen.order_by("pk").values_list("pk", flat=True))


def _start(
    actor: Actor, policy: Policy, kind: Run.Kind, people: Sequence[int], *, now: datetime, **params: object
) -> Run:
    run = Run(
        organisation=actor.organisation,
        kind=kind,
        created_by=actor.user,
        created_at=now,
        params={**preparing.params_of(policy, now=now), **params},
        seed=policy.seed,
        people=list(people),
        people_count=len(people),
        version=hexad.__version__,
        woken_at=now,
    )
    if len(people) < policy.smallest:
        few = no_groups("run.few", count=len(people), smallest=policy.smallest) if people else no_groups("run.nobody")
        run.state, run.finished_at, run.reasons = State.FAILED, now, [few]  # no rule stands against it
    run.save()
    if run.state == State.QUEUED:
        # robust: a queue that is down never breaks a request; reconcile finds the run within seconds.
        transaction.on_commit(lambda: form.enqueue(run.pk), robust=True)
    target = f"Run {run.pk}"
    audit.record(actor=actor, action="formation.start_run", target=target, now=now, kind=str(kind), people=len(people))
    return run


@transaction.atomic
def request_stop(*, actor: Actor, run_id: int, now: datetime) -> Run:
    """Ask the search to keep its best. A run that no worker took yet ends at once, without groups."""
    run = access.run_of(actor, run_id)
    waiting = Run.objects.filter(pk=run.pk, state=State.QUEUED)
    stopped = no_groups("run.stopped")
    if not waiting.update(state=State.FAILED, stop_requested=True, finished_at=now, reasons=[stopped]):
        Run.objects.filter(pk=run.pk, state=State.RUNNING).update(stop_requested=True)
    audit.record(actor=actor, action="formation.stop_run", target=f"Run {run.pk}", now=now)
    run.refresh_from_db()
    return run


def prepare(*, run: Run) -> str:
    """The input of a claimed run: read once and kept, so that a second attempt computes on the same."""
    if not RunInput.objects.filter(run=run).exists():
        data, digest = preparing.pack(preparing.build_problem(run))
        with transaction.atomic():
            RunInput.objects.get_or_create(run=run, defaults={"organisation": run.organisation, "data": data})
            Run.objects.filter(pk=run.pk).update(input_hash=digest)
    return preparing.text_of(run)


@transaction.atomic
def fail(*, run: Run, state: str, reasons: Sequence[Mapping[str, Any]], now: datetime) -> bool:
    """End a claimed run without groups: impossible, with its certificate, or failed, with what happened."""
    return bool(held(run).update(state=state, reasons=list(reasons), finished_at=now, leased_until=None))


@transaction.atomic
def keep_answer(*, run: Run, answer: Mapping[str, Any], now: datetime) -> bool:
    """Keep what a claimed run found that forms no groups of its own; its input is needed no more."""
    kept = held(run).update(state=State.ANSWERED, finished_at=now, leased_until=None, result=dict(answer))
    if kept:
        RunInput.objects.filter(run=run).delete()
    return bool(kept)


@transaction.atomic
def keep_result(*, run: Run, formation: Mapping[str, Any], now: datetime) -> bool:
    """Write the groups of a claimed run; False where the claim was lost meanwhile, and nothing is written."""
    stopped = formation["stopped"] == "asked"
    groups = formation["groups"]
    taken = held(run).update(
        state=State.STOPPED if stopped else State.DONE,
        finished_at=now,
        leased_until=None,
        groups_count=len(groups),
        result={**{key: value for key, value in formation.items() if key != "groups"}, "tally": tally_of(groups)},
        **figures(formation),
    )
    if taken:
        _write_groups(run, groups)
    return bool(taken)


def figures(formation: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "score": formation["objective"],
        "bound": formation["bound"],
        "gap": formation["gap"],
        "can_meet": formation["can_meet"],
    }


def tally_of(groups: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """Rule key to the number of groups in each state; rules that are off are left out."""
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    for group in groups:
        for state in group["by_rule"]:
            if state["state"] != "off":
                tally[state["rule"]][state["state"]] += 1
    return {key: dict(states) for key, states in tally.items()}


def _write_groups(run: Run, groups: Sequence[Mapping[str, Any]]) -> None:
    people = {person.email: person for person in Person.objects.filter(organisation=run.organisation_id)}
    horizon = preparing.horizon_of(run)
    rows = [
        Group(
            organisation_id=run.organisation_id,
            run=run,
            number=number,
            **group_fields(group, [people[key] for key in group["members"] if key in people], horizon),
        )
        for number, group in enumerate(groups, start=1)
    ]
    Group.objects.bulk_create(rows, batch_size=BATCH)
    seats = [
        GroupMember(organisation_id=run.organisation_id, run=run, group=row, person=people[key])
        for row, group in zip(rows, groups, strict=True)
        for key in group["members"]
        if key in people
    ]
    GroupMember.objects.bulk_create(seats, batch_size=BATCH)


def group_fields(group: Mapping[str, Any], members: Sequence[Person], horizon: Horizon) -> dict[str, Any]:
    """The columns of a draft group, from the library's answer."""
    states = group["by_rule"]
    window = group["next_window"]
    return {
        "topic": group["topic"],
        "reasons": group["reasons"],
        "score": group["score"],
        "by_rule": states,
        "can_meet": group["can_meet"],
        "has_cycle": group["has_cycle"],
        "next_window": None if window is None else horizon.time_of(window),
        "size": len(members),
        "is_relaxed": any(gave_way(state) for state in states),
        "has_only_one": has_odd_one_out(members),
    }


def gave_way(state: Mapping[str, Any]) -> bool:
    return state["mode"] == "must" and state["state"] in {"relaxed", "broken"}


def forget_old_inputs(*, now: datetime) -> int:
    """Free times are kept while a draft may still be edited, not longer."""
    old = RunInput.objects.filter(run__created_at__lt=now - INPUT_KEPT).exclude(run__state__in=Run.WAITING)
    return old.delete()[0] if old.exists() else 0


def free_seats_of_leavers(*, now: datetime) -> int:
    """Who left or declined after publication no longer sits in a group; people tell nobody, so this looks."""
    gone = [Participation.LEFT, Participation.DECLINED]
    seats = list(
        GroupMember.objects.filter(is_active=True, person__participation__in=gone).select_related("organisation")
    )
    for seat in seats:
        _free(seat, now)
    return len(seats)


@transaction.atomic
def _free(seat: GroupMember, now: datetime) -> None:
    if GroupMember.objects.filter(pk=seat.pk, is_active=True).update(is_active=False, left_at=now):
        Group.objects.filter(pk=seat.group_id).update(size=F("size") - 1)
        worker = Actor.worker(seat.organisation)
        audit.record(actor=worker, action="formation.free_seat", target=f"GroupMember {seat.pk}", now=now)
