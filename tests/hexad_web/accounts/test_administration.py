"""The administrator's pages: the organisation, who may do what, and the last who may do it."""

import pytest
from django.test import Client
from django.urls import reverse

from hexad_web.accounts import queries
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry, Membership, Organisation, Role, User
from tests.hexad_web.accounts.conftest import newest_mail
from tests.hexad_web.conftest import actor_of
from tests.hexad_web.scheduling.reading import mails

pytestmark = pytest.mark.django_db
MEMBERS, ORGANISATION = "/accounts/members/", "/accounts/organisation/"


def membership_of(actor: Actor) -> Membership:
    return Membership.objects.get(user=actor.user, role=actor.role)


def take(client: Client, membership: Membership) -> str:
    """What the page says after the role was to be taken away."""
    return client.post(reverse("accounts:take_role", args=[membership.pk]), follow=True).content.decode()


def give(client: Client, email: str = "new@northwind.example", role: str = "sponsor", name: str = "") -> int:
    return client.post(MEMBERS, {"email": email, "name": name, "role": role}).status_code


def test_the_organisation_gets_another_name_and_zone(administrator_client: Client, organisation: Organisation) -> None:
    administrator_client.post(ORGANISATION, {"name": "Northwind Group", "time_zone": "Europe/London"})

    organisation.refresh_from_db()
    assert (organisation.name, organisation.time_zone) == ("Northwind Group", "Europe/London")
    assert AuditEntry.objects.get().action == "accounts.save_organisation"


@pytest.mark.parametrize("wrong", [{"name": ""}, {"time_zone": "GMT+1"}, {"name": "x" * 201}])
def test_a_mistake_leaves_the_organisation_as_it_was(
    administrator_client: Client, organisation: Organisation, wrong: dict[str, str]
) -> None:
    response = administrator_client.post(ORGANISATION, {"name": "Other", "time_zone": "UTC", **wrong})

    assert response.status_code == 422
    organisation.refresh_from_db()
    assert organisation.name == "Northwind Works"


def test_a_new_role_makes_an_account_and_is_told_by_mail(
    administrator_client: Client, organisation: Organisation
) -> None:
    assert give(administrator_client, email=" New@Northwind.Example ", name="Nia New") == 302

    membership = Membership.objects.get(user__email="new@northwind.example")
    assert (membership.organisation, membership.role, membership.user.name) == (organisation, "sponsor", "Nia New")
    assert not membership.user.has_usable_password()
    mail = newest_mail("account")
    assert mail.to == "new@northwind.example"
    assert mail.subject == "You can sign in at Northwind Works"
    assert 'You now have the role "Sponsor" at Northwind Works.' in mail.text
    assert "/accounts/login/" in mail.text


def test_a_role_that_somebody_has_is_not_told_twice(administrator_client: Client) -> None:
    give(administrator_client)
    give(administrator_client)

    assert len(mails("account")) == 1
    assert AuditEntry.objects.filter(action="accounts.give_role").count() == 1


def test_a_role_for_somebody_who_has_an_account_changes_nothing_about_it(
    administrator_client: Client, stranger: Actor
) -> None:
    assert stranger.user is not None
    give(administrator_client, email=stranger.user.email, name="Another Name")

    stranger.user.refresh_from_db()
    assert stranger.user.name == "Olga Example"
    assert set(stranger.user.memberships.values_list("role", flat=True)) == {"owner", "sponsor"}


@pytest.mark.parametrize(
    ("email", "role"), [("", "owner"), ("nobody", "owner"), ("a@b.example", "participant"), ("a@b.example", "boss")]
)
def test_a_mistake_gives_no_role(administrator_client: Client, email: str, role: str) -> None:
    accounts = User.objects.count()

    assert give(administrator_client, email=email, role=role) == 422
    assert User.objects.count() == accounts


def test_a_role_is_taken_away_and_the_trail_says_which(administrator_client: Client, sponsor: Actor) -> None:
    assert "Saved" in take(administrator_client, membership_of(sponsor))

    assert not Membership.objects.filter(user=sponsor.user).exists()
    entry = AuditEntry.objects.get()
    assert sponsor.user is not None
    assert (entry.action, entry.target) == ("accounts.take_role", f"User {sponsor.user.pk}")
    assert entry.details == {"taken": "sponsor"}


def test_the_last_owner_and_the_last_administrator_stay(
    administrator_client: Client, administrator: Actor, owner: Actor
) -> None:
    for actor in (administrator, owner):
        page = take(administrator_client, membership_of(actor))
        assert "Somebody has to keep this role. Give it to another person first." in page
        assert membership_of(actor)


def test_the_last_one_who_can_sign_in_stays(administrator_client: Client, administrator: Actor) -> None:
    shut_out = actor_of(administrator.organisation, Role.ADMINISTRATOR, "Sue")
    User.objects.filter(pk=shut_out.user.pk).update(is_active=False)  # type: ignore[union-attr]

    assert "Somebody has to keep this role." in take(administrator_client, membership_of(administrator))
    assert "Saved" in take(administrator_client, membership_of(shut_out))


def test_an_administrator_of_another_organisation_is_no_second_one(
    administrator_client: Client, administrator: Actor, stranger_organisation: Organisation
) -> None:
    actor_of(stranger_organisation, Role.ADMINISTRATOR, "Abe")

    assert "Somebody has to keep this role." in take(administrator_client, membership_of(administrator))


def test_whoever_gives_up_their_own_role_lands_on_a_page_that_is_theirs(
    administrator_client: Client, administrator: Actor
) -> None:
    actor_of(administrator.organisation, Role.ADMINISTRATOR, "Sue")
    Membership.objects.create(organisation=administrator.organisation, user=administrator.user, role=Role.SPONSOR)

    page = take(administrator_client, membership_of(administrator))

    assert "There is no report yet." in page


def test_participants_stay_with_the_list_of_people(administrator_client: Client, participant: Actor) -> None:
    page = take(administrator_client, membership_of(participant))

    assert "Participants come and go with the list of people." in page
    assert membership_of(participant)


def test_a_role_in_another_organisation_does_not_exist(administrator_client: Client, stranger: Actor) -> None:
    url = reverse("accounts:take_role", args=[membership_of(stranger).pk])

    assert administrator_client.post(url).status_code == 404
    assert membership_of(stranger)


def test_participants_are_listed_last(administrator: Actor, participant: Actor, sponsor: Actor, owner: Actor) -> None:
    listed = queries.members(administrator).values_list("role", flat=True)

    assert list(listed) == ["administrator", "owner", "sponsor", "participant"]
