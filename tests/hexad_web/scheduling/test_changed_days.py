"""Days and clocks change after invitations went out: a site's holiday, a member's zone, a zone's rules."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Role
from hexad_web.people.models import Person
from hexad_web.scheduling import times
from hexad_web.scheduling.actions import rechecking
from hexad_web.scheduling.models import Meeting, Proposal, Watch
from tests.examples import BEN, CHO, DEV, NOW
from tests.hexad_web.conftest import client_of
from tests.hexad_web.scheduling.conftest import EXPLORE, NINETY, REFLECT, login_of
from tests.hexad_web.scheduling.reading import mails, text_of
from tests.hexad_web.scheduling.test_rechecking import busy_from

BERLIN = ZoneInfo("Europe/Berlin")
THAT_DAY = date(2027, 2, 4)


@pytest.fixture
def booked(explore: Meeting) -> Meeting:
    """Invitations are out, a first look found that everything fits."""
    rechecking.recheck(NOW)
    assert not Proposal.objects.exists()
    return explore


def signed_in(meeting: Meeting, email: str) -> Client:
    user = login_of(Person.objects.select_related("organisation").get(email=email))
    return client_of(Actor(organisation=meeting.organisation, role=Role.PARTICIPANT, user=user))


def add_holiday(owner_client: Client, day: date, site: str = "Berlin") -> None:
    url = f"{reverse('availability:add_day')}?site={site}"
    assert owner_client.post(url, {"day": day.isoformat(), "name": "Founders' day"}).status_code == 302


def test_a_late_site_holiday_proposes_another_day_and_a_member_takes_it_with_one_tap(
    owner_client: Client, booked: Meeting
) -> None:
    add_holiday(owner_client, THAT_DAY)
    rechecking.recheck(NOW)
    (move,) = Proposal.objects.get().moves
    start = datetime.fromisoformat(move["start"])
    assert (move["meeting"], start.astimezone(BERLIN).date() == THAT_DAY) == (booked.pk, False)
    client = signed_in(booked, CHO.email)
    url = reverse("scheduling:proposal", args=[Proposal.objects.get().pk])
    assert url in client.get(reverse("scheduling:my_sessions")).content.decode()
    assert "Each member gets one mail." in client.post(url, {"act": "accept"}, follow=True).content.decode()
    booked.refresh_from_db()
    assert booked.start == start
    rechecking.recheck(NOW)
    assert not Proposal.objects.filter(state="open").exists()


def test_a_holiday_that_is_taken_back_takes_the_proposal_back(owner_client: Client, booked: Meeting) -> None:
    add_holiday(owner_client, THAT_DAY)
    rechecking.recheck(NOW)
    url = f"{reverse('availability:switch_day')}?site=Berlin"
    owner_client.post(url, {"day": THAT_DAY.isoformat(), "is_off": "0"})
    rechecking.recheck(NOW)
    assert list(Proposal.objects.values_list("state", flat=True)) == ["overtaken"]


@pytest.mark.parametrize(("site", "day"), [("Berlin", date(2027, 2, 5)), ("Nowhere near", THAT_DAY)])
def test_a_holiday_of_another_day_or_site_proposes_nothing(
    owner_client: Client, booked: Meeting, site: str, day: date
) -> None:
    Person.objects.create(organisation=booked.organisation, email="x@x.example", name="X", site="Nowhere near")
    add_holiday(owner_client, day, site)
    rechecking.recheck(NOW)
    assert not Proposal.objects.exists()


def test_a_member_who_moves_to_another_zone_gets_other_times_proposed(booked: Meeting) -> None:
    """14:00 in Berlin is eight in the morning in New York, an hour before the day begins there."""
    client = signed_in(booked, DEV.email)
    sent = {"zone": "America/New_York", "country": "", "region": "", "days_off": ""}
    sent |= {f"work_{day}": "9-17" for day in range(5)}
    assert client.post(reverse("availability:hours"), sent).status_code == 302
    rechecking.recheck(NOW)
    proposal = Proposal.objects.get()
    moved = {move["meeting"]: datetime.fromisoformat(move["start"]) for move in proposal.moves}
    assert set(moved) == set(Meeting.objects.values_list("pk", flat=True))
    there = ZoneInfo("America/New_York")
    assert all(9 <= start.astimezone(there).hour < 17 for start in moved.values())
    url = reverse("scheduling:proposal", args=[proposal.pk])
    assert "Each member gets one mail." in client.post(url, {"act": "accept"}, follow=True).content.decode()
    assert set(Meeting.objects.values_list("start", flat=True)) == set(moved.values())
    rechecking.recheck(NOW)
    assert not Proposal.objects.filter(state="open").exists()


def test_under_new_rules_of_a_zone_a_session_that_no_longer_fits_is_proposed_to_move(booked: Meeting) -> None:
    """The wall time stays and so the moment changes: it falls upon what one member has then."""
    hour = timedelta(hours=1)
    busy_from(BEN.email, EXPLORE - hour, EXPLORE + timedelta(minutes=15), "under the new rules")
    before = {"start": EXPLORE + hour, "end": EXPLORE + NINETY + hour}
    Meeting.objects.filter(pk=booked.pk).update(mode="in-person", tzdata_version="1999a", **before)
    Watch.objects.update(digest="under the old rules")
    rechecking.recheck(NOW)
    booked.refresh_from_db()
    assert (booked.start, booked.wall_start) == (EXPLORE, "2027-02-04T14:00")
    told = [mail for mail in mails("invitation") if "The rules of a time zone changed." in text_of(mail)]
    assert len(told) == 6
    (move,) = Proposal.objects.get().moves
    assert move["meeting"] == booked.pk
    assert datetime.fromisoformat(move["before"]) == EXPLORE


def test_under_new_rules_a_session_that_still_fits_stays(booked: Meeting) -> None:
    Meeting.objects.update(tzdata_version="1999a")
    Watch.objects.update(digest="under the old rules")
    assert rechecking.recheck(NOW) == 1
    assert not Proposal.objects.exists()
    assert set(Meeting.objects.values_list("start", "tzdata_version")) == {
        (EXPLORE, times.tzdata_version()),
        (REFLECT, times.tzdata_version()),
    }
