from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation
from hexad_web.formation.models import GroupMember
from hexad_web.outbox.models import OutboxMessage
from hexad_web.people.models import Participation, Person
from hexad_web.scheduling.actions import changing
from hexad_web.scheduling.actions.following import follow_members
from hexad_web.scheduling.models import Attendance, GroupPlan, Meeting, Room
from hexad_web.scheduling.refusals import AlreadyDone, Refused
from tests.examples import BEN, CHO, HAL, NOW
from tests.hexad_web.scheduling.conftest import EXPLORE, REFLECT, SIX
from tests.hexad_web.scheduling.reading import calendar_part, event_of, mails, text_of

TWO_DAYS_LATER = EXPLORE + timedelta(days=2)
Confirm = Callable[[], list[Meeting]]


@pytest.fixture
def booked(explore: Meeting) -> Meeting:
    """The meeting with its first mails out of the way."""
    OutboxMessage.objects.all().delete()
    return explore


def move(owner: Actor, meeting: Meeting, start: datetime, *, consent: bool = False) -> Meeting:
    return changing.move_meeting(actor=owner, meeting_id=meeting.pk, start=start, consent=consent, now=NOW)


def test_a_move_makes_exactly_one_message_for_each_person(owner: Actor, booked: Meeting) -> None:
    move(owner, booked, TWO_DAYS_LATER)
    assert sorted(row.recipient for row in OutboxMessage.objects.all()) == sorted(person.email for person in SIX)


def test_a_moved_invitation_keeps_its_uid_and_raises_its_sequence(owner: Actor, booked: Meeting) -> None:
    move(owner, booked, TWO_DAYS_LATER)
    event = event_of(mails()[0])
    assert event["UID"] == booked.uid
    assert event["SEQUENCE"] == 1
    assert event.start.astimezone(UTC) == TWO_DAYS_LATER
    assert calendar_part(mails()[0]).get_param("method") == "REQUEST"


def test_every_further_change_raises_the_sequence_again(owner: Actor, booked: Meeting) -> None:
    for days in (2, 3, 5):
        move(owner, booked, EXPLORE + timedelta(days=days))
    sequences = [event_of(mail)["SEQUENCE"] for mail in mails() if mail["To"] == BEN.email]
    assert sequences == [1, 2, 3]


def test_the_mail_begins_with_what_moved_in_the_readers_zone(owner: Actor, booked: Meeting) -> None:
    move(owner, booked, TWO_DAYS_LATER)
    texts = {mail["To"]: text_of(mail) for mail in mails()}
    assert texts[BEN.email].startswith(
        "Moved from Thu 4 February, 14:00–15:30 (Berlin) to Sat 6 February, 14:00–15:30 (Berlin)."
    )
    assert texts["dev@northwind.example"].startswith("Moved from Thu 4 February, 13:00–14:30 (London)")


def test_answers_for_the_old_time_do_not_count_for_the_new_one(owner: Actor, booked: Meeting) -> None:
    booked.attendances.update(answer="accepted", answered_at=NOW)
    move(owner, booked, TWO_DAYS_LATER)
    assert set(booked.attendances.values_list("answer", flat=True)) == {""}


def test_a_move_to_the_same_time_sends_nothing(owner: Actor, booked: Meeting) -> None:
    with pytest.raises(AlreadyDone):
        move(owner, booked, EXPLORE)
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(
    ("wall", "instant"),
    [
        (datetime(2027, 3, 25, 14, 0), datetime(2027, 3, 25, 13, 0, tzinfo=UTC)),  # noqa: DTZ001  # winter time
        (datetime(2027, 4, 1, 14, 0), datetime(2027, 4, 1, 12, 0, tzinfo=UTC)),  # noqa: DTZ001  # summer time
        (datetime(2027, 10, 28, 14, 0), datetime(2027, 10, 28, 12, 0, tzinfo=UTC)),  # noqa: DTZ001  # before 31 Oct
        (datetime(2027, 11, 4, 14, 0), datetime(2027, 11, 4, 13, 0, tzinfo=UTC)),  # noqa: DTZ001  # after it
    ],
)
def test_the_wall_time_stays_across_the_change_of_clocks(
    owner: Actor, booked: Meeting, wall: datetime, instant: datetime
) -> None:
    reflect = Meeting.objects.get(kind="reflect")
    from hexad_web.scheduling.times import instant_of

    moved = move(owner, reflect, instant_of(wall, reflect.zone))
    assert moved.start == instant
    assert moved.wall_start == f"{wall:%Y-%m-%dT%H:%M}"
    assert event_of(mails()[0]).start.replace(tzinfo=None) == wall


def test_within_ten_working_days_only_with_consent(owner: Actor, booked: Meeting) -> None:
    near = NOW + timedelta(days=3)
    with pytest.raises(Refused, match="ten working days"):
        move(owner, booked, near)
    assert not OutboxMessage.objects.exists()
    assert move(owner, booked, near, consent=True).start == near


def test_a_meeting_that_is_near_does_not_move_away_without_consent(owner: Actor, booked: Meeting) -> None:
    Meeting.objects.filter(pk=booked.pk).update(start=NOW + timedelta(days=2), end=NOW + timedelta(days=2, hours=2))
    with pytest.raises(Refused, match="ten working days"):
        move(owner, booked, TWO_DAYS_LATER)


