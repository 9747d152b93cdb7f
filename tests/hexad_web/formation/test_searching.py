"""The search in its child process, for real: found, stopped, impossible, killed."""

import json
import os
import signal
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from hexad.formation import kernels
from hexad.formation.rules import from_json
from hexad_web.accounts.access import Actor
from hexad_web.formation import tasks
from hexad_web.formation.actions import claiming, running
from hexad_web.formation.models import Policy, Run, SessionLength
from hexad_web.formation.process import COMMAND, PREPARE, Search
from hexad_web.people.models import Consent, Person
from tests.hexad_web.formation.cast import join, members, policy_for, queued_run, to_the_end

State = Run.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def people(owner: Actor) -> list[Person]:
    return join(owner.organisation, 14)


def searched(owner: Actor, now: datetime) -> Run:
    run = to_the_end(queued_run(owner, now))
    tasks.form_run(run.pk)
    run.refresh_from_db()
    return run


def claimed_with_request(owner: Actor, now: datetime) -> tuple[Run, str]:
    run = claiming.claim(run_id=queued_run(owner, now).pk, now=now)
    assert run is not None
    request = {
        "problem": running.prepare(run=run),
        "seed": run.seed,
        "effort": {"limit": 60},
        "rolling": False,
        "kind": "form",
    }
    return run, json.dumps(request)


def test_everybody_sits_in_one_group_of_a_legal_size(owner: Actor, people: list[Person], now: datetime) -> None:
    run = searched(owner, now)
    assert run.state == State.DONE
    groups = members(run)
    assert sorted(key for keys in groups.values() for key in keys) == [person.pk for person in people]
    assert all(4 <= len(keys) <= 6 for keys in groups.values())


def test_progress_is_what_the_search_reported(owner: Actor, people: list[Person], now: datetime) -> None:
    run = searched(owner, now)
    seconds = [point[0] for point in run.progress]
    best = [point[1] for point in run.progress]
    assert run.progress
    assert seconds == sorted(seconds)
    assert best == sorted(best)
    assert best[-1] == pytest.approx(run.score)  # the curve ends at the groups that the owner gets
    assert 0 < run.sweeps_done <= run.sweeps_total


def test_a_run_says_how_it_can_be_reproduced(owner: Actor, people: list[Person], now: datetime) -> None:
    run = searched(owner, now)
    assert (len(run.input_hash), run.seed, run.version) == (64, 1, "0.1.0")
    assert run.result["sweeps"] > 0


def test_the_same_people_policy_and_seed_give_the_same_groups(
    owner: Actor, people: list[Person], now: datetime
) -> None:
    first, second = searched(owner, now), searched(owner, now)
    assert first.input_hash == second.input_hash
    assert members(first) == members(second)
    assert first.score == second.score


def test_stopping_keeps_the_best_so_far(owner: Actor, people: list[Person], now: datetime) -> None:
    policy_for(owner.organisation, limit_seconds=600)
    run = queued_run(owner, now)
    Run.objects.filter(pk=run.pk).update(stop_requested=True)
    tasks.form_run(run.pk)
    run.refresh_from_db()
    assert run.state == State.STOPPED
    assert run.result["stopped"] == "asked"
    assert sum(len(keys) for keys in members(run).values()) == len(people)


def test_windows_are_as_long_as_the_sessions_of_the_programme(owner: Actor, now: datetime) -> None:
    policy = policy_for(owner.organisation)
    for minutes in (90, 60):
        SessionLength.objects.update_or_create(organisation=owner.organisation, defaults={"minutes": minutes})
        rules = from_json(running.preparing.params_of(policy, now=now)["rules"])
        assert rules.rule("meet").number("minutes") == minutes


