"""Planning on real masks of the availability app: painted weeks and working hours, no calendar invented here."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hexad.scheduling.needs import Request
from hexad.scheduling.plans import Plan
from hexad.scheduling.reasons import TEMPLATES
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation
from hexad_web.availability.models import Hours
from hexad_web.formation.models import Group, GroupMember
from hexad_web.people.models import Participation, Person
from hexad_web.scheduling.actions import booking, planning
from hexad_web.scheduling.actions.planning import Wish
from hexad_web.scheduling.models import Attendance, GroupPlan, LinkTemplate, Meeting, PlanRun, Room
from hexad_web.scheduling.queries import plans
from hexad_web.scheduling.queries.plan_page import row_of
from hexad_web.scheduling.queries.plans import beside, chosen, options_of
from hexad_web.scheduling.queries.remedies import remedies_of
from hexad_web.scheduling.refusals import Refused
from hexad_web.scheduling.sentences import SENTENCES, sentence, sentences
from hexad_web.scheduling.tasks import reconcile
from tests.examples import BEN, CHO, DEV, EVA, FEN, GUS, NOW
from tests.hexad_web.scheduling.reading import mails

MONDAY = date(2027, 1, 11)
WISH = Wish(first_date=MONDAY, weeks=10)
BERLIN = ZoneInfo("Europe/Berlin")
MakeGroup = Callable[..., Group]


def plan_all(owner: Actor, wish: Wish = WISH, *, work: bool = True) -> list[GroupPlan]:
    run = planning.start_planning(actor=owner, wish=wish, now=NOW)
    if work:
        planning.work_off(clock=lambda: NOW)
    return list(run.groups.select_related("run", "group", "room").order_by("group__number"))


def work_only(person: str, *spans: tuple[int, int]) -> None:
    """From Monday to Friday these minutes of the day, no stretch hours."""
    row = Person.objects.get(email=person)
    week = [[list(span) for span in spans] if day < 5 else [] for day in range(7)]
    Hours.objects.update_or_create(
        person=row,
        defaults={"organisation": row.organisation, "zone": row.time_zone, "weekly": week, "stretch": [[]] * 7},
    )


def test_a_whole_cycle_is_planned_in_one_action(owner: Actor, group: Group) -> None:
    (plan,) = plan_all(owner)
    best = chosen(plan)
    assert plan.state == "planned"
    assert 21 <= best.practice_days <= 28
    assert best.explore.start >= datetime(2027, 1, 11, tzinfo=UTC)
    assert best.explore.end - best.explore.start == timedelta(minutes=90)
    for when in (best.explore, best.reflect):
        local = when.start.astimezone(BERLIN)
        assert local.weekday() < 5
        assert 10 <= local.hour < 17  # nine in Leeds is ten in Berlin


def test_several_ranked_times_are_kept_with_reasons(owner: Actor, group: Group) -> None:
    (plan,) = plan_all(owner)
    options = options_of(plan)
    assert len(options) > 3
    assert len({option.explore.start.date() for option in options}) == len(options)
    assert all(sentences(option.explore.reasons) for option in options)


def test_the_host_zone_and_the_mode_follow_the_members_sites(owner: Actor, group: Group) -> None:
    (plan,) = plan_all(owner)
    assert (plan.mode, plan.site, plan.zone) == ("hybrid", "Berlin", "Europe/Berlin")
    assert sentence(plan.mode_reason) == "4 of 6 work in Berlin, the others join online."


def test_a_group_of_one_site_meets_face_to_face_in_the_smallest_free_room(
    owner: Actor, make_group: MakeGroup, organisation: Organisation
) -> None:
    for name, capacity in (("Havel", 3), ("Spree", 8), ("Hall", 40)):
        Room.objects.create(organisation=organisation, site="Berlin", name=name, capacity=capacity)
    make_group(1, (BEN, CHO, EVA, GUS))
    make_group(2, (BEN, CHO, EVA, GUS))
    first, second = plan_all(owner)
    assert (first.mode, first.room.name if first.room else "") == ("in-person", "Spree")
    assert (second.room.name if second.room else "") == "Hall"


def test_the_organisations_link_is_used_where_somebody_joins_online(
    owner: Actor, group: Group, organisation: Organisation
) -> None:
    LinkTemplate.objects.create(organisation=organisation, template="https://meet.example/{meeting}")
    (plan,) = plan_all(owner)
    assert plan.link == "https://meet.example/{meeting}"


def test_what_cannot_be_planned_is_said_in_kinds_and_names_nobody(owner: Actor, group: Group) -> None:
    work_only(BEN.email, (7 * 60, 8 * 60 + 30))
    (plan,) = plan_all(owner)
    assert plan.state == "impossible"
    said = " ".join(row_of(plan).causes)
    assert "never have 90 minutes in common" in said
    assert not any(person.name in said for person in (BEN, CHO, DEV, EVA, FEN, GUS))


def test_only_where_the_owner_allows_it_one_member_may_miss(owner: Actor, group: Group) -> None:
    work_only(BEN.email, (7 * 60, 8 * 60 + 30))
    (plan,) = plan_all(owner, Wish(first_date=MONDAY, weeks=10, rungs=PlanRun.ONE_MAY_MISS))
    assert plan.state == "planned"
    assert "One member cannot come and would catch up." in sentences(chosen(plan).explore.reasons)
    assert set(plan.options[0]["explore"]) == {"start", "end", "reasons"}  # how many, never who


def test_a_person_removed_between_formation_and_planning_is_not_asked_for_time(owner: Actor, group: Group) -> None:
    work_only(BEN.email, (7 * 60, 8 * 60 + 30))
    Person.objects.filter(email=BEN.email).update(participation=Participation.LEFT)
    (plan,) = plan_all(owner)
    assert plan.state == "planned"


def test_a_group_that_is_too_small_says_so(owner: Actor, group: Group) -> None:
    GroupMember.objects.exclude(person__email=BEN.email).update(is_active=False)
    (plan,) = plan_all(owner)
    assert sentences(plan.blockers) == ("Fewer than two members are left in this group.",)


def test_a_group_of_a_later_wave_starts_later(owner: Actor, group: Group) -> None:
    Group.objects.update(not_before=date(2027, 2, 8))
    (plan,) = plan_all(owner)
    assert chosen(plan).explore.start.date() >= date(2027, 2, 8)


def test_without_groups_there_is_nothing_to_plan(owner: Actor) -> None:
    with pytest.raises(Refused):
        plan_all(owner)


def test_planning_is_left_to_the_worker(owner: Actor, make_group: MakeGroup) -> None:
    make_group(1, (BEN, CHO))
    make_group(2, (BEN, CHO))
    assert {plan.state for plan in plan_all(owner, work=False)} == {"queued"}
    reconcile(NOW)
    assert set(GroupPlan.objects.values_list("state", flat=True)) == {"planned"}
    assert PlanRun.objects.get().state == "done"


def test_progress_counts_the_groups_that_are_planned(
    owner: Actor, make_group: MakeGroup, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2, 3):
        make_group(number, (BEN, CHO))
    monkeypatch.setattr(planning, "BEAT", timedelta(0))
    counts: list[int] = []
    plan_all(owner, work=False)
    run = planning.claim_next(now=NOW)
    assert run is not None
    beat = planning._Beat(run, lambda: NOW)

    def told(done: int) -> None:
        beat(done)
        counts.append(PlanRun.objects.get().done)

    planning.searching.search(run, list(run.groups.select_related("run", "group")), NOW, told)
    assert counts == [1, 2, 3, 4, 5, 6]  # planned, then with further times


def test_a_run_is_claimed_once_and_again_when_its_lease_ended(owner: Actor, group: Group) -> None:
    plan_all(owner, work=False)
    assert planning.claim_next(now=NOW) is not None
    assert planning.claim_next(now=NOW) is None
    again = planning.claim_next(now=NOW + planning.LEASE)
    assert again is not None
    assert again.attempts == 2


def test_a_worker_that_comes_back_late_overwrites_nothing(owner: Actor, group: Group) -> None:
    plan_all(owner, work=False)
    late = planning.claim_next(now=NOW)
    assert late is not None
    planning.work_off(clock=lambda: NOW + planning.LEASE)
    (plan,) = GroupPlan.objects.all()
    assert not planning.keep(run=late, taken=[plan], found={plan.pk: planning.searching.Found()})
    assert GroupPlan.objects.get().state == "planned"


def test_a_run_on_which_three_workers_died_is_given_up(owner: Actor, group: Group) -> None:
    plan_all(owner, work=False)
    for attempt in range(planning.MOST_ATTEMPTS):
        assert planning.claim_next(now=NOW + attempt * planning.LEASE) is not None
    assert planning.claim_next(now=NOW + 9 * planning.LEASE) is None
    plan = GroupPlan.objects.get()
    assert (plan.state, sentences(plan.blockers)) == ("failed", ("This group could not be computed. Plan again.",))


def test_a_plan_that_breaks_a_rule_is_never_kept(
    owner: Actor, group: Group, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The library's plan is moved into the night behind the product's back."""
    from hexad.scheduling import planning as library

    honest = library.plan

    def faulty(request: Request, **search: object) -> Plan:
        found = honest(request, **search)  # type: ignore[arg-type]
        night = timedelta(hours=12)
        moved = [replace(one, start=one.start + night, end=one.end + night) for one in found.sessions]
        return replace(found, sessions=tuple(moved))

    monkeypatch.setattr(library, "plan", faulty)
    (plan,) = plan_all(owner)
    assert (plan.state, plan.options) == ("failed", [])
    assert "did not pass its own check" in " ".join(sentences(plan.blockers))
    assert "busy" in caplog.text
    assert not any(person.name in caplog.text for person in (BEN, CHO, DEV))


