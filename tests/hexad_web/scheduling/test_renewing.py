import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hexad_web.accounts.access import Actor
from hexad_web.availability.models import Hours
from hexad_web.formation.models import Group
from hexad_web.outbox.models import OutboxMessage
from hexad_web.people.models import Participation, Person
from hexad_web.scheduling import access
from hexad_web.scheduling.actions import changing, holding, renewing
from hexad_web.scheduling.models import Attendance, GroupPlan, Meeting, PlanRun, Room
from hexad_web.scheduling.queries import feasible, plans
from hexad_web.scheduling.queries.renewing import waiting_for_date
from hexad_web.scheduling.refusals import AlreadyDone, Refused
from tests.examples import BEN, CHO
from tests.hexad_web.conftest import client_of
from tests.hexad_web.scheduling.conftest import EXPLORE, REFLECT, login_of
from tests.hexad_web.scheduling.reading import mails, text_of

AFTER = EXPLORE + timedelta(hours=3)
AFTER_REFLECT = REFLECT + timedelta(hours=3)


@pytest.fixture
def missed(explore: Meeting, monkeypatch: pytest.MonkeyPatch) -> Meeting:
    """Nobody came to explore; its first mails are out of the way, and it is three hours later."""
    OutboxMessage.objects.all().delete()
    holding.mark_missed(meeting=explore, now=AFTER)
    monkeypatch.setattr(timezone, "now", lambda: AFTER)
    explore.refresh_from_db()
    return explore


@pytest.fixture
def ben(missed: Meeting) -> Client:
    client = Client()
    user = login_of(Person.objects.get(email=BEN.email))
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def renew(owner: Actor, meeting: Meeting, now: datetime = AFTER) -> Meeting:
    return renewing.new_date(actor=owner, meeting_id=meeting.pk, now=now)


def reflect_of(meeting: Meeting) -> Meeting:
    return Meeting.objects.filter(group=meeting.group, kind="reflect").order_by("-pk")[0]


def test_one_action_books_another_explore_and_invites_everybody(owner: Actor, missed: Meeting) -> None:
    fresh = renew(owner, missed)
    assert (fresh.kind, fresh.cycle, fresh.state) == ("explore", missed.cycle, "confirmed")
    assert fresh.start >= AFTER + timedelta(days=5)
    assert fresh.uid != missed.uid
    assert fresh.attendances.count() == 6
    invited = [mail["To"] for mail in mails() if "Explore" in mail["Subject"]]
    assert len(invited) == len(set(invited)) == 6


def test_reflect_stays_where_explore_still_fits_before_it(owner: Actor, missed: Meeting) -> None:
    fresh = renew(owner, missed)
    assert reflect_of(missed).start == REFLECT
    assert timedelta(days=20) < REFLECT - fresh.start < timedelta(days=29)
    assert len(mails()) == 6


def test_reflect_moves_along_when_practice_would_become_too_short(owner: Actor, missed: Meeting) -> None:
    near = EXPLORE + timedelta(days=21)
    Meeting.objects.filter(kind="reflect").update(start=near, end=near + timedelta(minutes=90))
    fresh = renew(owner, missed)
    reflect = reflect_of(missed)
    assert reflect.start > near
    assert timedelta(days=20) < reflect.start - fresh.start < timedelta(days=29)
    assert sum("Moved from" in text_of(mail) for mail in mails()) == 6


def test_a_reflect_that_did_not_happen_gets_a_date_and_explore_stays(owner: Actor, explore: Meeting) -> None:
    OutboxMessage.objects.all().delete()
    reflect = reflect_of(explore)
    holding.mark_held(meeting=explore, now=AFTER)
    holding.mark_missed(meeting=reflect, now=AFTER_REFLECT)
    fresh = renew(owner, reflect, AFTER_REFLECT)
    assert fresh.kind == "reflect"
    assert fresh.start >= AFTER_REFLECT + timedelta(days=5)
    assert Meeting.objects.get(pk=explore.pk).state == "held"
    assert len(mails()) == 6


def test_reflect_waits_for_explore(owner: Actor, missed: Meeting) -> None:
    reflect = reflect_of(missed)
    holding.mark_missed(meeting=reflect, now=AFTER_REFLECT)
    assert [row.pk for row in waiting_for_date(owner)] == [missed.pk]
    with pytest.raises(Refused, match="nothing to find"):
        renew(owner, reflect, AFTER_REFLECT)
    renew(owner, missed, AFTER_REFLECT)
    assert Meeting.objects.filter(kind="reflect", state="confirmed").count() == 1
    assert not waiting_for_date(owner).exists()


