"""Planning on real masks of the availability app: painted weeks and working hours, no calendar invented here."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hexad.scheduling.reasons import TEMPLATES
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation
from hexad_web.availability.models import Hours
from hexad_web.formation.models import Group, GroupMember
from hexad_web.people.models import Participation, Person
from hexad_web.scheduling.actions import planning
from hexad_web.scheduling.actions.planning import Wish
from hexad_web.scheduling.models import GroupPlan, LinkTemplate, Meeting, PlanRun, Room
from hexad_web.scheduling.queries.plans import chosen, options_of
from hexad_web.scheduling.refusals import Refused
from hexad_web.scheduling.sentences import SENTENCES, sentence, sentences
from hexad_web.scheduling.tasks import reconcile
from tests.examples import BEN, CHO, DEV, EVA, FEN, GUS, NOW

MONDAY = date(2027, 1, 11)
WISH = Wish(first_date=MONDAY, weeks=10)
BERLIN = ZoneInfo("Europe/Berlin")
MakeGroup = Callable[..., Group]


def plan_all(owner: Actor, wish: Wish = WISH, *, seconds: float = 60) -> list[GroupPlan]:
    run = planning.start_planning(actor=owner, wish=wish, now=NOW, seconds=seconds)
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
    said = " ".join(sentences(plan.blockers))
    assert "never have 90 minutes in common" in said
    assert not any(person.name in said for person in (BEN, CHO, DEV, EVA, FEN, GUS))


def test_only_where_the_owner_allows_it_one_member_may_miss(owner: Actor, group: Group) -> None:
    work_only(BEN.email, (7 * 60, 8 * 60 + 30))
    (plan,) = plan_all(owner, Wish(first_date=MONDAY, weeks=10, one_may_miss=True))
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


def test_what_takes_longer_is_left_to_the_worker(owner: Actor, make_group: MakeGroup) -> None:
    make_group(1, (BEN, CHO))
    make_group(2, (BEN, CHO))
    assert {plan.state for plan in plan_all(owner, seconds=0)} == {"queued"}
    reconcile(NOW)
    assert set(GroupPlan.objects.values_list("state", flat=True)) == {"planned"}


def test_a_row_is_claimed_once_and_again_when_its_lease_ended(owner: Actor, group: Group) -> None:
    plan_all(owner, seconds=0)
    assert planning.claim_next(run=None, now=NOW) is not None
    assert planning.claim_next(run=None, now=NOW) is None
    again = planning.claim_next(run=None, now=NOW + planning.LEASE)
    assert again is not None
    assert again.attempts == 2


def test_a_worker_that_comes_back_late_overwrites_nothing(owner: Actor, group: Group) -> None:
    plan_all(owner, seconds=0)
    late = planning.claim_next(run=None, now=NOW)
    assert late is not None
    planning.work_off(clock=lambda: NOW + planning.LEASE)
    planning.keep(plan=late, found=planning.searching.Found())
    assert GroupPlan.objects.get().state == "planned"


def test_a_group_on_which_three_workers_died_is_given_up(owner: Actor, group: Group) -> None:
    plan_all(owner, seconds=0)
    for attempt in range(planning.MOST_ATTEMPTS):
        assert planning.claim_next(run=None, now=NOW + attempt * planning.LEASE) is not None
    assert planning.claim_next(run=None, now=NOW + 9 * planning.LEASE) is None
    plan = GroupPlan.objects.get()
    assert (plan.state, sentences(plan.blockers)) == ("failed", ("This group could not be computed. Plan again.",))


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


def test_planning_a_group_takes_the_same_queries_however_many_groups_there_are(
    owner: Actor, make_group: MakeGroup, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for number in range(1, 7):
        make_group(number)
    with django_assert_max_num_queries(20 + 6 * 25):  # type: ignore[attr-defined]
        plan_all(owner)


def test_every_reason_of_the_library_has_a_sentence() -> None:
    assert set(TEMPLATES) <= set(SENTENCES)


@pytest.mark.parametrize("code", sorted(TEMPLATES))
def test_sentences_read_in_singular_and_plural(code: str) -> None:
    for number in (1, 3):
        values = dict.fromkeys(("people", "members", "days", "low", "high", "sites"), number) | {"site": "Berlin"}
        text = sentence({"code": code, "values": values})
        assert text.endswith(".")
        assert "%" not in text
        assert "1 members" not in text


def test_an_unknown_reason_is_silent() -> None:
    assert sentence({"code": "slot.of.the.future"}) == ""
    assert sentence({}) == ""


def test_a_run_that_is_superseded_leaves_nothing_waiting(owner: Actor, group: Group) -> None:
    plan_all(owner, seconds=0)
    plan_all(owner, seconds=0)
    assert GroupPlan.objects.count() == 1
    assert PlanRun.objects.count() == 2
