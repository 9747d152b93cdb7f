"""Saving the policy; a run that exists keeps the one it was started with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from hexad.formation.catalogue import Mode, kind_of
from hexad.formation.ruleset import Rule, RuleSet, from_json
from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.formation import access
from hexad_web.formation.actions.running import start_run
from hexad_web.formation.models import Policy, Run
from hexad_web.formation.queries.policy import relaxation_order, rules_of


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """One rule as the page sends it."""

    key: str
    mode: str
    weight: float | None
    gives_way: bool
    options: Mapping[str, bool | int | str]


@dataclass(frozen=True, slots=True)
class Rules:
    settings: Sequence[RuleSetting]
    apart: Sequence[Sequence[str]]
    together: Sequence[Sequence[str]]


@transaction.atomic
def save_policy(*, actor: Actor, policy: Policy, rules: Rules, now: datetime) -> Policy:
    policy.rules = _rule_set(rules_of(policy), rules).as_json()
    return _save(actor, policy, now)


def _save(actor: Actor, policy: Policy, now: datetime) -> Policy:
    policy.updated_at = now
    policy.organisation = actor.organisation
    policy.save()
    audit.record(actor=actor, action="formation.save_policy", target=f"Policy {policy.pk}", now=now)
    return policy


def _rule_set(current: RuleSet, rules: Rules) -> RuleSet:
    changed = current
    for setting in rules.settings:
        changed = changed.with_rule(_rule(setting, changed))
    hard = [one.key for one in rules.settings if one.gives_way and one.mode == Mode.MUST]
    return replace(
        changed,
        relax=relaxation_order(hard),
        apart=tuple(tuple(people) for people in rules.apart),
        together=tuple(tuple(people) for people in rules.together),
    )


def _rule(setting: RuleSetting, current: RuleSet) -> Rule:
    """Settings equal to the catalogue's default are left out; those that the page does not show are kept."""
    kind = kind_of(setting.key)
    before = next((rule.options for rule in current.rules if rule.key == setting.key), {})
    options = {**before, **setting.options}
    named = {name: value for name, value in options.items() if value != kind.options[name].default}
    weight = kind.weight if setting.weight is None else round(setting.weight, 1)
    return Rule(key=setting.key, mode=Mode(setting.mode), weight=weight, options=named)


@transaction.atomic
def weigh_and_form(*, actor: Actor, run: Run, point: int, now: datetime) -> Run:
    """Set how much a missing window counts as one point of a trade-off has it, and form groups.

    A point that is not there changes nothing, and the run comes back as it is.
    """
    points: Sequence[Mapping[str, float]] = run.result["points"]
    if not 0 <= point < len(points):
        return run
    weight, policy = points[point]["weight"], access.policy_of(actor)
    rules = rules_of(policy)
    meet = replace(rules.rule("meet"), mode=Mode.WISH if weight else Mode.OFF, weight=weight or kind_of("meet").weight)
    policy.rules = replace(rules.with_rule(meet), relax=tuple(key for key in rules.relax if key != "meet")).as_json()
    return start_run(actor=actor, policy=_save(actor, policy, now), now=now)


@transaction.atomic
def soften_and_form(*, actor: Actor, run_id: int, rule: str, now: datetime) -> Run:
    """The remedy of an impossible run: make one of the rules in conflict a wish, and form again.

    Where there is nothing to remedy, the run comes back as it is.
    """
    run = access.run_of(actor, run_id)
    policy = access.policy_of(actor)
    rules: Any = from_json(run.params["rules"])
    chosen = next((one for one in rules.rules if one.key == rule), None)
    if chosen is None or run.state != Run.State.IMPOSSIBLE:
        return run
    rules = rules.with_rule(replace(chosen, mode=Mode.WISH))
    policy.rules = replace(rules, relax=tuple(key for key in rules.relax if key != rule)).as_json()
    return start_run(actor=actor, policy=_save(actor, policy, now), now=now)