def test_a_meeting_cannot_move_into_the_past(owner: Actor, booked: Meeting) -> None:
    with pytest.raises(Refused, match="lies ahead"):
        move(owner, booked, NOW - timedelta(days=1), consent=True)


def test_reflect_never_comes_before_explore(owner: Actor, booked: Meeting) -> None:
    with pytest.raises(Refused, match="after Explore"):
        move(owner, booked, REFLECT + timedelta(days=1))
    with pytest.raises(Refused, match="after Explore"):
        move(owner, Meeting.objects.get(kind="reflect"), EXPLORE - timedelta(days=1))


def test_a_cancellation_reaches_everybody_once_and_ends_the_meeting(owner: Actor, booked: Meeting) -> None:
    changing.cancel_meeting(actor=owner, meeting_id=booked.pk, now=NOW)
    cancelled = mails("cancellation")
    assert sorted(mail["To"] for mail in cancelled) == sorted(person.email for person in SIX)
    assert calendar_part(cancelled[0]).get_param("method") == "CANCEL"
    assert (event_of(cancelled[0])["STATUS"], event_of(cancelled[0])["SEQUENCE"]) == ("CANCELLED", 1)
    assert "answer=accept" not in text_of(cancelled[0])
    with pytest.raises(AlreadyDone, match="cancelled"):
        changing.cancel_meeting(actor=owner, meeting_id=booked.pk, now=NOW)


def test_another_room_is_told_once_and_keeps_the_answers(
    owner: Actor, booked: Meeting, organisation: Organisation
) -> None:
    booked.attendances.update(answer="accepted", answered_at=NOW)
    room = Room.objects.create(organisation=organisation, site="Berlin", name="Spree", capacity=8)
    changed = changing.change_place(
        actor=owner, meeting_id=booked.pk, room=room, link="https://meet.example/{group}", now=NOW
    )
    assert (changed.mode, changed.place, changed.sequence) == ("hybrid", "Spree, Berlin", 1)
    assert set(booked.attendances.values_list("answer", flat=True)) == {"accepted"}
    assert len(mails()) == 6
    assert text_of(mails()[0]).startswith("The place has changed.")
    with pytest.raises(AlreadyDone):
        changing.change_place(
            actor=owner, meeting_id=booked.pk, room=room, link="https://meet.example/{group}", now=NOW
        )


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "https://meet.example/{person}", "meet.example", "https://a {"]
)
def test_a_link_that_is_no_address_is_refused(owner: Actor, booked: Meeting, link: str) -> None:
    with pytest.raises(Refused):
        changing.change_place(actor=owner, meeting_id=booked.pk, room=None, link=link, now=NOW)


def test_who_leaves_gets_a_cancellation_and_nobody_else_a_mail(booked: Meeting) -> None:
    Person.objects.filter(email=CHO.email).update(participation=Participation.LEFT)
    follow_members(NOW)
    follow_members(NOW)
    assert {row.recipient for row in OutboxMessage.objects.all()} == {CHO.email}
    sent = mails("cancellation")
    assert {event_of(mail)["UID"] for mail in sent} == set(Meeting.objects.values_list("uid", flat=True))
    assert len(sent) == 2
    assert Attendance.objects.filter(removed_at=None).count() == 10


def test_the_facilitator_who_leaves_is_replaced(booked: Meeting) -> None:
    assert booked.facilitator is not None
    gone = booked.facilitator
    Person.objects.filter(pk=gone.pk).update(participation=Participation.LEFT)
    follow_members(NOW)
    booked.refresh_from_db()
    assert booked.facilitator not in (None, gone)


def test_who_joins_the_group_is_invited_to_what_lies_ahead(booked: Meeting, organisation: Organisation) -> None:
    newcomer = Person.objects.create(
        organisation=organisation, email=HAL.email, name=HAL.name, participation=Participation.JOINED
    )
    GroupMember.objects.create(
        organisation=organisation, group=booked.group, run=booked.group.run, person=newcomer, is_active=True
    )
    follow_members(NOW)
    follow_members(NOW)
    assert [row.recipient for row in OutboxMessage.objects.all()] == [HAL.email, HAL.email]


def test_a_group_without_members_has_its_meetings_cancelled(booked: Meeting) -> None:
    GroupMember.objects.update(is_active=False)
    follow_members(NOW)
    assert set(Meeting.objects.values_list("state", flat=True)) == {"cancelled"}
    assert len(mails("cancellation")) == 12


def test_past_meetings_are_left_as_they_were(booked: Meeting) -> None:
    Person.objects.filter(email=CHO.email).update(participation=Participation.LEFT)
    follow_members(REFLECT + timedelta(days=1))
    assert not OutboxMessage.objects.exists()


def test_a_stranger_finds_no_meeting(stranger: Actor, booked: Meeting) -> None:
    from django.http import Http404

    with pytest.raises(Http404):
        changing.cancel_meeting(actor=stranger, meeting_id=booked.pk, now=NOW)


def test_a_meeting_that_began_stays_as_it_is(owner: Actor, booked: Meeting, plan: GroupPlan) -> None:
    with pytest.raises(Refused, match="has begun"):
        changing.cancel_meeting(actor=owner, meeting_id=booked.pk, now=EXPLORE + timedelta(minutes=5))