def test_planning_again_keeps_what_is_planned_and_retries_the_rest(owner: Actor, make_group: MakeGroup) -> None:
    make_group(1, (BEN, CHO))
    make_group(2, (DEV, EVA))
    work_only(f"g2.{EVA.email}", (7 * 60, 8 * 60))
    first = plan_all(owner)
    assert [plan.state for plan in first] == ["planned", "impossible"]
    second = plan_all(owner, Wish(first_date=date(2027, 3, 1), weeks=12))
    assert [plan.group.number for plan in second] == [1, 2]
    assert second[0].options == first[0].options
    third = plan_all(owner, Wish(first_date=date(2027, 3, 1), weeks=12, again=True))
    assert chosen(third[0]).explore.start.date() >= date(2027, 3, 1)


def test_groups_with_meetings_ahead_or_a_poll_are_left_alone(
    owner: Actor, plan: GroupPlan, make_group: MakeGroup, confirm: Callable[[], list[Meeting]]
) -> None:
    confirm()
    make_group(2, (BEN, CHO))
    assert [one.group.number for one in plan_all(owner)] == [2]


def test_planning_takes_the_same_queries_for_one_group_and_for_six(owner: Actor, make_group: MakeGroup) -> None:
    counts = []
    for numbers in ([1], range(2, 8)):
        for number in numbers:
            make_group(number)
        run = planning.start_planning(actor=owner, wish=replace(WISH, again=True), now=NOW)
        with CaptureQueriesContext(connection) as statements:
            planning.work_off(clock=lambda: NOW)
        assert set(run.groups.values_list("state", flat=True)) == {"planned"}
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_every_reason_of_the_library_has_a_sentence() -> None:
    assert set(TEMPLATES) <= set(SENTENCES)


