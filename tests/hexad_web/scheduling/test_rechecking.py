"""Calendars change after invitations went out: what no longer fits is proposed to move, by the fewest moves."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Role
from hexad_web.availability import stored as stored_times
from hexad_web.availability.child import is_own
from hexad_web.availability.models import Kind, Source
from hexad_web.outbox.models import OutboxMessage
from hexad_web.people.models import Person
from hexad_web.scheduling import times
from hexad_web.scheduling.actions import moving, proposing, rechecking
from hexad_web.scheduling.models import Meeting, MoveConsent, Proposal, Room, Watch
from hexad_web.scheduling.queries.moving import suggestions
from hexad_web.scheduling.refusals import AlreadyDone, Refused
from tests.examples import BEN, CHO, EVA, NOW
from tests.hexad_web.conftest import client_of
from tests.hexad_web.scheduling.conftest import EXPLORE, NINETY, REFLECT, SIX, login_of
from tests.hexad_web.scheduling.reading import event_of, mails, text_of


def busy_from(email: str, start: datetime, end: datetime, name: str = "1") -> Source:
    """A calendar was read that says busy then."""
    person = Person.objects.get(email=email)
    row = [
        (start - stored_times.EPOCH) // stored_times.MINUTE,
        (end - stored_times.EPOCH) // stored_times.MINUTE,
        "busy",
    ]
    return Source.objects.create(
        organisation=person.organisation,
        person=person,
        kind=Kind.UPLOAD,
        name=name,
        busy=[row],
        busy_hash=stored_times.digest(row),
        covers_from=NOW - timedelta(days=99),
        covers_until=NOW + timedelta(days=400),
        created_at=NOW,
        read_at=NOW,
    )


@pytest.fixture
def booked(explore: Meeting) -> Meeting:
    """Invitations are out, a first look found that everything fits."""
    assert rechecking.recheck(NOW) == 1
    assert not Proposal.objects.exists()
    OutboxMessage.objects.all().delete()
    return explore


def member_of(meeting: Meeting, email: str) -> Actor:
    person = Person.objects.select_related("organisation").get(email=email)
    user = person.user or login_of(person)
    return Actor(organisation=meeting.organisation, role=Role.PARTICIPANT, user=user)


def test_what_did_not_change_is_not_looked_at_again(booked: Meeting) -> None:
    assert rechecking.recheck(NOW) == 0
    assert Watch.objects.count() == 1


def test_a_new_busy_time_elsewhere_changes_nothing(booked: Meeting) -> None:
    busy_from(BEN.email, EXPLORE + timedelta(days=1), EXPLORE + timedelta(days=1, hours=2))
    assert rechecking.recheck(NOW) == 1
    assert not Proposal.objects.exists()


def test_one_calendar_over_explore_proposes_to_move_it_alone(booked: Meeting) -> None:
    busy_from(BEN.email, EXPLORE, EXPLORE + timedelta(hours=2))
    rechecking.recheck(NOW)
    proposal = Proposal.objects.get()
    (move,) = proposal.moves
    start = datetime.fromisoformat(move["start"])
    assert (move["meeting"], move["is_near"], proposal.stuck) == (booked.pk, False, [])
    assert 21 <= (REFLECT.date() - start.date()).days <= 31  # reflect stays
    assert not (EXPLORE - NINETY < start < EXPLORE + timedelta(hours=2))
    booked.refresh_from_db()
    assert booked.start == EXPLORE  # nothing moves by itself


def test_the_members_are_told_once_and_nobody_is_named(booked: Meeting) -> None:
    busy_from(BEN.email, EXPLORE, EXPLORE + timedelta(hours=2))
    rechecking.recheck(NOW)
    rechecking.recheck(NOW)
    rows = OutboxMessage.objects.filter(kind="proposal")
    assert sorted(row.recipient for row in rows) == sorted(person.email for person in SIX)
    assert all(row.counts_for for row in rows)  # within the budget of a week
    letter = text_of(mails("proposal")[0])
    assert "A meeting no longer fits everybody's calendar. Another time would." in letter
    assert not any(person.name in letter for person in SIX if person.email != mails("proposal")[0]["To"])


def test_accepting_makes_one_message_for_each_person_with_the_same_uid(owner: Actor, booked: Meeting) -> None:
    busy_from(BEN.email, EXPLORE, EXPLORE + timedelta(hours=2))
    rechecking.recheck(NOW)
    proposal = Proposal.objects.get()
    OutboxMessage.objects.all().delete()
    proposing.accept(actor=owner, proposal_id=proposal.pk, now=NOW)
    sent = mails()
    assert sorted(str(mail["To"]) for mail in sent) == sorted(person.email for person in SIX)
    assert {(event_of(mail)["UID"], int(event_of(mail)["SEQUENCE"])) for mail in sent} == {(booked.uid, 1)}
    booked.refresh_from_db()
    assert booked.start == datetime.fromisoformat(proposal.moves[0]["start"])
    proposal.refresh_from_db()
    assert proposal.state == "accepted"
    with pytest.raises(Exception, match="No Proposal"):
        proposing.accept(actor=owner, proposal_id=proposal.pk, now=NOW)
    rechecking.recheck(NOW)
    assert not Proposal.objects.filter(state="open").exists()


def test_any_member_may_accept_what_is_far_and_strangers_may_not(booked: Meeting, stranger: Actor) -> None:
    busy_from(BEN.email, EXPLORE, EXPLORE + timedelta(hours=2))
    rechecking.recheck(NOW)
    proposal = Proposal.objects.get()
    with pytest.raises(Exception, match="No Proposal"):
        proposing.accept(actor=stranger, proposal_id=proposal.pk, now=NOW)
    (moved,) = proposing.accept(actor=member_of(booked, CHO.email), proposal_id=proposal.pk, now=NOW)
    assert moved.pk == booked.pk


def test_kept_times_are_not_proposed_again_before_something_changes(owner: Actor, booked: Meeting) -> None:
    busy_from(BEN.email, EXPLORE, EXPLORE + timedelta(hours=2))
    rechecking.recheck(NOW)
    proposing.keep(actor=owner, proposal_id=Proposal.objects.get().pk, now=NOW)
    rechecking.recheck(NOW)
    assert list(Proposal.objects.values_list("state", flat=True)) == ["kept"]
    busy_from(BEN.email, EXPLORE, EXPLORE + timedelta(hours=1), name="2")
    rechecking.recheck(NOW)
    assert Proposal.objects.filter(state="open").count() == 1


def test_a_calendar_that_is_free_again_takes_the_proposal_back(booked: Meeting) -> None:
    source = busy_from(BEN.email, EXPLORE, EXPLORE + timedelta(hours=2))
    rechecking.recheck(NOW)
    source.delete()
    rechecking.recheck(NOW)
    assert list(Proposal.objects.values_list("state", flat=True)) == ["overtaken"]


def test_a_meeting_with_another_time_by_now_is_not_moved_by_an_old_proposal(owner: Actor, booked: Meeting) -> None:
    busy_from(BEN.email, EXPLORE, EXPLORE + timedelta(hours=2))
    rechecking.recheck(NOW)
    Meeting.objects.filter(pk=booked.pk).update(
        start=EXPLORE + timedelta(days=1), end=EXPLORE + timedelta(days=1, hours=2)
    )
    with pytest.raises(Refused, match="another time by now"):
        proposing.accept(actor=owner, proposal_id=Proposal.objects.get().pk, now=NOW)


NEAR = EXPLORE - timedelta(days=6)


def test_what_is_near_moves_once_every_member_agreed(booked: Meeting) -> None:
    busy_from(BEN.email, EXPLORE, EXPLORE + timedelta(hours=2))
    rechecking.recheck(NEAR)
    proposal = Proposal.objects.get()
    assert proposal.is_near
    with pytest.raises(Refused, match="every member agrees"):
        proposing.accept(actor=member_of(booked, BEN.email), proposal_id=proposal.pk, now=NEAR)
    OutboxMessage.objects.all().delete()
    said = [proposing.agree(actor=member_of(booked, person.email), proposal_id=proposal.pk, now=NEAR) for person in SIX]
    assert said == [False] * 5 + [True]
    assert MoveConsent.objects.count() == 6
    assert len(mails()) == 6 * len(proposal.moves) == 12  # reflect keeps its distance
    booked.refresh_from_db()
    assert booked.start != EXPLORE


def test_an_owner_who_asked_the_members_says_so(owner: Actor, booked: Meeting) -> None:
    busy_from(BEN.email, EXPLORE, EXPLORE + timedelta(hours=2))
    rechecking.recheck(NEAR)
    key = Proposal.objects.get().pk
    with pytest.raises(Refused):
        proposing.accept(actor=owner, proposal_id=key, now=NEAR)
    with pytest.raises(Refused):
        proposing.agree(actor=owner, proposal_id=key, now=NEAR)
    assert proposing.accept(actor=owner, proposal_id=key, consent=True, now=NEAR)


def test_our_own_invitation_in_a_calendar_is_no_conflict(booked: Meeting) -> None:
    busy_from(BEN.email, EXPLORE, EXPLORE + NINETY)
    rechecking.recheck(NOW)
    assert not Proposal.objects.exists()
    host = booked.uid.partition("@")[2]
    assert is_own(booked.uid, host)
    assert not any(is_own(uid, host) for uid in ("", "standup@" + host, booked.uid.replace(host, "elsewhere.example")))


def test_without_another_time_the_owner_reads_which_meeting_is_stuck(owner_client: Client, booked: Meeting) -> None:
    busy_from(BEN.email, EXPLORE - timedelta(days=60), EXPLORE + timedelta(days=300))
    rechecking.recheck(NOW)
    proposal = Proposal.objects.get()
    assert (proposal.moves, set(proposal.stuck)) == ([], set(Meeting.objects.values_list("pk", flat=True)))
    page = owner_client.get(reverse("scheduling:plan")).content.decode()
    assert "no other time was found" in page
    assert "Look for another time" in page


def test_new_rules_of_a_zone_keep_the_clock_on_the_wall_where_people_meet(booked: Meeting) -> None:
    """The stored moment is that of the old rules; the wall time says another one now."""
    hour = timedelta(hours=1)
    Meeting.objects.update(tzdata_version="1999a")
    Meeting.objects.filter(pk=booked.pk).update(mode="in-person", start=EXPLORE + hour, end=EXPLORE + NINETY + hour)
    assert rechecking.follow_zone_rules(NOW) == 1
    booked.refresh_from_db()
    assert (booked.start, booked.sequence, booked.tzdata_version) == (EXPLORE, 1, times.tzdata_version())
    assert len(mails()) == 6
    assert "The rules of a time zone changed." in text_of(mails()[0])
    assert rechecking.follow_zone_rules(NOW) == 0
    assert set(Meeting.objects.values_list("tzdata_version", flat=True)) == {times.tzdata_version()}


def test_online_the_moment_stays_under_new_rules(booked: Meeting) -> None:
    later = EXPLORE + timedelta(hours=1)
    Meeting.objects.filter(pk=booked.pk).update(tzdata_version="1999a", start=later, end=later + NINETY)
    rechecking.follow_zone_rules(NOW)
    booked.refresh_from_db()
    assert (booked.start, booked.wall_start, booked.sequence) == (later, "2027-02-04T15:00", 1)


def test_a_member_moves_a_meeting_to_a_time_at_which_all_can_come(booked: Meeting) -> None:
    ben = member_of(booked, BEN.email)
    found = suggestions(booked, NOW)
    assert 2 <= len(found) <= 5
    assert len({one.start.date() for one in found}) == len(found)
    assert all(21 <= (REFLECT.date() - one.start.date()).days <= 28 for one in found)
    assert moving.take_time(actor=ben, meeting_id=booked.pk, start=found[1].start, now=NOW)
    booked.refresh_from_db()
    assert (booked.start, booked.sequence) == (found[1].start, 1)
    assert len(mails()) == 6
    with pytest.raises(Refused, match="no longer free"):
        moving.take_time(actor=ben, meeting_id=booked.pk, start=EXPLORE + timedelta(hours=9), now=NOW)


def test_a_time_that_somebody_lost_is_not_offered(booked: Meeting) -> None:
    first = suggestions(booked, NOW)[0]
    busy_from(EVA.email, first.start, first.start + NINETY)
    assert first.start not in {one.start for one in suggestions(booked, NOW)}


def test_a_near_meeting_is_moved_by_asking_the_group(booked: Meeting) -> None:
    ben = member_of(booked, BEN.email)
    Meeting.objects.filter(kind="reflect").update(state="cancelled")
    found = suggestions(booked, NEAR)
    assert all(one.is_near for one in found)
    assert not moving.take_time(actor=ben, meeting_id=booked.pk, start=found[0].start, now=NEAR)
    proposal = Proposal.objects.get()
    assert (proposal.cause, proposal.consents.count()) == ("asked", 1)


def test_a_moved_meeting_takes_a_free_room_of_its_site(owner: Actor, booked: Meeting) -> None:
    common = {"organisation": booked.organisation, "site": "Berlin"}
    spree, hall = (
        Room.objects.create(name="Spree", capacity=6, **common),
        Room.objects.create(name="Hall", capacity=9, **common),
    )
    Meeting.objects.filter(pk=booked.pk).update(room=spree, place=str(spree), mode="hybrid")
    booked.refresh_from_db()
    first = suggestions(booked, NOW)[0]
    other = Meeting.objects.get(kind="reflect")
    Meeting.objects.filter(pk=other.pk).update(room=spree, start=first.start, end=first.start + NINETY, kind="engage")
    again = next(one for one in suggestions(booked, NOW) if one.room is not None)
    assert again.start != first.start or again.room == hall.pk


def test_pages_offer_the_proposal_to_owner_and_member(owner_client: Client, booked: Meeting) -> None:
    busy_from(BEN.email, EXPLORE, EXPLORE + timedelta(hours=2))
    rechecking.recheck(NOW)
    url = reverse("scheduling:proposal", args=[Proposal.objects.get().pk])
    client = client_of(member_of(booked, CHO.email))
    for reader, page in ((owner_client, "scheduling:plan"), (client, "scheduling:my_sessions")):
        words = reader.get(reverse(page)).content.decode()
        assert url in words
        assert "Another time would." in words
    assert "Choose one of the answers." in client.post(url, {"act": "dance"}, follow=True).content.decode()
    assert "Each member gets one mail." in client.post(url, {"act": "accept"}, follow=True).content.decode()
    assert client.post(url, {"act": "keep"}).status_code == 404


def test_the_move_page_of_a_member_offers_times_and_no_free_form(booked: Meeting) -> None:
    client = client_of(member_of(booked, CHO.email))
    url = reverse("scheduling:move", args=[booked.pk])
    page = client.get(url).content.decode()
    assert "Times at which everybody can come" in page
    assert 'name="consent"' not in page
    start = suggestions(booked, NOW)[0].start
    assert "Choose one of the times." in client.post(url, {"start": "soon"}, follow=True).content.decode()
    assert "Moved 10:00" in client.post(url, {"start": start.isoformat()}, follow=True).content.decode()


def test_two_who_decide_at_once_decide_once(owner: Actor, booked: Meeting) -> None:
    busy_from(BEN.email, EXPLORE, EXPLORE + timedelta(hours=2))
    rechecking.recheck(NOW)
    proposal = Proposal.objects.get()
    Proposal.objects.filter(pk=proposal.pk).update(state="kept")
    with pytest.raises(AlreadyDone):
        proposing._carry_out(proposal, owner, NOW)


def test_looking_takes_the_same_queries_for_one_group_and_for_four(
    owner: Actor, make_group: Callable[..., object], make_plan: Callable[..., object], confirm: Callable[[], object]
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for numbers in ([1], [2, 3, 4, 5]):
        for number in numbers:
            make_plan(make_group(number))
        confirm()
        with CaptureQueriesContext(connection) as statements:
            assert rechecking.recheck(NOW) == len(numbers)
        counts.append(len(statements))
    assert counts[1] - counts[0] <= 3 * 3  # the proposal of each group is looked for; people and calendars at once
