from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hexad.availability.intervals import Busy
from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Group
from hexad_web.outbox.models import OutboxMessage
from hexad_web.people.models import Participation, Person
from hexad_web.scheduling import access
from hexad_web.scheduling.actions import polling
from hexad_web.scheduling.models import Choice, GroupPlan, Meeting, Poll
from hexad_web.scheduling.refusals import AlreadyDone, Refused
from tests.examples import BEN, CHO, DEV, NOW
from tests.hexad_web.availability.conftest import uploaded
from tests.hexad_web.said import as_read
from tests.hexad_web.scheduling.conftest import EXPLORE, REFLECT, SIX, option
from tests.hexad_web.scheduling.reading import mails, text_of

MOST_QUERIES = 16
WORKS, IF_NEEDED, CANNOT = "works", "if_needed", "cannot"
DAYS = [timedelta(days=days) for days in (0, 1, 2, 5)]


@pytest.fixture
def plan(group: Group, make_plan: Callable[..., GroupPlan]) -> GroupPlan:
    """Four ranked cycles; the first two explore on one day."""
    hour = timedelta(hours=2)
    options = [option(0), option(1, EXPLORE + hour, REFLECT)]
    options += [option(at, EXPLORE + DAYS[at - 1], REFLECT + DAYS[at - 1]) for at in (2, 3, 4)]
    return make_plan(group, *options)


@pytest.fixture
def poll(owner: Actor, plan: GroupPlan) -> Poll:
    return polling.ask_group(actor=owner, plan_id=plan.pk, now=NOW)


def answer(poll: Poll, email: str, *words: str) -> None:
    polling.choose(choice=poll.choices.get(person__email=email), words=words, now=NOW)


def answer_all(poll: Poll, *words: str) -> None:
    for person in SIX:
        answer(poll, person.email, *words)


def test_a_group_is_asked_about_three_different_days(poll: Poll) -> None:
    assert poll.options == [0, 2, 3]
    assert sorted(row.recipient for row in OutboxMessage.objects.filter(kind="poll")) == sorted(p.email for p in SIX)


def test_the_mail_shows_each_time_in_the_readers_zone(poll: Poll) -> None:
    devs = next(mail for mail in mails("poll") if mail["To"] == DEV.email)
    assert "Thu 4 February, 13:00–14:30 (London)" in text_of(devs)
    assert "Changeable until Sun 6 December." in text_of(devs)


def test_a_group_is_asked_once(owner: Actor, poll: Poll) -> None:
    with pytest.raises(AlreadyDone):
        polling.ask_group(actor=owner, plan_id=poll.plan_id, now=NOW)
    assert len(mails("poll")) == 6


def test_when_all_can_the_time_is_booked_by_itself(poll: Poll) -> None:
    answer_all(poll, IF_NEEDED, WORKS, CANNOT)
    polling.settle_polls(NOW)
    polling.settle_polls(NOW)
    assert Meeting.objects.get(kind="explore").start == EXPLORE + DAYS[1]
    assert len(mails()) == 12
    poll.refresh_from_db()
    assert poll.state == Poll.State.SETTLED


def test_nothing_is_booked_while_somebody_has_not_answered(poll: Poll) -> None:
    for person in SIX[:5]:
        answer(poll, person.email, WORKS, WORKS, WORKS)
    polling.settle_polls(NOW)
    assert not Meeting.objects.exists()


def test_who_left_is_not_waited_for_and_does_not_decide(poll: Poll) -> None:
    answer_all(poll, CANNOT, WORKS, WORKS)
    answer(poll, BEN.email, WORKS, CANNOT, CANNOT)
    Person.objects.filter(email=BEN.email).update(participation=Participation.LEFT)
    polling.settle_polls(NOW)
    assert Meeting.objects.get(kind="explore").start == EXPLORE + DAYS[1]


def test_when_no_time_works_for_all_the_owner_decides(owner: Actor, poll: Poll) -> None:
    answer_all(poll, WORKS, WORKS, WORKS)
    for email, word in ((BEN.email, 0), (CHO.email, 1), (DEV.email, 2)):
        answer(poll, email, *[CANNOT if card == word else WORKS for card in range(3)])
    polling.settle_polls(NOW)
    poll.refresh_from_db()
    assert poll.state == Poll.State.UNDECIDED
    assert not Meeting.objects.exists()
    polling.decide(actor=owner, plan_id=poll.plan_id, position=3, now=NOW)
    assert Meeting.objects.get(kind="explore").start == EXPLORE + DAYS[2]
    with pytest.raises(AlreadyDone):
        polling.decide(actor=owner, plan_id=poll.plan_id, position=0, now=NOW)


def test_after_the_last_day_those_who_answered_decide(poll: Poll) -> None:
    answer(poll, BEN.email, CANNOT, IF_NEEDED, WORKS)
    polling.settle_polls(NOW + polling.OPEN_FOR)
    assert Meeting.objects.get(kind="explore").start == EXPLORE + DAYS[2]