def test_rules_in_conflict_are_named(owner: Actor, people: list[Person], now: datetime) -> None:
    policy = policy_for(owner.organisation)
    pair = [people[0].email, people[1].email]
    rules = running.preparing.params_of(policy, now=now)["rules"]
    assert isinstance(rules, dict)
    Policy.objects.update(rules={**rules, "apart": [pair], "together": [pair]})
    run = searched(owner, now)
    assert run.state == State.IMPOSSIBLE
    assert {"apart", "together"} <= {key for reason in run.reasons for key in reason["rules"]}
    assert people[0].name in run.reasons[0]["sentence"]


def test_a_killed_child_gives_the_run_back(owner: Actor, people: list[Person], now: datetime) -> None:
    run, request = claimed_with_request(owner, now)
    with Search(request) as search:
        os.kill(search.pid, signal.SIGKILL)
        assert tasks.Supervisor(run, search).watch() is None
    claiming.release(run=to_the_end(run))
    tasks.form_run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.attempts) == (State.DONE, 2)


def test_a_supervisor_that_lost_its_claim_ends_the_search(owner: Actor, people: list[Person], now: datetime) -> None:
    run, request = claimed_with_request(owner, now)
    Run.objects.filter(pk=run.pk).update(claimed_by="another worker")
    with Search(request) as search:
        assert tasks.Supervisor(run, search).watch() is None


def test_the_child_ends_when_its_parent_is_gone(owner: Actor, people: list[Person], now: datetime) -> None:
    _run, request = claimed_with_request(owner, now)
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(request + "\n")
        child.stdin.flush()
        assert json.loads(child.stdout.readline())["event"] == "progress"
        child.stdin.close()
        assert child.wait(30) == 1


def test_preparing_compiles_and_ends_without_a_problem_to_solve() -> None:
    assert subprocess.run([*COMMAND, PREPARE], stdin=subprocess.DEVNULL, check=False, timeout=300).returncode == 0
    assert list(Path(kernels.__file__).parent.rglob("kernels.advance*.nbi"))


def test_reconcile_does_what_no_worker_took(owner: Actor, people: list[Person], now: datetime) -> None:
    run = to_the_end(queued_run(owner, now))
    tasks.reconcile(now + claiming.PATIENCE * 2)
    run.refresh_from_db()
    assert run.state == State.DONE


def test_a_rolling_start_takes_who_fits_now_and_the_others_wait(owner: Actor, now: datetime) -> None:
    policy_for(owner.organisation)
    early = join(owner.organisation, 5, topics=["Delegation"])
    join(owner.organisation, 2, topics=["Conflict"])
    run = running.start_run(actor=owner, policy=Policy.objects.get(), now=now, rolling=True)
    tasks.form_run(run.pk)
    run.refresh_from_db()
    assert run.state == Run.State.DONE
    assert members(run) == {1: [person.pk for person in early]}
    assert len(run.result["waiting"]) == 2


def test_where_nobody_can_start_yet_that_is_said_and_nothing_changes(owner: Actor, now: datetime) -> None:
    policy_for(owner.organisation)
    for topic in ("Delegation", "Conflict"):
        join(owner.organisation, 3, topics=[topic])
    run = running.start_run(actor=owner, policy=Policy.objects.get(), now=now, rolling=True)
    tasks.form_run(run.pk)
    run.refresh_from_db()
    assert run.state == Run.State.FAILED
    assert "can begin yet" in run.reasons[0]["sentence"]


def test_in_a_rolling_start_the_longest_wait_goes_first(owner: Actor, now: datetime) -> None:
    people = join(owner.organisation, 7)
    for late, person in enumerate(reversed(people)):
        Consent.objects.create(
            organisation=owner.organisation,
            person=person,
            answer=Consent.Answer.JOIN,
            wording="1",
            at=now - timedelta(days=30 - late),
        )
    policy_for(owner.organisation, smallest=6, preferred=6, largest=6)
    run = running.start_run(actor=owner, policy=Policy.objects.get(), now=now, rolling=True)
    tasks.form_run(run.pk)
    assert members(run) == {1: [person.pk for person in people[1:]]}
