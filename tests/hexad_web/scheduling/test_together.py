"""Groups of one site and level begin in one get-together: proposed, planned, booked, moved and opened as one."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation, Role
from hexad_web.formation.models import Group
from hexad_web.people.models import Person
from hexad_web.scheduling.actions import booking, changing, moving, planning
from hexad_web.scheduling.actions.planning import Wish
from hexad_web.scheduling.actions.rechecking import recheck
from hexad_web.scheduling.models import GroupPlan, LinkTemplate, Meeting, PlanRun, Proposal, Room
from hexad_web.scheduling.queries import moving as move_queries
from hexad_web.scheduling.queries import plans
from hexad_web.scheduling.queries.meeting_page import owner_page
from hexad_web.scheduling.queries.plan_page import plan_page
from hexad_web.scheduling.queries.plans import Beside, beside, chosen
from hexad_web.scheduling.refusals import Refused
from tests.examples import BEN, CHO, EVA, GUS, NOW
from tests.hexad_web.conftest import client_of
from tests.hexad_web.scheduling.conftest import login_of
from tests.hexad_web.scheduling.reading import mails
from tests.hexad_web.scheduling.test_planning import MONDAY, plan_all, work_only

BERLINERS = (BEN, CHO, EVA, GUS)
TOGETHER = Wish(first_date=MONDAY, weeks=12, engage=True, together=True)
MakeGroup = Callable[..., Group]


@pytest.fixture
def three(make_group: MakeGroup) -> list[Group]:
    return [make_group(number, BERLINERS) for number in (1, 2, 3)]


def engage_of(plan: GroupPlan) -> Beside:
    (found,) = (one for one in beside(plan) if one.kind == "engage")
    return found


def book(owner: Actor) -> list[Meeting]:
    run = planning.start_planning(actor=owner, wish=TOGETHER, now=NOW)
    planning.work_off(clock=lambda: NOW)
    booking.confirm_run(actor=owner, run_id=run.pk, seen=plans.fingerprint(plans.planned(run)), now=NOW)
    return list(Meeting.objects.filter(kind="engage").order_by("group__number"))


def test_the_page_proposes_which_groups_could_get_together(
    owner: Actor, three: list[Group], make_group: MakeGroup
) -> None:
    other = make_group(4, BERLINERS)
    Person.objects.filter(email__startswith="g4.").update(level="Director")
    assert plan_page(owner, NOW).together == ["Berlin: Group 1, Group 2, Group 3"]
    make_group(5, BERLINERS)
    Person.objects.filter(email__startswith="g5.").update(level="Director")
    assert plan_page(owner, NOW).together == [
        "Berlin: Group 1, Group 2, Group 3",
        f"Berlin, Director: {other}, Group 5",
    ]


def test_the_switch_is_one_field_of_the_form(owner_client: Client, three: list[Group]) -> None:
    page = owner_client.get(reverse("scheduling:plan")).content.decode()
    assert 'name="together"' in page
    assert "Berlin: Group 1, Group 2, Group 3" in page


def test_whoever_lets_groups_get_together_wants_get_togethers(owner_client: Client, three: list[Group]) -> None:
    sent = {"first_date": MONDAY.isoformat(), "weeks": "7", "rungs": "4", "together": "on"}
    assert "eight weeks are the least" in owner_client.post(reverse("scheduling:plan"), sent).text
    owner_client.post(reverse("scheduling:plan"), {**sent, "weeks": "8"})
    run = PlanRun.objects.get()
    assert run.engage
    assert run.together


def test_one_group_alone_is_offered_no_switch(owner_client: Client, group: Group) -> None:
    assert 'name="together"' not in owner_client.get(reverse("scheduling:plan")).content.decode()


def test_several_groups_get_one_time_and_one_room_with_a_seat_for_all(
    owner: Actor, three: list[Group], organisation: Organisation
) -> None:
    for name, capacity in (("Spree", 4), ("Havel", 6), ("Hall", 12)):
        Room.objects.create(organisation=organisation, site="Berlin", name=name, capacity=capacity)
    rows = plan_all(owner, TOGETHER)
    found = [engage_of(plan) for plan in rows]
    assert len({(one.when.start, one.when.end, one.when.room, one.together) for one in found}) == 1
    assert found[0].when.end - found[0].when.start == timedelta(minutes=75)
    assert Room.objects.get(pk=found[0].when.room or 0).name == "Hall"
    assert all(chosen(plan).explore.start > found[0].when.end for plan in rows)
    row = plan_page(owner, NOW).planned[0]
    assert [one.others for one in row.beside] == ["Together with Group 2, Group 3"]


def test_without_the_switch_each_group_gets_together_by_itself(owner: Actor, three: list[Group]) -> None:
    rows = plan_all(owner, Wish(first_date=MONDAY, weeks=12, engage=True))
    assert {engage_of(plan).together for plan in rows} == {""}
    assert {engage_of(plan).when.end - engage_of(plan).when.start for plan in rows} == {timedelta(minutes=60)}


def test_a_group_that_finds_no_common_time_has_its_own(owner: Actor, three: list[Group]) -> None:
    for person in BERLINERS:
        work_only(f"g3.{person.email}", (18 * 60, 21 * 60))
    first, second, third = (engage_of(plan) for plan in plan_all(owner, TOGETHER))
    assert first.together == second.together != ""
    assert (third.together, third.when.end - third.when.start) == ("", timedelta(minutes=60))


def test_groups_that_meet_online_have_one_link(owner: Actor, make_group: MakeGroup, organisation: Organisation) -> None:
    LinkTemplate.objects.create(organisation=organisation, template="https://meet.example/{group}/{meeting}")
    for number in (1, 2):
        make_group(number, BERLINERS)
    for at, person in enumerate(Person.objects.order_by("pk")):
        Person.objects.filter(pk=person.pk).update(site=f"Home {at}")
    links = {meeting.link for meeting in book(owner)}
    assert len(links) == 1
    assert links.pop().startswith("https://meet.example/1/")


def test_booking_invites_each_person_once_and_says_who_else_comes(owner: Actor, three: list[Group]) -> None:
    meetings = book(owner)
    assert len({meeting.together for meeting in meetings}) == 1
    assert all(meeting.attendances.count() == 4 for meeting in meetings)
    letters = [mail for mail in mails() if "Engage" in str(mail["Subject"])]
    assert len({str(mail["To"]) for mail in letters}) == len(letters) == 12
    said = letters[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Together with Group 2, Group 3." in said
    assert owner_page(owner, meetings[1].pk, NOW).others == "Together with Group 1, Group 3"


def test_a_remedy_for_one_group_leaves_the_get_together_as_it_is(owner: Actor, three: list[Group]) -> None:
    rows = plan_all(owner, TOGETHER)
    before = engage_of(rows[1])
    planning.allow(actor=owner, plan_id=rows[1].pk, code="gain.absent", now=NOW)
    planning.work_off(clock=lambda: NOW)
    again = GroupPlan.objects.select_related("run", "group").get(pk=rows[1].pk)
    assert engage_of(again) == before
    assert chosen(again).explore.start > before.when.end


def test_moving_moves_it_for_all_groups_and_tells_each_person_once(owner: Actor, three: list[Group]) -> None:
    meetings = book(owner)
    sent = len(mails())
    later = meetings[0].start + timedelta(days=1)
    changing.move_meeting(actor=owner, meeting_id=meetings[0].pk, start=later, consent=False, now=NOW)
    assert set(Meeting.objects.filter(kind="engage").values_list("start", flat=True)) == {later}
    assert len(mails()) == sent + 12


def test_the_times_that_are_suggested_suit_the_members_of_all_groups(owner: Actor, three: list[Group]) -> None:
    meetings = book(owner)
    for person in BERLINERS:
        work_only(f"g2.{person.email}", (13 * 60, 17 * 60))
    found = move_queries.suggestions(meetings[0], NOW)
    assert found
    assert all(one.start.astimezone(UTC).hour >= 12 for one in found)
    assert moving.take_time(actor=owner, meeting_id=meetings[0].pk, start=found[0].start, now=NOW)
    assert set(Meeting.objects.filter(kind="engage").values_list("start", flat=True)) == {found[0].start}


def test_a_member_cannot_move_it_for_the_others(owner: Actor, three: list[Group], organisation: Organisation) -> None:
    meetings = book(owner)
    user = login_of(Person.objects.get(email=BEN.email))
    member = Actor(organisation=organisation, role=Role.PARTICIPANT, user=user)
    start = meetings[0].start + timedelta(days=1)
    with pytest.raises(Refused, match="Several groups get together"):
        moving.take_time(actor=member, meeting_id=meetings[0].pk, start=start, now=NOW)
    page = client_of(member).get(reverse("scheduling:move", args=[meetings[0].pk])).content.decode()
    assert "Several groups get together" in page


def test_another_room_is_another_room_for_all(owner: Actor, three: list[Group], organisation: Organisation) -> None:
    meetings = book(owner)
    hall = Room.objects.create(organisation=organisation, site="Berlin", name="Hall", capacity=40)
    changing.change_place(actor=owner, meeting_id=meetings[1].pk, room=hall, link="", now=NOW)
    assert set(Meeting.objects.filter(kind="engage").values_list("room", "place")) == {(hall.pk, str(hall))}


def test_one_calendar_does_not_move_a_get_together_of_several_groups(owner: Actor, three: list[Group]) -> None:
    (first, *_) = book(owner)
    recheck(NOW)
    work_only(BEN.email, (20 * 60, 22 * 60))
    recheck(NOW + timedelta(minutes=1))
    for proposal in Proposal.objects.all():
        assert first.pk not in [*proposal.stuck, *(move["meeting"] for move in proposal.moves)]


def test_a_group_that_drops_out_leaves_the_others_together(owner: Actor, three: list[Group]) -> None:
    meetings = book(owner)
    changing.cancel_meeting(actor=owner, meeting_id=meetings[2].pk, now=NOW)
    assert owner_page(owner, meetings[0].pk, NOW).others == "Together with Group 2"


def test_groups_of_different_waves_do_not_wait_for_each_other(owner: Actor, three: list[Group]) -> None:
    Group.objects.filter(number=3).update(not_before=date(2027, 2, 8))
    first, second, third = (engage_of(plan) for plan in plan_all(owner, TOGETHER))
    assert first.together == second.together != third.together
    assert third.when.start >= datetime(2027, 2, 8, tzinfo=UTC) > first.when.start
