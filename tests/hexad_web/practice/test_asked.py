"""The pages behind a mail's link: read without writing, answered once or again, closed in time."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hexad_web.practice import access
from hexad_web.practice.models import BuddyCheck, BuddyPair, FollowUp
from hexad_web.sessions.models import Session
from tests.hexad_web.practice import cast
from tests.hexad_web.practice.cast import DAY
from tests.hexad_web.practice.conftest import SetClock
from tests.hexad_web.practice.test_panels import text_of
from tests.hexad_web.scheduling.conftest import EXPLORE, REFLECT

ASKED = EXPLORE + timedelta(days=11)


@pytest.fixture
def check(explored: Session, set_clock: SetClock) -> BuddyCheck:
    set_clock(ASKED)
    pair = BuddyPair.objects.create(
        organisation=explored.organisation,
        group=explored.group,
        cycle=1,
        person=cast.person(explored.group),
        buddy=cast.person(explored.group, 1),
    )
    return BuddyCheck.objects.create(
        organisation=explored.organisation, pair=pair, session=explored, day=9, asked_at=ASKED
    )


@pytest.fixture
def follow_up(reflecting: Session, set_clock: SetClock) -> FollowUp:
    set_clock(REFLECT + 93 * DAY)
    return FollowUp.objects.create(
        organisation=reflecting.organisation,
        person=cast.person(reflecting.group),
        session=reflecting,
        months=3,
        asked_at=REFLECT + 92 * DAY,
    )


def buddy_url(check: BuddyCheck) -> str:
    return reverse("practice:buddy", args=[access.check_token(check.pk)])


def follow_up_url(found: FollowUp) -> str:
    return reverse("practice:follow_up", args=[access.follow_up_token(found.pk)])


def test_opening_a_link_preselects_and_writes_nothing(check: BuddyCheck, follow_up: FollowUp) -> None:
    client = Client()
    assert 'value="kept" required checked' in text_of(client.get(follow_up_url(follow_up) + "?answer=kept")).replace(
        'id="id_answer_0" ', ""
    )
    client.get(buddy_url(check) + "?answer=done")
    assert not BuddyCheck.objects.exclude(answer="").exists()
    assert not FollowUp.objects.exclude(answer="").exists()


def test_a_buddys_question_is_answered_without_signing_in_and_read_by_the_buddy_alone(
    check: BuddyCheck, explored: Session
) -> None:
    sent = Client().post(buddy_url(check), {"answer": "partly", "text": "ZEBRA line"}, follow=True)
    assert "Sent." in text_of(sent)
    assert "ZEBRA" not in text_of(sent)  # a forwarded link shows no line
    assert "ZEBRA line" in text_of(cast.client(check.pair.buddy).get("/practice/"))
    for place in (0, 2):
        assert "ZEBRA line" not in text_of(cast.client(cast.person(explored.group, place)).get("/practice/"))


def test_a_changed_answer_is_new_to_the_buddy_and_keeps_its_line(check: BuddyCheck) -> None:
    client = Client()
    client.post(buddy_url(check), {"answer": "not_yet", "text": "ZEBRA"})
    BuddyCheck.objects.update(read_at=ASKED)
    client.post(buddy_url(check), {"answer": "done"})
    check.refresh_from_db()
    assert (check.answer, check.read_at) == ("done", None)
    assert check.text_id is not None


def test_when_reflect_begins_the_question_is_closed_and_says_where_to_answer(
    check: BuddyCheck, explored: Session, set_clock: SetClock
) -> None:
    cast.add_session(explored.group, "reflect", "planned")
    set_clock(REFLECT - DAY)
    assert "Send</button>" in text_of(Client().get(buddy_url(check)))
    set_clock(REFLECT)
    assert "Tell your buddy in Reflect" in text_of(Client().get(buddy_url(check)))
    assert Client().post(buddy_url(check), {"answer": "done"}).status_code == 422
    assert not BuddyCheck.objects.exclude(answer="").exists()


@pytest.mark.parametrize("answer", ["", "perhaps"])
def test_an_answer_that_is_none_is_refused(check: BuddyCheck, follow_up: FollowUp, answer: str) -> None:
    for page in (buddy_url(check), follow_up_url(follow_up)):
        assert Client().post(page, {"answer": answer}).status_code == 422


def test_a_follow_up_is_answered_and_changed_and_closed_after_six_weeks(
    follow_up: FollowUp, set_clock: SetClock
) -> None:
    client, page = Client(), follow_up_url(follow_up)
    for answer in ("dropped", "adapted"):
        assert client.post(page, {"answer": answer}).status_code == 302
    follow_up.refresh_from_db()
    assert follow_up.answer == "adapted"
    set_clock(follow_up.asked_at + timedelta(days=45))
    assert "This question is closed." in text_of(client.get(page))
    assert client.post(page, {"answer": "kept"}).status_code == 422


def test_a_token_opens_its_own_question_only(check: BuddyCheck, follow_up: FollowUp) -> None:
    token, other = access.check_token(check.pk), access.follow_up_token(follow_up.pk)
    assert Client().get(reverse("practice:follow_up", args=[token])).status_code == 404
    assert Client().get(reverse("practice:buddy", args=[other])).status_code == 404
    forged = f"{check.pk + 1}{token[len(str(check.pk)) :]}"
    for wrong in (forged, "x", token[:-1]):
        assert Client().get(reverse("practice:buddy", args=[wrong])).status_code == 404
