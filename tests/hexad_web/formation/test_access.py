"""Who sees what: owners their organisation, participants their own group, strangers nothing."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.formation.actions.publishing import Draft, publish
from hexad_web.formation.models import Group, Run
from hexad_web.people.models import Person
from tests.hexad_web.conftest import actor_of, client_of
from tests.hexad_web.formation.cast import finished_run, group, join, members

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(owner: Actor, participant: Actor) -> list[Person]:
    """Twelve, the first of whom is the participant who signs in."""
    people = join(owner.organisation, 12)
    Person.objects.filter(pk=people[0].pk).update(user=participant.user)
    return people


@pytest.fixture
def run(owner: Actor, people: list[Person], now: datetime) -> Run:
    return finished_run(owner, now)


@pytest.fixture
def published(owner: Actor, run: Run, now: datetime) -> Run:
    return publish(actor=owner, draft=Draft(run.pk, run.revision), now=now)


def owner_pages(run: Run) -> list[str]:
    seat = group(run, 1).members.order_by("pk")[0].pk
    return [
        reverse("formation:policy"),
        reverse("formation:run", args=[run.pk]),
        reverse("formation:result", args=[run.pk]),
        reverse("formation:explain", args=[run.pk, 1]),
        reverse("formation:export", args=[run.pk, "csv"]),
        reverse("formation:export", args=[run.pk, "json"]),
        reverse("formation:move", args=[run.pk, seat]),
        reverse("formation:compare") + f"?a={run.pk}&b={run.pk}",
    ]


def owner_posts(run: Run) -> list[str]:
    return [reverse(f"formation:{name}", args=[run.pk]) for name in ("stop", "soften", "publish", "undo", "drop")]


def test_another_organisations_runs_and_groups_do_not_exist(run: Run, stranger_client: Client) -> None:
    pages = [page for page in owner_pages(run) if page != reverse("formation:policy")]
    answers = {page: stranger_client.get(page).status_code for page in pages}
    answers |= {page: stranger_client.post(page).status_code for page in owner_posts(run)}
    assert set(answers.values()) == {404}
    assert stranger_client.get(reverse("formation:group", args=[group(run, 1).pk])).status_code == 404


@pytest.mark.parametrize("role", ["participant_client", "sponsor_client", "administrator_client"])
def test_forming_is_the_owners(role: str, run: Run, request: pytest.FixtureRequest) -> None:
    client: Client = request.getfixturevalue(role)
    answers = {page: client.get(page).status_code for page in owner_pages(run)}
    answers |= {page: client.post(page).status_code for page in owner_posts(run)}
    assert set(answers.values()) == {403}


def test_without_signing_in_everything_leads_to_the_door(run: Run, client: Client) -> None:
    for page in owner_pages(run):
        assert client.get(page).status_code == 302


def test_a_get_never_publishes_stops_or_moves(run: Run, owner_client: Client) -> None:
    assert {owner_client.get(page).status_code for page in owner_posts(run)} == {405}


def test_a_draft_is_nobodys_group(run: Run, participant_client: Client, owner_client: Client) -> None:
    draft = reverse("formation:group", args=[group(run, 1).pk])
    assert participant_client.get(draft).status_code == 404
    assert owner_client.get(draft).status_code == 404


def test_a_member_sees_the_own_group_only(published: Run, people: list[Person], participant_client: Client) -> None:
    own, other = group(published, 1), group(published, 2)
    assert people[0].pk in members(published)[1]
    page = participant_client.get(reverse("formation:group", args=[own.pk])).content.decode()
    assert all(person.name in page for person in people[:4])
    assert "Delegation" in page
    assert participant_client.get(reverse("formation:group", args=[other.pk])).status_code == 404
    listed = participant_client.get(reverse("formation:groups")).content.decode()
    assert people[0].name in listed
    assert people[5].name not in listed


def test_my_group_leads_to_it(published: Run, participant_client: Client) -> None:
    response = participant_client.get(reverse("formation:my_group"))
    assert response.headers["Location"] == reverse("formation:group", args=[group(published, 1).pk])


def test_a_member_who_left_the_group_no_longer_sees_it(published: Run, participant_client: Client) -> None:
    group(published, 1).members.update(is_active=False)
    assert participant_client.get(reverse("formation:group", args=[group(published, 1).pk])).status_code == 404


def test_the_owner_sees_all_published_groups(published: Run, people: list[Person], owner_client: Client) -> None:
    page = owner_client.get(reverse("formation:groups")).content.decode()
    assert all(person.name in page for person in people)
    assert "3 groups are published." in page


def test_a_member_never_sees_level_or_tenure(published: Run, participant_client: Client) -> None:
    Person.objects.update(level="grandee")
    page = participant_client.get(reverse("formation:group", args=[group(published, 1).pk])).content.decode()
    assert "grandee" not in page


def test_a_user_of_two_organisations_keeps_them_apart(
    published: Run, participant: Actor, stranger_organisation: object, owner: Actor
) -> None:
    other = actor_of(stranger_organisation, owner.role, "Otto")  # type: ignore[arg-type]  # the fixture's own kind
    assert client_of(other).get(reverse("formation:groups")).status_code == 200
    assert not Group.objects.filter(organisation=other.organisation).exists()
