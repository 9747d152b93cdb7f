"""The page of mails: what needs a look, what to do about it, and who reads how much of it."""

from django.test import Client
from django.urls import reverse

from hexad_web.accounts.models import Organisation
from hexad_web.outbox.models import OutboxMessage
from tests.hexad_web.outbox.mails import queued

State = OutboxMessage.State


def page_of(client: Client) -> str:
    return " ".join(client.get(reverse("outbox:list")).content.decode().split())


def refused(organisation: Organisation, name: str = "ben", **fields: object) -> OutboxMessage:
    (row,) = queued(organisation, name, **fields)
    OutboxMessage.objects.filter(pk=row.pk).update(state=State.FAILED, last_error="refused 550")
    return row


def test_a_refused_address_is_listed_with_its_remedy(owner_client: Client, organisation: Organisation) -> None:
    refused(organisation)
    page = page_of(owner_client)
    assert "ben@northwind.example" in page
    assert "Explore: delegation" in page
    assert "The mail server refused this address (550)." in page
    assert "Check the address in the list of people, then try again." in page


def test_what_was_possibly_sent_twice_is_listed_as_that(owner_client: Client, organisation: Organisation) -> None:
    queued(organisation, "ben", "cho")
    OutboxMessage.objects.filter(key="cho").update(state=State.SENT, uncertain=True)
    page = page_of(owner_client)
    assert "Possibly sent twice, after an interruption." in page
    assert "ben@northwind.example" not in page


def test_an_administrator_reads_the_kind_of_a_mail_and_never_its_subject(
    administrator_client: Client, organisation: Organisation
) -> None:
    refused(organisation)
    page = page_of(administrator_client)
    assert "ben@northwind.example" in page
    assert "Invitations" in page
    assert "delegation" not in page


def test_trying_again_queues_the_same_mail(owner_client: Client, organisation: Organisation) -> None:
    row = refused(organisation)
    owner_client.post(reverse("outbox:retry", args=[row.pk]))
    again = OutboxMessage.objects.get(pk=row.pk)
    assert (again.state, again.message_id) == (State.QUEUED, row.message_id)
    assert "Needs a look" not in page_of(owner_client)


def test_what_was_seen_leaves_the_list_and_stays_as_it_is(owner_client: Client, organisation: Organisation) -> None:
    row = refused(organisation)
    owner_client.post(reverse("outbox:seen", args=[row.pk]))
    assert "ben@northwind.example" not in page_of(owner_client)
    assert OutboxMessage.objects.get(pk=row.pk).state == State.FAILED


def test_mails_of_another_organisation_are_neither_listed_nor_sent_again(
    stranger_client: Client, organisation: Organisation
) -> None:
    row = refused(organisation)
    assert "ben@northwind.example" not in page_of(stranger_client)
    stranger_client.post(reverse("outbox:retry", args=[row.pk]))
    assert OutboxMessage.objects.get(pk=row.pk).state == State.FAILED
