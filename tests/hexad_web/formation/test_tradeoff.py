"""What being able to meet costs: searched in the background, shown as a picture and a table, chosen by the owner."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from hexad.formation.catalogue import Mode
from hexad_web.accounts.access import Actor
from hexad_web.availability.models import Kind, Source
from hexad_web.formation import access, tasks
from hexad_web.formation.actions import running
from hexad_web.formation.models import Policy, Run
from hexad_web.formation.queries.policy import rules_of
from hexad_web.formation.queries.tradeoff import view_of
from tests.hexad_web.formation.cast import join, policy_for, to_the_end

pytestmark = pytest.mark.django_db


@pytest.fixture
def weighed(owner: Actor, now: datetime) -> Run:
    """Twelve people, every second of whom is free in the mornings only, and the others in the afternoons."""
    policy_for(owner.organisation, smallest=3, preferred=3, largest=4)
    common = {"organisation": owner.organisation, "created_at": now, "kind": Kind.GRID, "name": "Week", "read_at": now}
    for number, person in enumerate(join(owner.organisation, 12)):
        first, last = (0, 780) if number % 2 else (780, 1440)
        pattern = [[day, first, last, "busy"] for day in range(5)]
        Source.objects.create(person=person, pattern=pattern, busy_hash=f"painted {number % 2}", **common)
    run = to_the_end(running.start_tradeoff(actor=owner, policy=access.policy_of(owner), now=now), sweeps=20)
    tasks.form_run(run.pk)
    run.refresh_from_db()
    return run


def test_points_go_from_the_most_diverse_to_the_one_in_which_most_can_meet(weighed: Run) -> None:
    assert weighed.state == Run.State.ANSWERED
    assert (weighed.sweeps_done, weighed.sweeps_total) == (7, 7)
    view = view_of(weighed)
    shares = [choice.can_meet for choice in view.choices]
    points = [choice.points for choice in view.choices]
    assert shares == sorted(shares)
    assert points == sorted(points, reverse=True)
    assert shares[-1] == 1.0
    assert "100 % can" in view.sentence


def test_the_page_shows_each_as_a_row_and_forms_groups_at_the_chosen_one(
    owner_client: Client, owner: Actor, weighed: Run
) -> None:
    url = reverse("formation:tradeoff", args=[weighed.pk])
    assert "Form with 100 %" in owner_client.get(url).content.decode()
    last = len(weighed.result["points"]) - 1
    response = owner_client.post(url, {"point": str(last)})
    formed = Run.objects.get(kind=Run.Kind.FORM)
    assert response["Location"] == reverse("formation:run", args=[formed.pk])
    meet = rules_of(Policy.objects.get()).rule("meet")
    assert (str(meet.mode), meet.weight) == ("wish", weighed.result["points"][last]["weight"])


def test_a_point_that_is_not_there_changes_nothing(owner_client: Client, weighed: Run) -> None:
    before = Policy.objects.get().rules
    owner_client.post(reverse("formation:tradeoff", args=[weighed.pk]), {"point": "99"})
    assert Policy.objects.get().rules == before
    assert not Run.objects.filter(kind=Run.Kind.FORM).exists()


def test_calendars_are_weighed_also_where_the_policy_leaves_them_out(owner: Actor, weighed: Run, now: datetime) -> None:
    policy = Policy.objects.get()
    rules = rules_of(policy)
    policy.rules = rules.with_rule(replace(rules.rule("meet"), mode=Mode.OFF)).as_json()
    policy.save()
    run = to_the_end(running.start_tradeoff(actor=owner, policy=policy, now=now), sweeps=5)
    tasks.form_run(run.pk)
    run.refresh_from_db()
    assert run.result["points"][-1]["can_meet"] == 1.0
