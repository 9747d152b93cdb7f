"""Every page of formation renders, and shows what it must."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Run
from tests.hexad_web.formation.cast import finished_run, join, queued_run


@pytest.fixture
def run(owner: Actor, now: datetime) -> Run:
    join(owner.organisation, 12)
    return finished_run(owner, now)


def text_of(client: Client, name: str, *arguments: object, status: int = 200) -> str:
    response = client.get(reverse(f"formation:{name}", args=arguments))
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_the_policy_page_shows_every_rule_as_a_sentence(owner_client: Client) -> None:
    page = text_of(owner_client, "policy")
    assert "Members carry the same level of responsibility." in page
    assert "Members come from different departments." in page
    assert "Private wishes" not in page


def test_the_result_says_what_publishing_does(owner_client: Client, run: Run) -> None:
    page = text_of(owner_client, "result", run.pk)
    assert "Publish 3 groups" in page
    assert "Freezes the groups; mails 12 people." in page
    assert "All carry the level manager." in page


def test_a_finished_run_leads_to_its_groups(owner_client: Client, run: Run) -> None:
    assert reverse("formation:result", args=[run.pk]) in text_of(owner_client, "run", run.pk)


def test_a_waiting_run_is_polled_and_can_be_stopped(owner: Actor, owner_client: Client, now: datetime) -> None:
    join(owner.organisation, 12)
    waiting = queued_run(owner, now)
    page = text_of(owner_client, "run", waiting.pk)
    assert "every 1s" in page
    assert "Stop and keep the best" in page


@pytest.mark.parametrize("kind", [Run.Kind.FORM, Run.Kind.MEND])
def test_what_is_polled_fills_the_table_of_points_where_the_page_has_one(
    owner: Actor, owner_client: Client, now: datetime, kind: str
) -> None:
    join(owner.organisation, 12)
    waiting = queued_run(owner, now)
    Run.objects.filter(pk=waiting.pk).update(kind=kind)
    address = reverse("formation:run", args=[waiting.pk])
    page = owner_client.get(address).content.decode()
    polled = owner_client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert ('id="points-body"' in polled) == ('id="points-body"' in page)


@pytest.mark.parametrize(("joined", "said"), [(0, "Nobody waits for a group"), (3, "Only 3 can be in a group")])
def test_too_few_people_are_not_put_down_to_the_rules(
    owner: Actor, owner_client: Client, now: datetime, joined: int, said: str
) -> None:
    join(owner.organisation, joined)
    page = text_of(owner_client, "run", queued_run(owner, now).pk)
    assert said in page
    assert "No groups were formed" in page
    assert "These rules cannot all be kept" not in page


def test_explaining_a_group_shows_each_rule_with_sign_and_word(owner_client: Client, run: Run) -> None:
    page = text_of(owner_client, "explain", run.pk, 1)
    assert "✓" in page
    assert "kept" in page
    assert "2.0 of 3.0" in page


def test_pages_without_anything_to_show_say_what_to_do_next(owner_client: Client, participant_client: Client) -> None:
    assert "No group is published yet" in text_of(owner_client, "groups")
    assert "Nothing to compare yet" in text_of(owner_client, "compare")
    assert "You have no group yet" in text_of(participant_client, "my_group")
