"""Setting the policy: every mistake at once, nothing lost, and a frozen copy in each run."""

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry
from hexad_web.formation.models import Policy, Run
from hexad_web.formation.queries.policy import rule_rows
from hexad_web.people.models import Participation, Person
from tests.hexad_web.formation.cast import join

pytestmark = pytest.mark.django_db


def filled(organisation: object, **changes: object) -> dict[str, Any]:
    """What a browser sends from the untouched page, with some fields changed."""
    policy = Policy.objects.filter(organisation=organisation).first() or Policy(organisation=organisation)
    data: dict[str, Any] = {
        "smallest": "4",
        "preferred": "6",
        "largest": "6",
        "horizon_weeks": "24",
        "seed": "1",
        "limit_seconds": "20",
    }
    for row in rule_rows(policy):
        values = {name: value for name, value in row.initial.items() if value is not False}
        data |= {f"rule-{row.key}-{name}": str(value) for name, value in values.items()}
    return {**data, **changes}


def send(client: Client, data: dict[str, Any]) -> str:
    response = client.post(reverse("formation:policy"), data, follow=True)
    return " ".join(unescape(response.content.decode()).split())


def rule(owner: Actor, key: str) -> dict[str, Any]:
    rules = Policy.objects.get(organisation=owner.organisation).rules["rules"]
    return next(one for one in rules if one["key"] == key)


def test_saving_the_untouched_page_keeps_the_defaults(owner: Actor, owner_client: Client) -> None:
    page = send(owner_client, filled(owner.organisation, act="save"))
    assert "Saved " in page
    assert rule(owner, "level") == {"key": "level", "mode": "must", "weight": 1.0, "options": {}}
    assert Policy.objects.get().rules["relax"] == ["meet", "topic"]
    assert AuditEntry.objects.filter(action="formation.save_policy").count() == 1


def test_a_rule_is_set_to_wish_with_a_weight_and_settings(owner: Actor, owner_client: Client) -> None:
    changes = {
        "rule-level-mode": "wish",
        "rule-level-weight": "2.5",
        "rule-meet-tentative": "on",
        "rule-line-steps": "3",
    }
    send(owner_client, filled(owner.organisation, act="save", **changes))
    assert rule(owner, "level")["mode"] == "wish"
    assert rule(owner, "level")["weight"] == 2.5
    assert rule(owner, "meet")["options"] == {"tentative": True}
    assert rule(owner, "line")["options"] == {"steps": 3}


def test_the_order_of_giving_way_follows_what_is_ticked(owner: Actor, owner_client: Client) -> None:
    data = filled(owner.organisation, act="save", **{"rule-language-gives_way": "on"})
    del data["rule-topic-gives_way"]
    send(owner_client, data)
    assert Policy.objects.get().rules["relax"] == ["meet", "language"]


def test_sizes_out_of_order_are_said_at_the_field_and_nothing_is_saved(owner: Actor, owner_client: Client) -> None:
    page = send(owner_client, filled(owner.organisation, act="save", smallest="7", limit_seconds="9000"))
    assert "Sizes run smallest, preferred, largest, between 2 and 12." in page
    assert "Give a number between 1 and 600." in page
    assert 'value="7"' in page
    assert not Policy.objects.exists()


def test_a_weight_that_is_no_number_is_said(owner: Actor, owner_client: Client) -> None:
    page = send(owner_client, filled(owner.organisation, act="save", **{"rule-site-weight": "many"}))
    assert "Enter a number." in page
    assert not Policy.objects.exists()


def test_people_are_kept_apart_by_their_addresses(owner: Actor, owner_client: Client) -> None:
    first, second, *_ = join(owner.organisation, 3)
    lines = f"{first.email.upper()}, {second.email}\n"
    send(owner_client, filled(owner.organisation, act="save", apart=lines))
    assert Policy.objects.get().rules["apart"] == [[first.email, second.email]]
    page = owner_client.get(reverse("formation:policy")).content.decode()
    assert f"{first.email}, {second.email}" in page


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("nobody@northwind.example, person0@northwind.example", "Not among your people: nobody@northwind.example."),
        ("person0@northwind.example", "Write at least two addresses on each line."),
    ],
)
def test_a_line_that_names_no_pair_is_said(owner: Actor, owner_client: Client, line: str, answer: str) -> None:
    join(owner.organisation, 2)
    assert answer in send(owner_client, filled(owner.organisation, act="save", together=line))


def test_a_further_column_of_the_file_can_become_a_wish(owner: Actor, owner_client: Client) -> None:
    join(owner.organisation, 4, attributes={"function": "plant", "Odd Heading": "x"})
    page = owner_client.get(reverse("formation:policy")).content.decode()
    assert "rule-function-mode" in page
    assert "Odd Heading" not in page
    changes = {"rule-function-mode": "wish", "rule-function-weight": "1", "rule-function-prefer": "same"}
    send(owner_client, filled(owner.organisation, act="save", **changes))
    assert rule(owner, "function") == {"key": "function", "mode": "wish", "weight": 1.0, "options": {"prefer": "same"}}


def test_forming_saves_and_leads_to_the_run(owner: Actor, owner_client: Client) -> None:
    join(owner.organisation, 12)
    response = owner_client.post(reverse("formation:policy"), filled(owner.organisation, act="form", seed="5"))
    run = Run.objects.get()
    assert response.headers["Location"] == reverse("formation:run", args=[run.pk])
    assert (run.seed, run.people_count, run.created_by) == (5, 12, owner.user)


def test_the_page_says_how_many_are_formed_and_that_others_may_be_included(owner: Actor, owner_client: Client) -> None:
    join(owner.organisation, 5)
    join(owner.organisation, 3, participation=Participation.INVITED)
    page = " ".join(owner_client.get(reverse("formation:policy")).content.decode().split())
    assert "5 people get a place in a group. 5 joined, 0 of them in a group already." in page
    assert "Also give places to people who have not answered yet" in page


def test_one_policy_an_organisation(
    owner: Actor, stranger: Actor, owner_client: Client, stranger_client: Client
) -> None:
    send(owner_client, filled(owner.organisation, act="save", seed="3"))
    send(owner_client, filled(owner.organisation, act="save", seed="4"))
    send(stranger_client, filled(stranger.organisation, act="save", seed="8"))
    assert dict(Policy.objects.values_list("organisation__slug", "seed")) == {"northwind": 4, "contoso": 8}
    assert Person.objects.count() == 0
