from collections.abc import Callable
from datetime import timedelta

import pytest
from icalendar import Calendar

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry, Organisation
from hexad_web.formation.models import Group, GroupMember
from hexad_web.outbox.models import OutboxMessage
from hexad_web.people.models import Participation
from hexad_web.scheduling import times
from hexad_web.scheduling.actions.booking import confirm_plan, confirm_run
from hexad_web.scheduling.models import Attendance, GroupPlan, Meeting, PlanRun, Room
from hexad_web.scheduling.queries import plans
from hexad_web.scheduling.refusals import AlreadyDone, Refused
from hexad_web.scheduling.sentences import stored
from tests.examples import BEN, CHO, DEV, EVA, FEN, GUS, NOW
from tests.hexad_web.scheduling.conftest import EXPLORE, REFLECT, SIX, option
from tests.hexad_web.scheduling.reading import calendar_part, event_of, mails, text_of

Confirm = Callable[[], list[Meeting]]
MakeGroup = Callable[..., Group]
MakePlan = Callable[..., GroupPlan]


def test_both_meetings_of_the_cycle_are_booked_with_wall_time_zone_and_rules(plan: GroupPlan, confirm: Confirm) -> None:
    explore, reflect = confirm()
    assert (explore.kind, explore.start, reflect.kind, reflect.start) == ("explore", EXPLORE, "reflect", REFLECT)
    assert (explore.wall_start, explore.zone) == ("2027-02-04T14:00", "Europe/Berlin")
    assert explore.tzdata_version == times.tzdata_version()
    assert explore.uid != reflect.uid
    assert explore.sequence == 0


def test_every_member_gets_one_mail_for_each_meeting(plan: GroupPlan, confirm: Confirm) -> None:
    confirm()
    sent = sorted((row.recipient, row.calendar_uid) for row in OutboxMessage.objects.all())
    uids = Meeting.objects.values_list("uid", flat=True)
    assert sent == sorted((person.email, uid) for person in SIX for uid in uids)


def test_the_mail_says_when_in_the_readers_zone_who_and_how(plan: GroupPlan, confirm: Confirm) -> None:
    confirm()
    by_reader = {mail["To"]: mail for mail in mails() if event_of(mail).summary.startswith("Explore")}
    assert by_reader[BEN.email]["Subject"] == "Explore: delegation, Thu 4 February, 14:00–15:30 (Berlin)"
    assert by_reader[DEV.email]["Subject"] == "Explore: delegation, Thu 4 February, 13:00–14:30 (London)"
    text = text_of(by_reader[DEV.email])
    assert "13:00–14:30 (London)" in text
    assert "Ben Example, Cho Example, Dev Example, Eva Example, Fen Example, Gus Example" in text
    assert "https://meet.example/1" in text
    assert "?answer=accept" in text


def test_the_invitation_is_a_request_for_its_reader_alone(plan: GroupPlan, confirm: Confirm) -> None:
    confirm()
    mail = mails()[0]
    part = calendar_part(mail)
    assert part.get_param("method") == "REQUEST"
    calendar = Calendar.from_ical(part.get_content())
    assert calendar["METHOD"] == "REQUEST"
    assert [str(a) for a in calendar.events[0].attendees] == [f"mailto:{mail['To']}"]
    assert calendar.events[0].start.isoformat() == "2027-02-04T14:00:00+01:00"
    assert [zone["TZID"] for zone in calendar.timezones] == ["Europe/Berlin"]


def test_no_member_reads_another_ones_address_or_answer_link(plan: GroupPlan, confirm: Confirm) -> None:
    confirm()
    for mail in mails():
        others = {person.email for person in SIX} - {mail["To"]}
        assert not any(address in mail.as_string() for address in others)
    links = {line for mail in mails() for line in text_of(mail).splitlines() if "answer=accept" in line}
    assert len(links) == 12


def test_another_member_facilitates_reflect(plan: GroupPlan, confirm: Confirm) -> None:
    explore, reflect = confirm()
    assert explore.facilitator is not None
    assert explore.facilitator != reflect.facilitator


def test_a_second_owner_who_confirms_sends_nothing_twice(
    owner: Actor, plan: GroupPlan, plan_run: PlanRun, confirm: Confirm
) -> None:
    seen = plans.fingerprint([plan])
    confirm()
    with pytest.raises(AlreadyDone, match="already on their way"):
        confirm_run(actor=owner, run_id=plan_run.pk, seen=seen, now=NOW)
    assert (Meeting.objects.count(), OutboxMessage.objects.count()) == (2, 12)


def test_the_database_refuses_a_second_set_for_a_group_planned_twice(
    owner: Actor, plan: GroupPlan, confirm: Confirm, organisation: Organisation
) -> None:
    """Two owners planned at once: each run has the group, one of them confirmed."""
    second = PlanRun.objects.create(organisation=organisation, first_date=NOW.date(), weeks=16, created_at=NOW)
    rival = GroupPlan.objects.create(
        organisation=organisation, run=second, group=plan.group, state="planned", options=plan.options, mode="virtual"
    )
    confirm_plan(actor=owner, plan=plan, now=NOW)
    with pytest.raises(AlreadyDone, match="a moment ago"):
        confirm_plan(actor=owner, plan=rival, now=NOW)
    assert (Meeting.objects.count(), OutboxMessage.objects.count()) == (2, 12)
    rival.refresh_from_db()
    assert rival.state == "planned"


