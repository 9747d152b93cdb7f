"""The first organisation, made from the command line."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from hexad_web.accounts.models import AuditEntry, Membership, Organisation, SignInLink, User
from tests.hexad_web.accounts.conftest import who_is_in

pytestmark = pytest.mark.django_db


def create(name: str = "Northwind Works", owner: str = "ana@northwind.example", zone: str = "Europe/Berlin") -> str:
    out = StringIO()
    call_command("create_organisation", name, owner=owner, zone=zone, stdout=out)
    return out.getvalue().strip()


def test_the_printed_link_lets_the_first_person_in_as_owner_and_administrator(client: Client) -> None:
    link = create(owner="Ana@Northwind.Example")

    client.post(re.sub(r"^https?://[^/]+", "", link))

    user = who_is_in(client)
    assert user is not None
    assert user.email == "ana@northwind.example"
    assert set(user.memberships.values_list("role", flat=True)) == {"owner", "administrator"}
    assert Organisation.objects.get().time_zone == user.time_zone == "Europe/Berlin"


def test_the_printed_link_lives_for_a_day(db: None) -> None:
    create()

    link = SignInLink.objects.get()

    assert (link.expires_at - link.created_at).days == 1


def test_the_trail_begins_with_the_organisation(db: None) -> None:
    create()

    assert AuditEntry.objects.get().action == "accounts.create_organisation"


def test_a_second_organisation_of_the_same_name_is_another_tenant(db: None) -> None:
    create()
    create()

    assert list(Organisation.objects.order_by("pk").values_list("slug", flat=True)) == [
        "northwind-works",
        "northwind-works-2",
    ]
    assert User.objects.count() == 1
    assert Membership.objects.count() == 4


@pytest.mark.parametrize("name", ["北風", "!?", "Ärzte & Söhne " * 8])
def test_any_name_becomes_an_address(name: str) -> None:
    create(name=name)

    assert re.fullmatch(r"[a-z0-9-]{1,50}", Organisation.objects.get().slug)


@pytest.mark.parametrize(
    ("mistake", "remedy"),
    [
        ({"owner": "ana"}, "is not an e-mail address"),
        ({"owner": ""}, "is not an e-mail address"),
        ({"zone": "CST"}, "is not a time zone"),
        ({"zone": "Europe/Atlantis"}, "is not a time zone"),
        ({"name": " "}, "between 1 and 200 characters"),
        ({"name": "x" * 201}, "between 1 and 200 characters"),
    ],
)
def test_a_mistake_is_said_and_nothing_is_made(mistake: dict[str, str], remedy: str) -> None:
    with pytest.raises(CommandError, match=remedy):
        create(**mistake)

    assert not Organisation.objects.exists()
    assert not User.objects.exists()