def test_a_second_tap_finds_the_date_that_is_there(owner: Actor, missed: Meeting) -> None:
    renew(owner, missed)
    before = OutboxMessage.objects.count()
    with pytest.raises(AlreadyDone, match="Look in your mail"):
        renew(owner, missed)
    assert OutboxMessage.objects.count() == before


def test_a_cancelled_explore_whose_reflect_stays_gets_a_date(owner: Actor, explore: Meeting) -> None:
    now = EXPLORE - timedelta(days=28)
    changing.cancel_meeting(actor=owner, meeting_id=explore.pk, now=now)
    assert [row.pk for row in waiting_for_date(owner)] == [explore.pk]
    fresh = renew(owner, explore, now)
    assert reflect_of(explore).start - fresh.start < timedelta(days=29)


def test_a_cycle_that_was_cancelled_as_a_whole_is_planned_anew(owner: Actor, explore: Meeting) -> None:
    now = EXPLORE - timedelta(days=28)
    for meeting in (reflect_of(explore), explore):
        changing.cancel_meeting(actor=owner, meeting_id=meeting.pk, now=now)
    assert not waiting_for_date(owner).exists()
    assert list(plans.groups_without_meetings(owner, now)) == [explore.group]


def test_a_group_that_waits_for_a_date_is_not_planned_a_second_cycle(owner: Actor, missed: Meeting) -> None:
    Meeting.objects.filter(kind="reflect").update(state="fell_through")
    assert not plans.groups_without_meetings(owner, AFTER_REFLECT).exists()


def test_without_a_shared_time_nothing_changes_and_the_reason_is_a_sentence(owner: Actor, missed: Meeting) -> None:
    for attendance in missed.attendances.select_related("person"):
        days = {"zone": "Europe/Berlin", "weekly": [[]] * 7, "stretch": [[]] * 7}
        Hours.objects.create(organisation=missed.organisation, person=attendance.person, **days)
    with pytest.raises(Refused, match="90 minutes in common"):
        renew(owner, missed)
    assert Meeting.objects.count() == 2
    assert not OutboxMessage.objects.exists()


def test_whoever_left_is_not_invited_again(owner: Actor, missed: Meeting) -> None:
    Person.objects.filter(email=CHO.email).update(participation=Participation.LEFT)
    fresh = renew(owner, missed)
    assert CHO.email not in set(fresh.attendances.values_list("person__email", flat=True))
    assert fresh.attendances.count() == 5


def test_a_room_that_another_group_has_by_then_is_not_taken(
    owner: Actor, missed: Meeting, make_group: Callable[..., Group]
) -> None:
    room = Room.objects.create(organisation=missed.organisation, site="Berlin", name="Spree", capacity=8)
    Meeting.objects.filter(pk=missed.pk).update(room=room, mode="in-person", link="", place="Spree, Berlin")
    other = make_group(2, topic="meetings")
    taken = Meeting.objects.get(pk=missed.pk)
    taken.pk, taken.group, taken.uid, taken.state = None, other, "other@example", "confirmed"
    taken.start, taken.end = AFTER, AFTER + timedelta(days=80)
    taken.save(force_insert=True)
    fresh = renew(owner, missed)
    assert (fresh.room, fresh.place) == (None, "Berlin")


def test_a_member_gets_the_date_from_the_own_sessions(ben: Client, missed: Meeting) -> None:
    page = ben.get(reverse("scheduling:my_sessions"))
    assert "This session did not happen." in page.text
    assert "Get a new date" in page.text
    answer = ben.post(reverse("scheduling:new_date", args=[missed.pk]), follow=True)
    assert "New date: " in answer.text
    assert "Get a new date" not in ben.get(reverse("scheduling:my_sessions")).text


def test_who_was_not_invited_reaches_neither_action(ben: Client, missed: Meeting) -> None:
    Attendance.objects.filter(meeting=missed, person__email=BEN.email).update(removed_at=AFTER)
    for name in ("new_date", "correct"):
        assert ben.post(reverse(f"scheduling:{name}", args=[missed.pk]), {"became": "held"}).status_code == 404
    assert Meeting.objects.count() == 2