@pytest.mark.parametrize("code", sorted(TEMPLATES))
def test_sentences_read_in_singular_and_plural(code: str) -> None:
    for number in (1, 3):
        counted = ("people", "members", "days", "low", "high", "sites", "seats", "windows")
        values = dict.fromkeys(counted, number) | {"site": "Berlin"}
        text = sentence({"code": code, "values": values})
        assert text.endswith(".")
        assert "%" not in text
        assert "1 members" not in text


def test_an_unknown_reason_is_silent() -> None:
    assert sentence({"code": "slot.of.the.future"}) == ""
    assert sentence({}) == ""


def test_a_run_that_is_superseded_leaves_nothing_waiting(owner: Actor, group: Group) -> None:
    plan_all(owner, work=False)
    plan_all(owner, work=False)
    assert GroupPlan.objects.count() == 1
    assert PlanRun.objects.count() == 2


NEVER = (7 * 60, 8 * 60 + 30)


def test_a_remedy_says_what_it_gains_and_is_applied_to_one_group(owner: Actor, make_group: MakeGroup) -> None:
    make_group(1, (BEN, CHO, DEV))
    make_group(2, (BEN, CHO, DEV))
    work_only(f"g2.{DEV.email}", NEVER)
    first, second = plan_all(owner, Wish(first_date=MONDAY, weeks=10, rungs=1))
    assert (first.state, second.state) == ("planned", "impossible")
    assert remedies_of(first) == ()
    (remedy, *_others) = remedies_of(second)
    assert (remedy.code, remedy.action) == ("gain.stretch", "Allow stretch hours")
    assert remedy.gain.startswith("With stretch hours as well there would be ")
    planning.allow(actor=owner, plan_id=second.pk, code=remedy.code, now=NOW)
    planning.work_off(clock=lambda: NOW)
    second.refresh_from_db()
    assert (second.state, second.rungs_allowed) == ("planned", PlanRun.ALL_PRESENT)
    assert "Outside usual hours for 2 members." in sentences(chosen(second).explore.reasons)
    first.refresh_from_db()
    assert first.rungs_allowed == 1


