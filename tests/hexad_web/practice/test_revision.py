"""Which modules produce scrap: looked at once a month, through disclosure, and never a figure that leads to a few."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hexad.practice.scrap import Outcome, went_to_scrap
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation
from hexad_web.challenges.actions import editing_modules, publishing_modules
from hexad_web.formation.models import Group
from hexad_web.practice.models import Plan, Report, ScrapReview
from hexad_web.practice.queries.scrap import figures_of, revision_list
from hexad_web.practice.tasks import reconcile
from hexad_web.scheduling.models import Meeting
from hexad_web.sessions.models import Session
from tests.examples import NOW
from tests.hexad_web.challenges.own import OURS
from tests.hexad_web.practice.cast import add_session

pytestmark = pytest.mark.django_db
MakeGroup = Callable[..., Group]
APRIL, MAY, JUNE = (datetime(2027, month, 2, tzinfo=UTC) for month in (4, 5, 6))
HIDDEN = "Not shown. It could be traced to people."


def practised(
    make_group: MakeGroup, number: int, became: Sequence[str], module: str = "delegation", version: int = OURS
) -> list[Plan]:
    """A group of six that has reflected; what was decided about each plan, an empty text for nothing."""
    group = make_group(number)
    explored = add_session(group)
    Session.objects.filter(pk=explored.pk).update(module=module, module_version=version)
    add_session(group, "reflect")
    common = {"organisation": group.organisation, "made_at": NOW, "changed_at": NOW}
    day = explored.starts_at.date()
    return Plan.objects.bulk_create(
        Plan(session=explored, person=seat.person, occasion_date=day, decision=decision, **common)
        for seat, decision in zip(group.members.select_related("person").order_by("pk"), became, strict=True)
    )


def groups(make_group: MakeGroup, rows: Iterable[Sequence[str]], start: int = 1, **more: object) -> None:
    for number, became in enumerate(rows, start=start):
        practised(make_group, number, became, **more)  # type: ignore[arg-type]


HALF = ("dropped", "dropped", "", "kept", "kept", "adapted")


def shown(organisation: Organisation) -> list[tuple[str, int, float, int]]:
    rows = [row for figures in ScrapReview.objects.values_list("figures", flat=True) for row in figures]
    return [(row["module"], row["version"], row["share"], row["plans"]) for row in rows]


def test_the_share_of_plans_that_came_to_nothing_is_kept_once_a_month(
    organisation: Organisation, make_group: MakeGroup
) -> None:
    groups(make_group, [HALF] * 4)
    reconcile(APRIL)
    reconcile(APRIL)

    assert shown(organisation) == [("delegation", OURS, 0.5, 20)]
    assert ScrapReview.objects.count() == 1


def test_a_group_that_reflects_this_month_counts_in_the_next(make_group: MakeGroup) -> None:
    groups(make_group, [HALF] * 4)
    reconcile(datetime(2027, 3, 30, tzinfo=UTC))

    assert not ScrapReview.objects.exists()


@pytest.mark.parametrize(
    "rows",
    [
        [HALF] * 2,  # six on each side
        [("kept",) * 6] * 4,  # all alike
        [("kept",) * 6] * 3 + [("dropped",) * 6],  # six of twenty-four
        [("dropped",) * 6] * 3 + [("kept",) * 6],
    ],
)
def test_what_could_be_traced_is_not_shown(
    owner: Actor, owner_client: Client, make_group: MakeGroup, rows: list[Sequence[str]]
) -> None:
    groups(make_group, rows)
    reconcile(APRIL)
    page = owner_client.get(reverse("practice:revision")).content.decode()

    assert shown(owner.organisation) == []
    assert [row.percent for row in revision_list(owner)] == [None]
    assert HIDDEN in page
    assert "%" not in page.partition("<h1")[2].partition("</main>")[0]


def test_one_more_answer_moves_no_figure(organisation: Organisation, owner: Actor, make_group: MakeGroup) -> None:
    """What was shown of twenty-four is not shown again of thirty: the six would be the difference."""
    groups(make_group, [HALF] * 4)
    reconcile(APRIL)
    groups(make_group, [("dropped",) * 6], start=5)
    reconcile(MAY)

    assert shown(organisation) == [("delegation", OURS, 0.5, 20)]
    assert [row.percent for row in revision_list(owner)] == [50]
    groups(make_group, [HALF] * 3, start=6)
    reconcile(JUNE)
    assert [row.percent for row in revision_list(owner)] == [55]


def test_a_person_counts_once_by_their_first_cycle_with_a_version(
    organisation: Organisation, make_group: MakeGroup
) -> None:
    groups(make_group, [HALF] * 4)
    first = figures_of(organisation, APRIL)
    plan = Plan.objects.filter(decision="kept").earliest("pk")
    Meeting.objects.filter(group=plan.session.group).update(cycle=2)  # one of a cycle's kind for each group
    again = add_session(plan.session.group, starts_at=datetime(2027, 3, 9, 9, tzinfo=UTC))
    Session.objects.filter(pk=again.pk).update(module="delegation", module_version=OURS, cycle=2)
    over = add_session(plan.session.group, "reflect", starts_at=datetime(2027, 3, 20, 9, tzinfo=UTC))
    Session.objects.filter(pk=over.pk).update(cycle=2)
    Plan.objects.create(
        organisation=organisation, person=plan.person, session=again, occasion_date=again.starts_at.date(),
        decision="dropped", made_at=NOW, changed_at=NOW,
    )  # fmt: skip

    assert figures_of(organisation, APRIL) == first


def test_reports_count_where_nothing_was_decided(organisation: Organisation, make_group: MakeGroup) -> None:
    plans = [plan for number in range(1, 5) for plan in practised(make_group, number, ("",) * 6)]
    for place, plan in enumerate(plans):
        outcome = ("tried", "dropped")[place % 2]
        Report.objects.create(
            organisation=organisation, plan=plan, person=plan.person, outcome=outcome, made_at=plan.session.ends_at
        )
    late = {"organisation": organisation, "outcome": "tried", "made_at": APRIL}
    Report.objects.create(plan=plans[1], person=plans[1].person, **late)  # after reflect: it moves nothing
    reconcile(APRIL)

    assert shown(organisation) == [("delegation", OURS, 0.5, 20)]


def test_the_list_begins_with_most_scrap_and_leads_to_the_editor(
    owner: Actor, owner_client: Client, make_group: MakeGroup
) -> None:
    groups(make_group, [HALF] * 4)
    more = ("dropped", "dropped", "dropped", "dropped", "kept", "kept")
    groups(make_group, [more] * 4, start=5, module="feedback")
    groups(make_group, [HALF], start=9, module="saying-no")
    reconcile(APRIL)
    page = owner_client.get(reverse("practice:revision")).content.decode()

    assert [(row.key, row.percent, row.is_much) for row in revision_list(owner)] == [
        ("feedback", 65, True),
        ("delegation", 50, True),
        ("saying-no", None, False),
    ]
    assert "About 65 % of at least 20 plans" in page
    assert reverse("challenges:own_module", args=["feedback"]) in page


def test_a_changed_module_begins_anew(owner: Actor, make_group: MakeGroup) -> None:
    groups(make_group, [HALF] * 4)
    reconcile(APRIL)
    editing_modules.save_part(
        actor=owner, key="delegation", put=lambda content: {**content, "purpose": "Let go."}, now=NOW
    )
    publishing_modules.publish(actor=owner, key="delegation", now=NOW)
    (row,) = revision_list(owner)

    assert (row.percent, row.version, row.is_current, row.is_much) == (50, OURS, False, False)


def test_the_list_is_the_owners_own(owner_client: Client, participant_client: Client, make_group: MakeGroup) -> None:
    groups(make_group, [HALF] * 4)
    reconcile(APRIL)
    url = reverse("practice:revision")

    assert participant_client.get(url).status_code == 403
    assert "<html" not in owner_client.get(url, headers={"hx-request": "true"}).content.decode()


def test_another_organisation_reads_nothing_of_it(stranger_client: Client, make_group: MakeGroup) -> None:
    groups(make_group, [HALF] * 4)
    reconcile(APRIL)

    assert "No group has worked" in stranger_client.get(reverse("practice:revision")).content.decode()


def test_looking_back_takes_the_same_queries_for_few_groups_and_for_many(
    organisation: Organisation, make_group: MakeGroup
) -> None:
    counts = []
    for start in (1, 3, 7):
        groups(make_group, [HALF] * 2, start=start)
        with CaptureQueriesContext(connection) as seen:
            figures_of(organisation, APRIL)
        counts.append(len(seen))

    assert len(set(counts)) == 1


@pytest.mark.parametrize("outcome", [Outcome.TRIED, Outcome.ADAPTED, Outcome.KEPT])
def test_a_plan_that_was_used_is_no_scrap(outcome: Outcome) -> None:
    assert not went_to_scrap([Outcome.DROPPED, outcome])
    assert went_to_scrap([outcome], Outcome.DROPPED)