def test_a_group_that_met_without_the_room_says_so_and_can_change_it_again(ben: Client, missed: Meeting) -> None:
    correct = reverse("scheduling:correct", args=[missed.pk])
    assert "Saved" in ben.post(correct, {"became": "held"}, follow=True).text
    assert Meeting.objects.get(pk=missed.pk).state == "held"
    assert "held" in ben.post(correct, {"became": "held"}, follow=True).text
    ben.post(correct, {"became": "missed"})
    assert Meeting.objects.get(pk=missed.pk).state == "fell_through"


@pytest.mark.parametrize("reader", ["member", "owner", "link"])
def test_it_did_not_happen_can_be_said_on_each_page_of_the_meeting_and_leads_to_a_new_date(
    explore: Meeting, owner: Actor, monkeypatch: pytest.MonkeyPatch, reader: str
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: AFTER)
    page, client = reverse("scheduling:meeting", args=[explore.pk]), Client()
    if reader == "owner":
        client = client_of(owner)
    if reader == "member":
        user = login_of(Person.objects.get(email=BEN.email))
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    if reader == "link":  # as it stands in the invitation; nobody is signed in
        letter = next(mail for mail in mails() if mail["To"] == BEN.email)
        page = next(word for word in text_of(letter).split() if "/answer/" in word).partition("?")[0]
        page = page[page.index("/", 8) :]
    before = client.get(page).text
    assert "Did it take place?" in before
    action = re.search(r'action="([^"]+)" class="flex', before)
    assert action
    after = client.post(action[1], {"became": "missed"}, follow=True).text
    assert "This session did not happen." in after
    assert Meeting.objects.get(pk=explore.pk).state == "fell_through"
    assert "Get a new date" in after
    assert "Saved" in client.post(action[1], {"became": "held"}, follow=True).text
    assert Meeting.objects.get(pk=explore.pk).state == "held"


def test_whoever_left_the_group_corrects_nothing_by_an_old_link(
    explore: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: AFTER)
    row = Attendance.objects.get(meeting=explore, person__email=BEN.email)
    Attendance.objects.filter(pk=row.pk).update(removed_at=AFTER)
    url = reverse("scheduling:answer", args=[access.answer_token(row.pk)])
    assert "no longer expected" in Client().post(url, {"became": "missed"}, follow=True).text
    assert Meeting.objects.get(pk=explore.pk).state == "confirmed"


def test_a_correction_without_an_answer_asks_for_one(ben: Client, missed: Meeting) -> None:
    page = ben.post(reverse("scheduling:correct", args=[missed.pk]), {"became": "x" * 100}, follow=True)
    assert "Choose one of the two answers." in page.text


def test_a_session_cannot_have_taken_place_beside_its_new_date(owner: Actor, missed: Meeting) -> None:
    renew(owner, missed)
    with pytest.raises(Refused, match="Cancel that one first"):
        holding.correct(actor=owner, meeting_id=missed.pk, took_place=True, now=AFTER)


def test_my_sessions_ask_as_often_for_many_meetings_as_for_one(ben: Client, missed: Meeting) -> None:
    url = reverse("scheduling:my_sessions")
    ben.get(url)
    with CaptureQueriesContext(
        connection,
    ) as few:
        ben.get(url)
    for cycle in range(2, 6):
        fields = {"cycle": cycle, "uid": f"{cycle}@example", "pk": None}
        copy = Meeting.objects.get(pk=missed.pk)
        for name, value in fields.items():
            setattr(copy, name, value)
        copy.save(force_insert=True)
        Attendance.objects.create(
            organisation=copy.organisation, meeting=copy, person=Person.objects.get(email=BEN.email)
        )
    with CaptureQueriesContext(connection) as many:
        ben.get(url)
    assert len(many) == len(few)


def test_one_may_miss_is_as_the_owner_allowed(owner: Actor, missed: Meeting, plan: GroupPlan) -> None:
    assert feasible.rungs_of(missed.group_id, missed.cycle) == PlanRun.ALL_PRESENT
    plan.run.rungs = PlanRun.ONE_MAY_MISS
    plan.run.save()
    assert feasible.rungs_of(missed.group_id, missed.cycle) == PlanRun.ONE_MAY_MISS
