"""The self-rating and the five questions: one's own, changeable until the session closes, read by nobody singly."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hexad_web.accounts.models import PrivateText
from hexad_web.evidence.models import Response
from hexad_web.evidence.question_words import FOUR
from hexad_web.formation.models import Group
from hexad_web.practice.models import Plan
from hexad_web.sessions.models import Session
from tests.hexad_web.conftest import actor_of, client_of
from tests.hexad_web.practice import cast
from tests.hexad_web.practice.conftest import SetClock
from tests.hexad_web.practice.test_panels import HTMX, text_of
from tests.hexad_web.scheduling.conftest import EXPLORE, NINETY, REFLECT

PANELS = ("evidence:self_rating", "evidence:five_questions")


@pytest.fixture
def ben(running: Session) -> Client:
    return cast.client(cast.person(running.group))


def rating(session: Session) -> str:
    return reverse("evidence:self_rating", args=[session.pk])


def questions(session: Session) -> str:
    return reverse("evidence:five_questions", args=[session.pk])


def stored() -> dict[str, int]:
    return dict(Response.objects.values_list("item", "value"))


def test_a_rating_is_kept_changed_in_place_and_told_to_the_room(ben: Client, running: Session) -> None:
    for value in (3, 5):
        response = ben.post(rating(running), {"value": value}, headers=HTMX)
        assert response["HX-Trigger"] == "panelDone"
    assert stored() == {"first": 5}
    assert 'value="5" class="btn h-auto min-h-11 justify-start text-start font-normal py-2 btn-primary"' in text_of(
        ben.get(rating(running))
    )


def test_in_reflect_it_is_the_second(reflecting: Session, set_clock: SetClock) -> None:
    set_clock(REFLECT + timedelta(minutes=5))
    cast.client(cast.person(reflecting.group)).post(rating(reflecting), {"value": 7})
    assert stored() == {"second": 7}


@pytest.mark.parametrize("value", ["0", "8", "-1", "x", "", "3.5"])
def test_a_value_outside_the_scale_is_refused(ben: Client, running: Session, value: str) -> None:
    assert ben.post(rating(running), {"value": value}).status_code == 422
    assert not stored()


def test_a_rating_can_be_given_before_the_start(group: Group, set_clock: SetClock) -> None:
    lobby = cast.add_session(group, state="planned")
    set_clock(EXPLORE - timedelta(minutes=10))
    assert cast.client(cast.person(group)).post(rating(lobby), {"value": 2}).status_code == 302
    assert stored() == {"first": 2}


@pytest.mark.parametrize("name", PANELS)
def test_after_the_session_answers_are_closed(ben: Client, running: Session, set_clock: SetClock, name: str) -> None:
    """Also in the seconds before the worker has closed it."""
    set_clock(EXPLORE + NINETY)
    page = reverse(name, args=[running.pk])
    response = ben.post(page, {"value": 3, "key": "sharing"}, headers=HTMX)
    assert response.status_code == 422
    assert "This session is over. Its answers are closed." in text_of(response)
    assert "This session is over." in text_of(ben.get(page))
    assert not stored()


def test_the_five_questions_come_one_after_the_other(ben: Client, running: Session) -> None:
    for number, question in enumerate(FOUR, start=1):
        page = text_of(ben.get(questions(running), headers=HTMX))
        assert f"Question {number} of 5" in page
        assert "The programme, as totals" in page
        response = ben.post(questions(running), {"key": question.key, "value": number}, headers=HTMX)
        assert "HX-Trigger" not in response
    page = text_of(ben.get(questions(running), headers=HTMX))
    assert "Question 5 of 5" in page
    assert "Your group only" in page
    response = ben.post(questions(running), {"key": "technique", "strategy": "one-ask"}, headers=HTMX)
    assert response["HX-Trigger"] == "panelDone"
    assert "All five are answered." in text_of(response)
    assert stored() == {"sharing": 1, "comfort": 2, "responses": 3, "material": 4, "technique": 1}
    assert Plan.objects.get().strategy == "one-ask"


def test_an_answer_can_be_looked_at_and_changed(ben: Client, running: Session) -> None:
    ben.post(questions(running), {"key": "sharing", "value": 2})
    assert "Question 1 of 5" in text_of(ben.get(f"{questions(running)}?question=1"))
    ben.post(questions(running), {"key": "sharing", "value": 4})
    assert stored() == {"sharing": 4}


def test_own_words_for_the_technique_are_private_text_in_the_plan(ben: Client, running: Session) -> None:
    ben.post(questions(running), {"key": "technique", "words": "ZEBRA way", "strategy": ""})
    made = Plan.objects.get()
    assert made.technique_id is not None
    assert PrivateText.objects.count() == 1
    assert b"ZEBRA" not in bytes(PrivateText.objects.get().ciphertext)
    ben.post(questions(running), {"key": "technique", "strategy": "wait"})
    assert not PrivateText.objects.exists()


def test_the_technique_leaves_the_plan_as_it_was(ben: Client, running: Session) -> None:
    cast.plan(running)
    ben.post(questions(running), {"key": "technique", "strategy": "wait"})
    made = Plan.objects.get()
    assert made.is_complete
    assert made.strategy == "wait"


@pytest.mark.parametrize(
    "sent",
    [
        {"key": "sharing", "value": "6"},
        {"key": "unknown", "value": "3"},
        {"key": "technique"},
        {"key": "technique", "strategy": "unknown"},
        {},
    ],
)
def test_what_is_no_answer_is_refused(ben: Client, running: Session, sent: dict[str, str]) -> None:
    assert ben.post(questions(running), sent).status_code == 422
    assert not stored()


@pytest.mark.parametrize("name", PANELS)
def test_another_group_and_other_roles_stay_out(running: Session, make_group: object, name: str) -> None:
    page = reverse(name, args=[running.pk])
    other = cast.client(cast.person(make_group(2)))  # type: ignore[operator]
    assert other.get(page).status_code == 404
    assert other.post(page, {"value": 3}).status_code == 404
    for role in ("owner", "sponsor", "administrator"):
        found = client_of(actor_of(running.organisation, role, f"{role}x"))  # type: ignore[arg-type]
        assert found.get(page).status_code == 403


def test_members_never_see_each_others_answers(ben: Client, running: Session) -> None:
    ben.post(rating(running), {"value": 6})
    other = cast.client(cast.person(running.group, 1))
    assert "btn-primary" not in text_of(other.get(rating(running), headers=HTMX))