def test_a_poll_that_nobody_answered_goes_to_the_owner(poll: Poll) -> None:
    polling.settle_polls(NOW + polling.OPEN_FOR)
    poll.refresh_from_db()
    assert poll.state == Poll.State.UNDECIDED


def test_a_time_that_was_not_on_a_card_cannot_be_decided(owner: Actor, poll: Poll) -> None:
    with pytest.raises(Refused):
        polling.decide(actor=owner, plan_id=poll.plan_id, position=1, now=NOW)


@pytest.mark.parametrize("words", [(), (WORKS,), (WORKS, WORKS, "perhaps"), (WORKS,) * 4])
def test_half_an_answer_is_not_stored(poll: Poll, words: tuple[str, ...]) -> None:
    with pytest.raises(Refused):
        answer(poll, BEN.email, *words)
    assert not Choice.objects.exclude(answered_at=None).exists()


def address(poll: Poll, email: str) -> str:
    return reverse("scheduling:choose", args=[access.choose_token(poll.choices.get(person__email=email).pk)])


def test_the_page_shows_own_times_and_others_times_and_nobodys_answer(poll: Poll, client: Client) -> None:
    answer(poll, CHO.email, CANNOT, CANNOT, WORKS)
    page = as_read(client.get(address(poll, BEN.email)).content.decode())
    assert "Your time: Berlin" in page
    assert "Thu 4 February, 14:00–15:30 (Berlin)" in page
    assert "13:00–14:30 (London)" in page
    assert "Does Thu 4 February work for you?" in page
    assert "Cho Example" not in page
    assert page.count("checked") == 0


def test_a_conflict_with_ones_own_calendar_is_shown_by_its_time_alone(
    poll: Poll, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ben, cho = (Person.objects.get(email=one.email) for one in (BEN, CHO))
    half = timedelta(minutes=30)
    busy = [Busy("tippytoe", EXPLORE - half, EXPLORE + half), Busy("", REFLECT, REFLECT + half, "tentative")]
    uploaded(ben, *busy, read_at=NOW, name="Work of Ben")
    uploaded(cho, Busy("", EXPLORE + 2 * half, EXPLORE + 3 * half), read_at=NOW)
    url = address(poll, BEN.email)
    with django_assert_max_num_queries(MOST_QUERIES):
        page = as_read(client.get(url).content.decode())
    assert page.count("You look busy") == 1
    assert "You look busy 14:00–14:30" in page  # what of it lies within the meeting
    assert "Only you" in page
    assert "tippytoe" not in page
    assert "Work of Ben" not in page
    assert "You look busy 15:00" not in page


def test_the_whole_card_is_the_target_and_send_stays_reachable(poll: Poll, client: Client) -> None:
    page = client.get(address(poll, BEN.email)).content.decode()
    assert page.count("data-choice-card") == 3
    assert 'x-data="chooseCards"' in page
    assert page.index("Send answer") > page.index('class="send-bar')


def test_get_writes_nothing_and_post_stores(poll: Poll, client: Client) -> None:
    url = address(poll, BEN.email)
    client.get(url)
    assert not Choice.objects.exclude(answered_at=None).exists()
    page = client.post(url, {"word_0": WORKS, "word_1": IF_NEEDED, "word_2": CANNOT}, follow=True)
    assert "Sent. Changeable until Sun 6 December." in page.content.decode()
    assert poll.choices.get(person__email=BEN.email).words == [WORKS, IF_NEEDED, CANNOT]


def test_a_card_without_answer_is_named_and_the_others_survive(poll: Poll, client: Client) -> None:
    page = client.post(address(poll, BEN.email), {"word_0": WORKS, "word_1": CANNOT}).content.decode()
    assert "Choose an answer for this time." in page
    assert page.count(" checked") == 2


def test_a_settled_poll_takes_no_answer(poll: Poll, client: Client) -> None:
    Poll.objects.update(state=Poll.State.SETTLED)
    words = {"word_0": WORKS, "word_1": WORKS, "word_2": WORKS}
    assert "chosen already" in client.post(address(poll, BEN.email), words).content.decode()
    assert not Choice.objects.exclude(answered_at=None).exists()


def test_a_stranger_cannot_ask_or_decide(stranger: Actor, poll: Poll) -> None:
    from django.http import Http404

    with pytest.raises(Http404):
        polling.decide(actor=stranger, plan_id=poll.plan_id, position=0, now=NOW)


def test_a_room_that_was_taken_meanwhile_hands_the_poll_to_the_owner(poll: Poll) -> None:
    GroupPlan.objects.filter(pk=poll.plan_id).update(options=[option(0, NOW, REFLECT).stored()] * 5)
    answer_all(poll, WORKS, WORKS, WORKS)
    polling.settle_polls(NOW + timedelta(hours=1))
    poll.refresh_from_db()
    assert poll.state == Poll.State.UNDECIDED
    assert not Meeting.objects.exists()