def test_a_plan_that_changed_since_it_was_seen_is_not_sent(owner: Actor, plan: GroupPlan, plan_run: PlanRun) -> None:
    seen = plans.fingerprint([plan])
    GroupPlan.objects.update(link="https://other.example/")
    with pytest.raises(Refused, match="changed since"):
        confirm_run(actor=owner, run_id=plan_run.pk, seen=seen, now=NOW)
    assert not Meeting.objects.exists()


def test_a_time_that_has_passed_is_not_booked(group: Group, make_plan: MakePlan, confirm: Confirm) -> None:
    make_plan(group, option(explore=NOW - timedelta(hours=1)))
    with pytest.raises(Refused, match="group 1 has passed"):
        confirm()
    assert not Meeting.objects.exists()
    assert GroupPlan.objects.get().state == "planned"


def test_who_left_between_publication_and_planning_is_not_invited(plan: GroupPlan, confirm: Confirm) -> None:
    seat = GroupMember.objects.select_related("person").get(person__email=CHO.email)
    seat.person.participation = Participation.LEFT
    seat.person.save()
    confirm()
    assert CHO.email not in {row.recipient for row in OutboxMessage.objects.all()}
    assert Attendance.objects.count() == 10
    assert "Cho" not in text_of(mails()[0])


def test_two_groups_never_get_one_room_at_once(
    make_group: MakeGroup, make_plan: MakePlan, confirm: Confirm, organisation: Organisation
) -> None:
    room = Room.objects.create(organisation=organisation, site="Berlin", name="Spree", capacity=8)
    first, second = make_group(1, (BEN, CHO, EVA)), make_group(2, (BEN, CHO, EVA))
    make_plan(first, mode="in-person", room=room, link="")
    other = make_plan(second, mode="in-person", room=room, link="")
    with pytest.raises(Refused, match="Spree, Berlin is taken"):
        confirm()
    later = option(explore=EXPLORE + timedelta(minutes=90), reflect=REFLECT + timedelta(minutes=90))
    GroupPlan.objects.filter(pk=other.pk).update(options=[later.stored()])
    assert len(confirm()) == 4  # half-open: one begins when the other ends


def test_a_face_to_face_meeting_names_its_room(
    group: Group, make_plan: MakePlan, confirm: Confirm, organisation: Organisation
) -> None:
    room = Room.objects.create(organisation=organisation, site="Berlin", name="Spree", capacity=8)
    make_plan(group, mode="in-person", room=room, link="", mode_reason=stored("mode.same_site", site="Berlin"))
    explore = confirm()[0]
    assert explore.place == "Spree, Berlin"
    assert event_of(mails()[0])["LOCATION"] == "Spree, Berlin"
    assert "All work in Berlin." in text_of(mails()[0])


def test_the_audit_trail_counts_and_names_nobody(plan: GroupPlan, confirm: Confirm) -> None:
    confirm()
    entry = AuditEntry.objects.get(action="scheduling.confirm")
    assert entry.details == {"groups": 1, "people": 6}


def test_a_topic_with_a_line_break_stays_one_header(group: Group, make_plan: MakePlan, confirm: Confirm) -> None:
    Group.objects.update(topic="delegation\r\nBcc: eve@evil.example")
    make_plan(Group.objects.get())
    confirm()
    assert mails()[0]["Bcc"] is None
    assert "delegation Bcc: eve@evil.example" in mails()[0]["Subject"]


def test_the_next_cycle_of_a_group_is_numbered_and_keeps_the_rota_turning(
    plan: GroupPlan, confirm: Confirm, owner: Actor, organisation: Organisation
) -> None:
    first = confirm()
    Meeting.objects.update(state="held")
    run = PlanRun.objects.create(organisation=organisation, first_date=NOW.date(), weeks=16, created_at=NOW)
    again = GroupPlan.objects.create(
        organisation=organisation,
        run=run,
        group=plan.group,
        cycle=2,
        state="planned",
        options=plan.options,
        mode="virtual",
    )
    confirm_plan(actor=owner, plan=again, now=NOW)
    second = Meeting.objects.filter(cycle=2).order_by("start")
    assert second.count() == 2
    assert len({meeting.facilitator_id for meeting in [*first, *second]}) == 4


def test_all_invitations_of_twenty_groups_are_queued_with_few_statements(
    make_group: MakeGroup,
    make_plan: MakePlan,
    confirm: Confirm,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    for number in range(1, 21):
        make_plan(make_group(number, (BEN, CHO, DEV, EVA, FEN, GUS)[: 5 + number % 2]))
    with django_assert_max_num_queries(40):  # type: ignore[attr-defined]
        confirm()
    assert OutboxMessage.objects.count() == 220