def test_a_remedy_that_nobody_offered_is_refused(owner: Actor, plan: GroupPlan) -> None:
    for code in ("", "gain.everything", "none.window"):
        with pytest.raises(Refused):
            planning.allow(actor=owner, plan_id=plan.pk, code=code, now=NOW)
    GroupPlan.objects.update(state="confirmed")
    with pytest.raises(Refused):
        planning.allow(actor=owner, plan_id=plan.pk, code="gain.absent", now=NOW)


def test_where_no_room_is_large_enough_the_group_may_meet_online(
    owner: Actor, make_group: MakeGroup, organisation: Organisation
) -> None:
    Room.objects.create(organisation=organisation, site="Berlin", name="Cabin", capacity=2)
    make_group(1, (BEN, CHO, EVA, GUS))
    (plan,) = plan_all(owner)
    assert row_of(plan).causes[0] == "No room at Berlin has 4 seats."
    assert [one.code for one in remedies_of(plan)] == ["gain.room"]
    planning.allow(actor=owner, plan_id=plan.pk, code="gain.room", now=NOW)
    planning.work_off(clock=lambda: NOW)
    plan.refresh_from_db()
    assert (plan.state, plan.mode, plan.room) == ("planned", "virtual", None)


def test_a_group_that_meets_partly_online_gets_a_room_with_a_camera(
    owner: Actor, group: Group, organisation: Organisation
) -> None:
    Room.objects.create(organisation=organisation, site="Berlin", name="Bare", capacity=6)
    Room.objects.create(organisation=organisation, site="Berlin", name="Studio", capacity=8, has_video=True)
    (plan,) = plan_all(owner)
    assert (plan.mode, plan.room.name if plan.room else "") == ("hybrid", "Studio")


def test_plans_that_are_not_sent_yet_hold_their_rooms(
    owner: Actor, make_group: MakeGroup, organisation: Organisation
) -> None:
    Room.objects.create(organisation=organisation, site="Berlin", name="Spree", capacity=8)
    four = (BEN, CHO, EVA, GUS)
    make_group(1, four)
    plan_all(owner)
    make_group(2, four)
    first, second = plan_all(owner)
    assert first.room == second.room
    times = [when for plan in (first, second) for when in (chosen(plan).explore, chosen(plan).reflect)]
    assert len({when.start for when in times}) == 4
    for at, one in enumerate(times):
        assert all(one.end <= other.start or other.end <= one.start for other in times[at + 1 :])


def test_inconvenient_hours_go_to_whoever_bore_fewer(owner: Actor, group: Group, organisation: Organisation) -> None:
    """Two times are left: one early for Ben, the other late for Cho. Whoever bore an hour before is spared now."""
    GroupMember.objects.exclude(person__email__in=[BEN.email, CHO.email]).update(is_active=False)
    ben, cho = (Person.objects.get(email=one.email) for one in (BEN, CHO))
    Person.objects.update(time_zone="UTC")
    work_only(BEN.email, (7 * 60 + 30, 9 * 60), (15 * 60 + 30, 17 * 60))
    work_only(CHO.email, (7 * 60 + 30, 9 * 60), (15 * 60 + 30, 17 * 60))
    Hours.objects.filter(person=ben).update(zone="UTC")
    Hours.objects.filter(person=cho).update(zone="Africa/Lagos", weekly=[[[510, 600], [990, 1080]]] * 5 + [[]] * 2)
    hours = []
    for bearer, local in ((ben, 8), (cho, 18)):
        held = Meeting.objects.create(
            organisation=organisation,
            group=group,
            kind="engage",
            cycle=9,
            state="held",
            start=NOW.replace(hour=local - (0 if bearer == ben else 1), minute=0) - timedelta(days=30),
            end=NOW.replace(hour=local - (0 if bearer == ben else 1), minute=0) - timedelta(days=30, hours=-1.5),
            wall_start="",
            zone="UTC",
            mode="virtual",
            uid=f"burden-{bearer.pk}@example",
            created_at=NOW,
            changed_at=NOW,
        )
        Attendance.objects.create(organisation=organisation, meeting=held, person=bearer)
        (plan,) = plan_all(owner, replace(WISH, again=True))
        hours.append(chosen(plan).explore.start.hour)
        held.delete()
    assert hours == [15, 7]


