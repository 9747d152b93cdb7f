"""Everybody is asked by one mail; everybody answers for themselves in one step."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry, Membership, Role, User
from hexad_web.outbox.models import OutboxMessage
from hexad_web.outbox.rendering import Mail
from hexad_web.people import access, tasks
from hexad_web.people.actions import inviting
from hexad_web.people.actions.answering import answer_by_link
from hexad_web.people.actions.inviting import ask_again, invite_all, invite_one
from hexad_web.people.actions.leaving import mark_left
from hexad_web.people.models import Consent, Invitation, Participation, Person
from tests.examples import KIM, NORTHWIND

pytestmark = pytest.mark.django_db
TokenOf = Callable[[Person], str]


def text_of(message: OutboxMessage) -> str:
    body = message_from_bytes(bytes(message.payload), policy=default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.fixture
def token_of(owner: Actor, now: datetime) -> TokenOf:
    """Invite one person and take the token from the mail, as the person would."""

    def invite(person: Person) -> str:
        invite_one(actor=owner, person_id=person.pk, now=now)
        mail = OutboxMessage.objects.filter(recipient=person.email).latest("pk")
        found = re.search(r"/people/join/([\w-]+)/\?answer=join", text_of(mail))
        assert found is not None
        return found[1]

    return invite


@pytest.fixture
def kim(northwind: dict[str, Person]) -> Person:
    return northwind["Kim"]


def test_everybody_gets_one_mail(northwind: dict[str, Person], owner: Actor, now: datetime) -> None:
    assert invite_all(actor=owner, now=now) == len(NORTHWIND)

    assert sorted(OutboxMessage.objects.values_list("recipient", flat=True)) == sorted(p.email for p in NORTHWIND)
    assert set(Person.objects.values_list("participation", flat=True)) == {Participation.INVITED}


def test_inviting_twice_mails_once(northwind: dict[str, Person], owner: Actor, now: datetime) -> None:
    invite_all(actor=owner, now=now)

    assert invite_all(actor=owner, now=now) == 0
    assert OutboxMessage.objects.count() == len(NORTHWIND)


def test_leavers_are_not_invited(northwind: dict[str, Person], kim: Person, owner: Actor, now: datetime) -> None:
    mark_left(actor=owner, person_ids=[kim.pk], now=now)

    assert invite_all(actor=owner, now=now) == len(NORTHWIND) - 1
    assert invite_one(actor=owner, person_id=kim.pk, now=now) == 0


def test_many_mails_are_written_by_the_worker(
    northwind: dict[str, Person], owner: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inviting, "WRITTEN_AT_ONCE", 5)
    monkeypatch.setattr(inviting, "TURN", 4)
    invite_all(actor=owner, now=now)
    assert not OutboxMessage.objects.exists()

    tasks.reconcile(now)
    tasks.reconcile(now)

    assert OutboxMessage.objects.count() == len(NORTHWIND)
    assert not Invitation.objects.filter(token_hash=None).exists()


def test_nothing_is_locked_while_a_worker_composes_and_of_two_workers_one_writes(
    northwind: dict[str, Person], owner: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inviting, "WRITTEN_AT_ONCE", 0)
    invite_all(actor=owner, now=now)
    compose, outside, others = inviting.mail_of, len(connection.savepoint_ids), [tasks.write_waiting_invitations]

    def composing(invitation: Invitation, token: str) -> Mail:
        assert len(connection.savepoint_ids) == outside
        while others:
            others.pop()()
        return compose(invitation, token)

    monkeypatch.setattr(inviting, "mail_of", composing)
    tasks.write_waiting_invitations()

    tokens = [re.findall(r"/people/join/([\w-]+)/\?answer=join", text_of(mail)) for mail in OutboxMessage.objects.all()]
    assert len(tokens) == len(NORTHWIND)
    kept = set(Invitation.objects.values_list("token_hash", flat=True))
    assert {access.hash_of(token) for (token,) in tokens} == kept


def test_the_mail_is_wiped_after_delivery_and_the_row_keeps_a_hash_only(kim: Person, token_of: TokenOf) -> None:
    token = token_of(kim)

    assert OutboxMessage.objects.get().secret
    assert token not in str(list(Invitation.objects.values()))


def test_whoever_is_silent_for_three_days_can_be_asked_again(
    northwind: dict[str, Person], kim: Person, owner: Actor, now: datetime, token_of: TokenOf
) -> None:
    token_of(kim)

    assert ask_again(actor=owner, now=now + timedelta(days=2)) == 0
    assert ask_again(actor=owner, now=now + timedelta(days=3)) == 1
    assert OutboxMessage.objects.filter(recipient=KIM.email).count() == 2


@pytest.mark.parametrize("answer", ["join", "decline"])
def test_opening_the_link_changes_nothing(answer: str, kim: Person, token_of: TokenOf) -> None:
    url = reverse("people:join", args=[token_of(kim)])
    before = list(Person.objects.order_by("pk").values()), Consent.objects.count(), User.objects.count()

    page = Client().get(url, {"answer": answer})

    assert page.status_code == 200
    checked = re.findall(r'<input[^>]*value="(\w+)"[^>]*checked', page.content.decode())
    assert checked == [answer]
    assert (list(Person.objects.order_by("pk").values()), Consent.objects.count(), User.objects.count()) == before
    assert page["Referrer-Policy"] == "same-origin"


def test_joining_in_one_step_gives_a_login_a_role_and_a_record(kim: Person, token_of: TokenOf) -> None:
    client = Client()

    client.post(reverse("people:join", args=[token_of(kim)]), {"answer": "join"})

    kim.refresh_from_db()
    consent = Consent.objects.get(person=kim)
    assert (kim.participation, kim.user and kim.user.email) == (Participation.JOINED, KIM.email)
    assert Membership.objects.filter(user=kim.user, role=Role.PARTICIPANT, organisation=kim.organisation).exists()
    assert (consent.answer, consent.wording != "", consent.invitation_id is not None) == ("join", True, True)
    assert AuditEntry.objects.filter(action="people.join", user=kim.user).exists()
    assert client.session["_auth_user_id"] == str(kim.user_id)


def test_declining_gives_no_login(kim: Person, token_of: TokenOf) -> None:
    client = Client()

    client.post(reverse("people:join", args=[token_of(kim)]), {"answer": "decline"})

    kim.refresh_from_db()
    assert (kim.participation, kim.user) == (Participation.DECLINED, None)
    assert "_auth_user_id" not in client.session


def test_an_answer_can_be_changed_and_each_one_is_recorded(kim: Person, token_of: TokenOf) -> None:
    url = reverse("people:join", args=[token_of(kim)])

    for answer in ("decline", "join", "join", "decline"):
        Client().post(url, {"answer": answer})

    kim.refresh_from_db()
    assert kim.participation == Participation.DECLINED
    assert list(Consent.objects.order_by("pk").values_list("answer", flat=True)) == ["decline", "join", "decline"]


def test_a_link_signs_in_once(kim: Person, token_of: TokenOf) -> None:
    url = reverse("people:join", args=[token_of(kim)])
    Client().post(url, {"answer": "join"})
    second = Client()

    second.post(url, {"answer": "join"})

    assert "_auth_user_id" not in second.session


def test_an_old_link_still_answers_but_no_longer_signs_in(kim: Person, token_of: TokenOf, now: datetime) -> None:
    token = token_of(kim)

    answered = answer_by_link(token=token, answer="join", now=now + timedelta(days=31))

    assert (answered.signs_in, answered.person.participation) == (None, Participation.JOINED)


@pytest.mark.parametrize("role", [Role.OWNER, Role.SPONSOR, Role.ADMINISTRATOR])
def test_a_link_never_opens_a_login_that_can_do_more(role: Role, kim: Person, token_of: TokenOf, now: datetime) -> None:
    user = User.objects.create_user(kim.email)
    Membership.objects.create(organisation=kim.organisation, user=user, role=role)

    assert answer_by_link(token=token_of(kim), answer="join", now=now).signs_in is None
    assert Membership.objects.filter(user=user, role=Role.PARTICIPANT).exists()


def test_a_link_never_opens_a_login_with_a_password_or_of_another_organisation(
    northwind: dict[str, Person], token_of: TokenOf, now: datetime, stranger: Actor
) -> None:
    kim, gus = northwind["Kim"], northwind["Gus"]
    User.objects.create_user(kim.email, password="long enough to keep")
    elsewhere = User.objects.create_user(gus.email)
    Membership.objects.create(organisation=stranger.organisation, user=elsewhere, role=Role.PARTICIPANT)

    assert answer_by_link(token=token_of(kim), answer="join", now=now).signs_in is None
    assert answer_by_link(token=token_of(gus), answer="join", now=now).signs_in is None


def test_whoever_is_signed_in_already_stays_who_they_are(
    kim: Person, token_of: TokenOf, owner: Actor, owner_client: Client
) -> None:
    assert owner.user is not None
    owner_client.post(reverse("people:join", args=[token_of(kim)]), {"answer": "join"})

    assert owner_client.session["_auth_user_id"] == str(owner.user.pk)


def test_an_unknown_link_and_a_leavers_link_are_closed(
    kim: Person, token_of: TokenOf, owner: Actor, now: datetime
) -> None:
    token = token_of(kim)
    mark_left(actor=owner, person_ids=[kim.pk], now=now)

    for closed in (token, "nonsense"):
        page = Client().post(reverse("people:join", args=[closed]), {"answer": "join"})
        assert page.status_code == 404
        assert "no longer valid" in page.content.decode()
    with pytest.raises(ValidationError):
        answer_by_link(token=token, answer="join", now=now)
    assert not Consent.objects.exists()


def test_sending_nothing_asks_for_an_answer(kim: Person, token_of: TokenOf) -> None:
    page = Client().post(reverse("people:join", args=[token_of(kim)]), {})

    assert page.status_code == 422
    assert "Choose yes or no." in page.content.decode()


def test_a_participant_changes_the_answer_when_signed_in(kim: Person, token_of: TokenOf) -> None:
    client = Client()
    client.post(reverse("people:join", args=[token_of(kim)]), {"answer": "join"})

    assert client.post(reverse("people:me"), {"answer": "decline"}).status_code == 302

    kim.refresh_from_db()
    assert kim.participation == Participation.DECLINED
    assert client.get(reverse("people:me")).status_code == 200
