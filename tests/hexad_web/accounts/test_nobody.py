"""Nobody learns here who has an account: the same words, the same work, whichever way they try."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import SignInLink, User
from hexad_web.accounts.signing_in import CODE_ATTEMPTS, NOBODY
from hexad_web.outbox.models import OutboxMessage
from tests.hexad_web.accounts.conftest import ADDRESS, PASSWORD, who_is_in

pytestmark = pytest.mark.django_db
STRANGER = "zoe@nowhere.example"
LOGIN, CODE, BY_PASSWORD = "/accounts/login/", "/accounts/login/code/", "/accounts/login/password/"


def words(response: HttpResponse, email: str) -> str:
    """The page without what differs for every request: the token of the form, and the address that was typed."""
    page = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": |nonce=)"[^"]+"', "", response.content.decode())
    return page.replace(email, "ADDRESS")


def ask_for_a_link(email: str) -> list[object]:
    client = Client()
    response = client.post(LOGIN, {"email": email})
    return [response.status_code, response["Location"], words(client.get(CODE), email)]


def test_asking_for_a_link_answers_the_same(ana: Actor) -> None:
    assert ask_for_a_link(ADDRESS) == ask_for_a_link(STRANGER)


def statements(email: str) -> list[str]:
    """The tables and kinds of statements that asking for a link takes."""
    client = Client()
    with CaptureQueriesContext(connection) as captured:
        client.post(LOGIN, {"email": email})
    return [" ".join(re.findall(r'^\w+|(?<=FROM )"\w+"|(?<=INTO )"\w+"', query["sql"])) for query in captured]


def test_asking_for_a_link_does_the_same_work(ana: Actor) -> None:
    ours, nobodys = statements(ADDRESS), statements(STRANGER)

    assert ours == nobodys
    assert 'INSERT "accounts_signinlink"' in ours
    assert 'INSERT "outbox_outboxmessage"' in ours


def test_for_an_address_that_nobody_has_no_mail_leaves(db: None) -> None:
    ask_for_a_link(STRANGER)

    row = OutboxMessage.objects.get()

    assert row.recipient == NOBODY
    assert row.state == OutboxMessage.State.CANCELLED
    assert not row.payload
    assert SignInLink.objects.get().user is None
    assert STRANGER not in str(OutboxMessage.objects.values()) + str(SignInLink.objects.values())


def test_somebody_who_was_shut_out_is_nobody(ana: Actor) -> None:
    User.objects.update(is_active=False)

    ask_for_a_link(ADDRESS)

    assert SignInLink.objects.get().user is None


def guess_codes(email: str) -> list[str]:
    client = Client()
    client.post(LOGIN, {"email": email})
    tries = [client.post(CODE, {"code": f"{guess:06d}"}) for guess in range(CODE_ATTEMPTS + 1)]
    assert who_is_in(client) is None
    return [words(response, email) for response in tries]


def test_guessing_codes_answers_the_same(ana: Actor) -> None:
    ours, nobodys = guess_codes(ADDRESS), guess_codes(STRANGER)

    assert ours == nobodys
    assert "This is not the code" in ours[0]
    assert "Link used or expired" in ours[-1]


def test_guessing_for_days_answers_the_same(ana: Actor) -> None:
    answers = []
    for email in (ADDRESS, STRANGER):
        client = Client()
        client.post(LOGIN, {"email": email})
        SignInLink.objects.update(attempts=20)
        answers.append(words(client.post(CODE, {"code": "000000"}), email))

    assert answers[0] == answers[1]
    assert "Too many wrong codes" in answers[0]


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password was hashed: that is what takes time."""

    counted = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).counted += 1
        return super().encode(password, salt)


@pytest.fixture
def counting(settings: Settings) -> type[CountingHasher]:
    settings.PASSWORD_HASHERS = [f"{__name__}.{CountingHasher.__qualname__}"]
    return CountingHasher


def try_password(email: str, password: str) -> tuple[int, str]:
    client = Client()
    response = client.post(BY_PASSWORD, {"p-email": email, "p-password": password})
    assert who_is_in(client) is None
    return response.status_code, words(response, email)


def test_a_wrong_password_says_and_costs_the_same_for_everybody(
    ana: Actor, sponsor: Actor, administrator: Actor, counting: type[CountingHasher]
) -> None:
    by_mail_only, shut_out = sponsor.user, administrator.user
    assert by_mail_only is not None
    assert shut_out is not None
    by_mail_only.set_unusable_password()
    by_mail_only.save()
    shut_out.set_password(PASSWORD)
    shut_out.is_active = False
    shut_out.save()
    tried = {
        ADDRESS: "wrong",
        STRANGER: "wrong",
        by_mail_only.email: "wrong",
        shut_out.email: PASSWORD,
    }
    answers, costs = set(), set()
    for email, password in tried.items():
        before = counting.counted
        answers.add(try_password(email, password))
        costs.add(counting.counted - before)

    assert len(answers) == 1
    assert costs == {1}
    status, page = answers.pop()
    assert status == 422
    assert "E-mail and password do not belong together." in page