def test_the_next_cycle_keeps_the_rhythm_of_the_programme(
    owner: Actor, group: Group, plan: GroupPlan, confirm: Callable[[], list[Meeting]]
) -> None:
    explore, _reflect = confirm()
    Meeting.objects.update(state="held")
    wish = Wish(first_date=date(2027, 4, 5), weeks=16)
    (later,) = plan_all(owner, wish)
    assert later.cycle == 2
    assert chosen(later).explore.start >= explore.start + timedelta(weeks=16, days=6)
    (none,) = plan_all(owner, Wish(first_date=date(2027, 3, 8), weeks=8, again=True))
    assert row_of(none).causes[0].startswith("Nothing is due in these weeks: its next cycle begins on Thu 3 June")
    planning.set_rhythm(actor=owner, rhythm={"cadence_weeks": 5, "practice_from": 14, "practice_to": 16}, now=NOW)
    (soon,) = plan_all(owner, Wish(first_date=date(2027, 3, 15), weeks=8, again=True))
    assert chosen(soon).explore.start.date() < date(2027, 4, 1)
    assert 14 <= chosen(soon).practice_days <= 16


def test_a_get_together_comes_before_the_first_cycle_and_is_booked_with_it(owner: Actor, group: Group) -> None:
    (plan,) = plan_all(owner, Wish(first_date=MONDAY, weeks=12, engage=True))
    (engage,) = beside(plan)
    assert (engage.kind, engage.cycle) == ("engage", 1)
    assert engage.when.end - engage.when.start == timedelta(minutes=60)
    assert engage.when.start + timedelta(days=1) < chosen(plan).explore.start
    booking.confirm_plan(actor=owner, plan=plan, now=NOW)
    kinds = Meeting.objects.order_by("start").values_list("kind", flat=True)
    assert list(kinds) == ["engage", "explore", "reflect"]
    assert len(mails()) == 18
    assert any("Engage: delegation" in str(mail["Subject"]) for mail in mails())
    Meeting.objects.filter(kind__in=Meeting.CYCLE).update(state="cancelled")
    (again,) = plan_all(owner, Wish(first_date=MONDAY, weeks=12, engage=True))
    assert not beside(again)  # it stands already


def test_follow_ups_are_planned_after_a_held_reflect(
    owner: Actor, group: Group, plan: GroupPlan, confirm: Callable[[], list[Meeting]]
) -> None:
    _explore, reflect = confirm()
    Meeting.objects.update(state="held")
    LinkTemplate.objects.create(organisation=owner.organisation, template="https://meet.example/{meeting}")
    wish = Wish(first_date=date(2027, 3, 8), weeks=26, follow_ups=True)
    (row,) = plan_all(owner, wish)
    found = {one.kind: one for one in beside(row)}
    assert set(found) >= {"follow-3"}
    assert abs((found["follow-3"].when.start - reflect.start).days - 91) <= 14
    booking.confirm_plan(actor=owner, plan=row, now=NOW)
    follow = Meeting.objects.get(kind="follow-3", cycle=1)
    assert (follow.mode, follow.room, follow.end - follow.start) == ("virtual", None, timedelta(minutes=45))
    assert follow.link


def test_only_a_follow_up_is_planned_where_a_cycle_is_ahead(
    owner: Actor, group: Group, plan: GroupPlan, confirm: Callable[[], list[Meeting]]
) -> None:
    confirm()
    Meeting.objects.filter(kind="explore").update(state="held")
    reflect = Meeting.objects.get(kind="reflect")
    ahead = Meeting.objects.get(kind="reflect")
    Meeting.objects.filter(pk=reflect.pk).update(state="held")
    ahead.pk, ahead.uid, ahead.cycle, ahead.kind = None, "ahead@example", 2, "explore"
    ahead.start, ahead.end = (at + timedelta(days=120) for at in (reflect.start, reflect.end))
    ahead.save()
    with pytest.raises(Refused):
        plan_all(owner, Wish(first_date=date(2027, 3, 8), weeks=20))
    (row,) = plan_all(owner, Wish(first_date=date(2027, 3, 8), weeks=20, follow_ups=True))
    assert (row.options, [(one.kind, one.cycle) for one in beside(row)]) == ([], [("follow-3", 1)])
    seen = plans.fingerprint(plans.planned(row.run))
    booking.confirm_run(actor=owner, run_id=row.run_id, seen=seen, now=NOW)
    assert Meeting.objects.filter(kind="follow-3", state="confirmed").count() == 1
