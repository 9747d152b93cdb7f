"""Signing in by the six digits of the mail, where the mail is read on another device."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from hexad_web.accounts import actions
from hexad_web.accounts.access import Actor
from hexad_web.accounts.actions import CodeAnswer
from hexad_web.accounts.forms import CodeForm
from hexad_web.accounts.models import SignInLink
from hexad_web.accounts.signing_in import CODE_ATTEMPTS, LIFETIME, WRONG_CODES_A_DAY, FreshLink
from tests.hexad_web.accounts.conftest import Ask, who_is_in

pytestmark = pytest.mark.django_db
CODE = "/accounts/login/code/"


def another(code: str) -> str:
    return f"{(int(code.replace(' ', '')) + 1) % 10**6:06d}"


def asked(ana: Actor, now: datetime) -> FreshLink:
    assert ana.user is not None
    return actions.make_sign_in_link(ana.user, now)


def try_code(link: FreshLink, code: str, now: datetime) -> object:
    return actions.use_sign_in_code(link_id=link.row.pk, code=code, now=now)


def test_the_code_signs_in_the_browser_that_asked(ask: Ask, client: Client, ana: Actor) -> None:
    mail = ask()

    response = client.post(CODE, {"code": mail.code})

    assert (response.status_code, response["Location"]) == (302, "/")
    assert who_is_in(client) == ana.user


def test_the_page_names_the_address_and_asks_for_the_code(ask: Ask, client: Client) -> None:
    ask()

    page = client.get(CODE).content.decode()

    assert "ana@northwind.example" in page
    assert 'autocomplete="one-time-code"' in page


def test_whoever_did_not_ask_is_sent_to_the_door(db: None, client: Client) -> None:
    for response in (client.get(CODE), client.post(CODE, {"code": "123456"})):
        assert response["Location"] == reverse("accounts:login")


def test_a_code_leads_where_its_owner_wanted_to_go(ask: Ask, client: Client) -> None:
    mail = ask(next="/people/")

    assert client.post(CODE, {"code": mail.code})["Location"] == "/people/"


def test_a_wrong_code_is_refused_in_words_and_the_right_one_still_works(ask: Ask, client: Client, ana: Actor) -> None:
    mail = ask()

    response = client.post(CODE, {"code": another(mail.code)})

    assert response.status_code == 422
    assert "This is not the code of the newest mail." in response.content.decode()
    client.post(CODE, {"code": mail.code})
    assert who_is_in(client) == ana.user


def test_after_five_wrong_codes_the_right_one_is_refused_but_the_link_works(
    ask: Ask, client: Client, ana: Actor
) -> None:
    mail = ask()
    for _guess in range(CODE_ATTEMPTS):
        client.post(CODE, {"code": another(mail.code)})

    response = client.post(CODE, {"code": mail.code})

    assert "Link used or expired. Send a new one." in response.content.decode()
    assert who_is_in(client) is None
    client.post(mail.path)
    assert who_is_in(client) == ana.user


def test_the_code_of_an_older_mail_is_refused(ask: Ask, client: Client) -> None:
    older = ask()
    newer = ask()
    assert older.code != newer.code

    client.post(CODE, {"code": older.code})

    assert who_is_in(client) is None


def test_a_code_works_once(ana: Actor, now: datetime) -> None:
    link = asked(ana, now)

    assert try_code(link, link.code, now) == ana.user
    assert try_code(link, link.code, now) is CodeAnswer.OVER


def test_a_code_dies_with_its_link(ana: Actor, now: datetime) -> None:
    used, expired = asked(ana, now), asked(ana, now)
    actions.use_sign_in_link(token=used.token, now=now)

    assert try_code(used, used.code, now) is CodeAnswer.OVER
    assert try_code(expired, expired.code, now + LIFETIME) is CodeAnswer.OVER


def test_new_mails_do_not_buy_a_guesser_more_guesses_than_a_day_has(ana: Actor, now: datetime) -> None:
    for _mail in range(WRONG_CODES_A_DAY // CODE_ATTEMPTS):
        link = asked(ana, now)
        answers = [try_code(link, another(link.code), now) for _guess in range(CODE_ATTEMPTS)]
        assert set(answers) == {CodeAnswer.WRONG}
    link = asked(ana, now)

    assert try_code(link, link.code, now) is CodeAnswer.OFTEN
    assert actions.use_sign_in_link(token=link.token, now=now) == ana.user
    tomorrow = now + timedelta(days=1)
    link = asked(ana, tomorrow)
    assert try_code(link, link.code, tomorrow) == ana.user


def test_wrong_codes_of_one_person_are_not_another_persons(ana: Actor, administrator: Actor, now: datetime) -> None:
    link = asked(ana, now)
    SignInLink.objects.update(attempts=WRONG_CODES_A_DAY)
    other = asked(administrator, now)

    assert try_code(link, link.code, now) is CodeAnswer.OFTEN
    assert try_code(other, other.code, now) == administrator.user


def test_somebody_who_guessed_too_often_is_told_what_works(ask: Ask, client: Client) -> None:
    mail = ask()
    SignInLink.objects.update(attempts=WRONG_CODES_A_DAY)

    page = client.post(CODE, {"code": mail.code}).content.decode()

    assert "Open the link in the mail instead." in page


@given(st.integers(0, 10**6 - 1), st.lists(st.sampled_from([" ", " ", "\t"]), min_size=7, max_size=7))
def test_six_digits_may_be_typed_with_any_spaces(number: int, spaces: list[str]) -> None:
    digits = f"{number:06d}"
    typed = "".join(space + digit for space, digit in zip(spaces, f"{digits} ", strict=True))

    form = CodeForm({"code": typed})

    assert form.is_valid()
    assert form.cleaned_data["code"] == digits


@given(st.text(max_size=20).filter(lambda text: len("".join(text.split())) != 6))
def test_anything_else_is_not_a_code(text: str) -> None:
    assert not CodeForm({"code": text}).is_valid()


@pytest.mark.parametrize("text", ["12345a", "\uff11\uff12\uff13\uff14\uff15\uff16", "12345²", "-12345"])
def test_six_signs_that_are_not_digits_are_not_a_code(text: str) -> None:
    assert not CodeForm({"code": text}).is_valid()
