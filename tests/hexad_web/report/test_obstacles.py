"""The sponsor reads and answers what groups let out, and learns nothing of where it came from."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Group
from hexad_web.report.actions import replying
from hexad_web.report.actions.replying import Words
from hexad_web.report.models import Obstacle, Reply
from hexad_web.report.queries.obstacles import open_count
from hexad_web.report.tasks import reconcile
from hexad_web.sessions.actions import releasing
from hexad_web.sessions.models import Release, ReleaseConsent
from tests.examples import NOW
from tests.hexad_web.practice import cast
from tests.hexad_web.scheduling.conftest import formation_run, group, make_group

__all__ = ["formation_run", "group", "make_group"]
TEXT = "Approvals take six weeks."
LAST_WEEK = NOW - timedelta(days=7)


def released(group: Group, text: str = TEXT) -> Release:
    release = Release.objects.create(
        organisation=group.organisation,
        group=group,
        kind="obstacle",
        state="released",
        text=text,
        proposed_by=cast.person(group),
        proposed_at=LAST_WEEK,
        released_at=LAST_WEEK,
    )
    ReleaseConsent.objects.create(
        organisation=group.organisation, release=release, person=cast.person(group), answer="yes"
    )
    return release


@pytest.fixture
def obstacle(group: Group) -> Obstacle:
    released(group)
    reconcile(NOW)
    return Obstacle.objects.select_related("release").get()


def url(obstacle: Obstacle) -> str:
    return reverse("report:obstacle", args=[obstacle.public_id])


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_only_released_obstacles_get_a_row_and_only_one(group: Group) -> None:
    released(group)
    Release.objects.create(organisation=group.organisation, group=group, kind="obstacle", proposed_at=NOW)
    Release.objects.create(
        organisation=group.organisation, group=group, kind="story", state="released", text="x", proposed_at=NOW
    )
    for _time in range(2):
        reconcile(NOW)
    assert Obstacle.objects.count() == 1


def test_nothing_on_the_sponsors_pages_tells_group_session_or_proposer(
    obstacle: Obstacle, group: Group, sponsor_client: Client
) -> None:
    group.name, group.number, group.topic = "QUAGGA", 987654, "OKAPI"
    group.save()
    Release.objects.update(proposed_at=NOW, released_at=NOW)
    for address in (url(obstacle), reverse("report:obstacles")):
        page = text_of(sponsor_client, address)
        hidden = ["QUAGGA", "987654", "OKAPI", cast.person(group).name, cast.person(group).email]
        assert [word for word in hidden if word in page] == []
        assert f"{NOW:%Y-%m-%d}" not in page
        assert "November 2026" in page or "December 2026" in page
    assert TEXT in text_of(sponsor_client, url(obstacle))


def test_addresses_and_order_tell_nothing_of_the_order_of_release(group: Group) -> None:
    for number in range(12):
        released(group, f"{TEXT} {number}")
    reconcile(NOW)
    ids = list(Obstacle.objects.order_by("release_id").values_list("public_id", flat=True))
    assert ids != sorted(ids)
    assert list(Obstacle.objects.values_list("release_id", flat=True)) != sorted(
        Obstacle.objects.values_list("release_id", flat=True)
    )


def test_opening_a_page_reads_nothing_and_the_button_does(obstacle: Obstacle, sponsor_client: Client) -> None:
    text_of(sponsor_client, url(obstacle))
    assert TEXT not in text_of(sponsor_client, reverse("report:obstacles"))
    assert Release.objects.get().first_read_at is None
    sponsor_client.post(reverse("report:read_obstacle", args=[obstacle.public_id]))
    assert Release.objects.get().first_read_at is not None
    assert TEXT in text_of(sponsor_client, reverse("report:obstacles"))


def test_what_was_withdrawn_before_is_gone_at_once(obstacle: Obstacle, group: Group, sponsor_client: Client) -> None:
    actor = cast.actor(cast.person(group))
    releasing.withdraw(actor=actor, release_id=obstacle.release_id, now=NOW)
    assert sponsor_client.get(url(obstacle)).status_code == 404
    reconcile(NOW)
    assert not Obstacle.objects.exists()


@pytest.mark.parametrize(
    ("choice", "fields", "status"),
    [
        ("done", {}, 200),
        ("will_do", {}, 422),
        ("will_do", {"by_date": "2027-01-15"}, 200),
        ("cannot", {}, 422),
        ("cannot", {"text": "It is law."}, 200),
        ("", {}, 422),
    ],
)
def test_an_answer_has_what_it_needs(
    obstacle: Obstacle, sponsor_client: Client, choice: str, fields: dict[str, str], status: int
) -> None:
    assert sponsor_client.post(url(obstacle), {"choice": choice, "preview": "1", **fields}).status_code == status
    assert not Reply.objects.exists()


def test_an_answer_reaches_all_groups_and_the_owner_and_reads_the_obstacle(
    obstacle: Obstacle, sponsor_client: Client, owner_client: Client, participant_client: Client
) -> None:
    answers = reverse("report:answers")
    assert TEXT not in text_of(participant_client, answers)
    values = {"choice": "will_do", "text": "Two weeks.", "by_date": "2027-01-15", "send": "1"}
    assert sponsor_client.post(url(obstacle), values).status_code == 302
    for client in (owner_client, participant_client):
        page = text_of(client, answers)
        assert TEXT in page
        assert "Two weeks." in page
    assert Release.objects.get().first_read_at is not None


def test_a_changed_answer_keeps_the_old_row_and_the_same_answer_is_one(obstacle: Obstacle, sponsor: Actor) -> None:
    for words in (Words("done"), Words("done"), Words("will_do", "Soon.", date(2027, 1, 15))):
        replying.reply(actor=sponsor, obstacle_id=obstacle.public_id, words=words, now=NOW)
    assert [row.choice for row in Reply.objects.filter(replaced_at=None)] == ["will_do"]
    assert Reply.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.create(
            organisation=obstacle.organisation, obstacle=obstacle, choice="done", given_at=NOW + timedelta(days=1)
        )


def test_participants_and_strangers_do_not_reach_the_sponsors_page(
    obstacle: Obstacle, participant_client: Client, stranger_client: Client
) -> None:
    assert participant_client.get(url(obstacle)).status_code == 403
    assert stranger_client.get(url(obstacle)).status_code == 403


def test_the_lists_take_the_same_queries_for_five_and_for_fifty(
    group: Group, sponsor: Actor, sponsor_client: Client, participant_client: Client
) -> None:
    def queries(client: Client, name: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(name)).status_code == 200
        return len(captured)

    found = []
    for count in (5, 45):
        for number in range(count):
            released(group, f"{count} {number}")
        reconcile(NOW)
        for one in Obstacle.objects.filter(replies=None):
            replying.reply(actor=sponsor, obstacle_id=one.public_id, words=Words("done"), now=NOW)
        found.append((queries(sponsor_client, "report:obstacles"), queries(participant_client, "report:answers")))
    assert found[0] == found[1]
    assert max(found[0]) <= 10


@pytest.mark.parametrize(
    ("released_at", "shown_at"),
    [
        (datetime(2027, 1, 11, 7, 0), datetime(2027, 1, 18, 6, 0)),  # noqa: DTZ001  # Monday morning, Berlin's clock
        (datetime(2027, 1, 15, 23, 59), datetime(2027, 1, 18, 6, 0)),  # noqa: DTZ001  # the Friday after
        (datetime(2027, 1, 17, 23, 59), datetime(2027, 1, 18, 6, 0)),  # noqa: DTZ001  # the last minute of Sunday
        (datetime(2027, 3, 26, 12, 0), datetime(2027, 3, 29, 6, 0)),  # noqa: DTZ001  # clocks change between
    ],
)
def test_obstacles_of_a_week_appear_together_on_monday_at_six(
    group: Group, released_at: datetime, shown_at: datetime
) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    release = released(group)
    Release.objects.filter(pk=release.pk).update(released_at=released_at.replace(tzinfo=berlin))
    reconcile(shown_at.replace(tzinfo=berlin) - timedelta(seconds=1))
    assert not Obstacle.objects.exists()
    reconcile(shown_at.replace(tzinfo=berlin))
    assert Obstacle.objects.get().week_date == shown_at.date()


def test_those_that_wait_are_counted_whatever_was_replaced_before(sponsor: Actor, group: Group) -> None:
    for text in ("One", "Two", "Three"):
        released(group, text)
    reconcile(NOW)
    first, second, _third = Obstacle.objects.order_by("pk")
    assert open_count(sponsor) == 3
    replying.reply(actor=sponsor, obstacle_id=first.public_id, words=Words("done"), now=NOW)
    for text in ("Not yet", "Not at all"):
        replying.reply(actor=sponsor, obstacle_id=second.public_id, words=Words("cannot", text), now=NOW)
    assert open_count(sponsor) == 1
    Reply.objects.filter(obstacle=first).update(replaced_at=NOW)  # taken back, and nothing instead
    assert open_count(sponsor) == 2
