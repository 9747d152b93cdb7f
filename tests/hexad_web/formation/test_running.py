"""A run from the owner's button to its end: who is in it, who holds it, what is kept."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hexad.formation.solve import form_groups
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry
from hexad_web.challenges.models import Rival, Topic, TopicChoice
from hexad_web.formation.actions import claiming, running
from hexad_web.formation.actions.policy import soften_and_form
from hexad_web.formation.models import Group, Run, RunInput
from hexad_web.formation.queries import preparing
from hexad_web.people.models import Participation, Person
from tests.hexad_web.formation.cast import answer_of, finished_run, join, members, policy_for, queued_run, state_of

State = Run.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def people(owner: Actor) -> list[Person]:
    return join(owner.organisation, 12)


@pytest.fixture
def claimed(owner: Actor, people: list[Person], now: datetime) -> Run:
    run = claiming.claim(run_id=queued_run(owner, now).pk, now=now)
    assert run is not None
    return run


def test_only_people_who_joined_are_formed(owner: Actor, people: list[Person], now: datetime) -> None:
    for state in (Participation.NOT_INVITED, Participation.INVITED, Participation.DECLINED, Participation.LEFT):
        join(owner.organisation, 1, participation=state)
    assert queued_run(owner, now).people == [person.pk for person in people]


def test_the_owner_may_include_those_who_have_not_answered(owner: Actor, people: list[Person], now: datetime) -> None:
    invited = join(owner.organisation, 2, participation=Participation.INVITED)
    run = queued_run(owner, now, with_invited=True)
    assert run.people == [person.pk for person in [*people, *invited]]


def test_people_of_another_organisation_are_never_formed(
    owner: Actor, stranger: Actor, people: list[Person], now: datetime
) -> None:
    join(stranger.organisation, 6)
    assert set(queued_run(owner, now).people) == {person.pk for person in people}


def test_fewer_people_than_the_smallest_group_is_said_at_once(owner: Actor, now: datetime) -> None:
    join(owner.organisation, 3)
    run = queued_run(owner, now)
    assert run.state == State.FAILED
    assert run.reasons[0]["sentence"] == "Only 3 can be in a group; a group needs 4."


def test_a_run_keeps_the_policy_it_was_started_with(owner: Actor, people: list[Person], now: datetime) -> None:
    policy = policy_for(owner.organisation, seed=7, largest=5, preferred=5)
    run = running.start_run(actor=owner, policy=policy, now=now)
    policy.largest = policy.preferred = 6
    policy.save()
    run.refresh_from_db()
    assert (run.seed, run.params["sizes"]) == (7, [4, 5, 5])
    assert run.params["horizon"] == {"start": "2026-12-07", "weeks": 24}


def test_starting_is_audited_without_names(owner: Actor, people: list[Person], now: datetime) -> None:
    queued_run(owner, now)
    entry = AuditEntry.objects.get(action="formation.start_run")
    assert entry.details == {"kind": "form", "people": 12}


def test_two_workers_never_hold_the_same_run(claimed: Run, now: datetime) -> None:
    assert claiming.claim(run_id=claimed.pk, now=now) is None


def test_a_lease_that_is_renewed_is_not_swept(claimed: Run, now: datetime) -> None:
    later = now + timedelta(seconds=20)
    assert claiming.note_progress(run=claimed, points=[(1.0, 5.0, 9.0)], sweeps=(1, 4), now=later)
    assert claiming.sweep(now=now + timedelta(seconds=40)) == 0
    claimed.refresh_from_db()
    assert claimed.progress == [[1.0, 5.0, 9.0]]
    assert (claimed.sweeps_done, claimed.sweeps_total) == (1, 4)


def test_a_run_whose_lease_ended_goes_to_the_next_worker(claimed: Run, now: datetime) -> None:
    claiming.note_progress(run=claimed, points=[(1.0, 5.0, 9.0)], sweeps=(1, 4), now=now)
    later = now + timedelta(seconds=31)
    assert claiming.sweep(now=later) == 1
    second = claiming.claim(run_id=claimed.pk, now=later)
    assert second is not None
    assert second.progress == []
    assert second.attempts == 2


def test_a_worker_that_lost_its_claim_writes_nothing(claimed: Run, people: list[Person], now: datetime) -> None:
    claiming.sweep(now=now + timedelta(minutes=1))
    claiming.claim(run_id=claimed.pk, now=now)
    assert not claiming.note_progress(run=claimed, points=[], sweeps=(0, 0), now=now)
    assert not running.keep_result(run=claimed, formation=answer_of(people), now=now)
    assert Group.objects.count() == 0


def test_a_run_that_took_three_workers_down_is_given_up(claimed: Run, now: datetime) -> None:
    for attempt in (1, 2, 3):
        assert claiming.give_up_on_repeated_failures(now=now) == 0
        claiming.sweep(now=now + timedelta(minutes=attempt))
        if attempt < 3:
            claiming.claim(run_id=claimed.pk, now=now)
    assert claiming.give_up_on_repeated_failures(now=now) == 1
    claimed.refresh_from_db()
    assert claimed.state == State.FAILED
    assert "three times" in claimed.reasons[0]["sentence"]


def test_a_worker_is_woken_once_and_a_neglected_run_is_found(owner: Actor, people: list[Person], now: datetime) -> None:
    run = queued_run(owner, now)
    Run.objects.filter(pk=run.pk).update(woken_at=None)
    assert claiming.runs_to_wake(now=now) == [run.pk]
    assert claiming.runs_to_wake(now=now) == []
    assert claiming.neglected_run(now=now + timedelta(seconds=10)) is None
    assert claiming.neglected_run(now=now + timedelta(seconds=16)) == run.pk


def test_stopping_a_run_that_no_worker_took_ends_it(
    owner: Actor, owner_client: Client, people: list[Person], now: datetime
) -> None:
    run = queued_run(owner, now)
    owner_client.post(reverse("formation:stop", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == State.FAILED
    assert claiming.claim(run_id=run.pk, now=now) is None


def test_stopping_a_running_search_asks_its_worker(owner: Actor, claimed: Run, now: datetime) -> None:
    assert not claiming.stop_was_requested(claimed)
    running.request_stop(actor=owner, run_id=claimed.pk, now=now)
    assert claiming.stop_was_requested(claimed)


def test_a_second_attempt_computes_on_the_same_input(claimed: Run, people: list[Person], now: datetime) -> None:
    first = running.prepare(run=claimed)
    Person.objects.filter(pk=people[0].pk).update(department="Elsewhere")
    assert running.prepare(run=claimed) == first


def test_equal_people_and_policy_have_equal_hashes(owner: Actor, people: list[Person], now: datetime) -> None:
    hashes = set()
    for _attempt in range(2):
        run = queued_run(owner, now)
        running.prepare(run=run)
        run.refresh_from_db()
        hashes.add(run.input_hash)
    assert len(hashes) == 1
    assert len(hashes.pop()) == 64


def test_reporting_lines_count_people_who_are_not_formed(owner: Actor, people: list[Person], now: datetime) -> None:
    head, middle = join(owner.organisation, 2, participation=Participation.NOT_INVITED)
    Person.objects.filter(pk=middle.pk).update(boss=head, boss_email=head.email)
    Person.objects.filter(pk=people[0].pk).update(boss=middle, boss_email=middle.email)
    problem = running.preparing.build_problem(queued_run(owner, now))
    chain = next(one.bosses for one in problem.candidates if one.key == people[0].email)
    assert chain == (middle.email, head.email)
    assert len(problem.candidates) == 12


def test_groups_are_written_with_their_figures(owner: Actor, people: list[Person], now: datetime) -> None:
    run = finished_run(owner, now)
    assert run.state == State.DONE
    assert (run.score, run.bound, run.can_meet, run.groups_count) == (40.0, 41.0, 1.0, 3)
    assert members(run)[1] == [person.pk for person in people[:4]]
    first = Group.objects.get(run=run, number=1)
    assert (first.topic, first.size, first.is_relaxed) == ("Delegation", 4, False)
    assert first.next_window is not None


def test_a_search_stopped_by_its_owner_says_so(owner: Actor, people: list[Person], now: datetime) -> None:
    assert finished_run(owner, now, answer=answer_of(people, stopped="asked")).state == State.STOPPED


def test_a_group_in_which_a_must_gave_way_is_marked(owner: Actor, people: list[Person], now: datetime) -> None:
    answer = answer_of(people)
    answer["groups"][1]["by_rule"] = [state_of("meet", "relaxed"), state_of("site", "relaxed", "wish")]
    answer["groups"][2]["by_rule"] = [state_of("site", "relaxed", "wish")]
    run = finished_run(owner, now, answer=answer)
    assert list(Group.objects.filter(run=run, is_relaxed=True).values_list("number", flat=True)) == [2]


def test_the_only_one_from_a_site_is_marked(owner: Actor, now: datetime) -> None:
    join(owner.organisation, 7, site="Berlin")
    join(owner.organisation, 1, site="Leeds")
    run = finished_run(owner, now)
    assert list(Group.objects.filter(run=run, has_only_one=True).values_list("number", flat=True)) == [2]


def test_calendars_of_a_run_are_forgotten_after_a_month(owner: Actor, people: list[Person], now: datetime) -> None:
    finished_run(owner, now)
    running.forget_old_inputs(now=now + timedelta(days=29))
    assert RunInput.objects.count() == 1
    running.forget_old_inputs(now=now + timedelta(days=31))
    assert RunInput.objects.count() == 0


def test_making_a_rule_a_wish_forms_again_with_it(owner: Actor, people: list[Person], now: datetime) -> None:
    run = queued_run(owner, now)
    Run.objects.filter(pk=run.pk).update(state=State.IMPOSSIBLE)
    again = soften_and_form(actor=owner, run_id=run.pk, rule="level", now=now)
    modes = {rule["key"]: rule["mode"] for rule in again.params["rules"]["rules"]}
    assert modes["level"] == "wish"
    assert modes["line"] == "must"
    assert again.state == State.QUEUED


def test_where_there_is_nothing_to_remedy_no_rule_changes_and_nothing_runs(
    owner: Actor, people: list[Person], now: datetime
) -> None:
    done, impossible = finished_run(owner, now), queued_run(owner, now)
    Run.objects.filter(pk=impossible.pk).update(state=State.IMPOSSIBLE)
    for run, rule in ((done, "level"), (impossible, "made up")):
        assert soften_and_form(actor=owner, run_id=run.pk, rule=rule, now=now) == run
    assert Run.objects.count() == 2


def test_rivals_are_kept_apart_and_no_reason_names_them(owner: Actor, people: list[Person], now: datetime) -> None:
    one, other = people[0], people[1]
    Rival.objects.create(organisation=owner.organisation, person=one, other=other, made_at=now)
    problem = preparing.build_problem(queued_run(owner, now))
    assert problem.rivals == ((one.email, other.email),)

    found = form_groups(problem, seed=1, sweeps=40)

    assert not any({one.email, other.email} <= set(group.members) for group in found.groups)
    said = [state.reason.text for group in found.groups for state in group.by_rule if state.key == "rivals"]
    assert not [text for text in said if one.name in text or other.name in text]


def test_what_people_accept_goes_before_what_the_file_says_of_them(
    owner: Actor, people: list[Person], now: datetime
) -> None:
    Person.objects.update(topics=["from the file"])
    topics = [Topic.objects.create(organisation=owner.organisation, title=title, made_at=now) for title in ("b", "a")]
    for rank, topic in enumerate(topics, start=1):
        TopicChoice.objects.create(organisation=owner.organisation, person=people[0], topic=topic, rank=rank)

    known = {one.key: one.topics for one in preparing.build_problem(queued_run(owner, now)).candidates}

    assert known[people[0].email] == ("b", "a")
    assert known[people[1].email] == ("from the file",)
