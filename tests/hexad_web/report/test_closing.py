"""A period is counted once: what it shows adds up, what it hides stays hidden, and nobody closes it twice."""

from datetime import date, timedelta

import pytest
from benchmarks.lived import Lived
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hexad.report import read_snapshot
from hexad.report.snapshot import Figure, Snapshot, State
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry
from hexad_web.evidence.models import Response
from hexad_web.formation.models import Group
from hexad_web.people.models import Consent, Participation, Person
from hexad_web.report.actions.closing import RefusedError, Wanted, close_period
from hexad_web.report.actions.replying import Words, follow_releases, reply
from hexad_web.report.models import Obstacle, Period
from hexad_web.report.queries.periods import next_period
from hexad_web.scheduling.models import Attendance, Meeting
from hexad_web.sessions.models import Release

BEGINS = date(2027, 1, 4)
LAST = date(2027, 6, 30)
NOW = timezone.datetime(2027, 7, 2, 8, tzinfo=timezone.get_fixed_timezone(0))


@pytest.fixture
def lived(owner: Actor) -> Lived:
    return Lived(owner.organisation, BEGINS)


@pytest.fixture
def groups(lived: Lived) -> list[Group]:
    found = lived.groups(lived.people(120))
    lived.cycle(found, 28)
    return found


def wanted(last: date = LAST, first: date = BEGINS, threshold: int = 8) -> Wanted:
    return Wanted(name="First half", start_date=first, last_date=last, threshold=threshold)


def close(owner: Actor, last: date = LAST, first: date = BEGINS, threshold: int = 8) -> Snapshot:
    now = NOW + timedelta(days=max(0, (last - LAST).days))
    return read_snapshot(close_period(actor=owner, wanted=wanted(last, first, threshold), now=now).snapshot)


def test_what_is_shown_is_what_happened(owner: Actor, groups: list[Group]) -> None:
    shown = close(owner)
    held = Meeting.objects.filter(state=Meeting.State.HELD)
    seats = Attendance.objects.filter(meeting__in=held).count()
    assert shown["held"] == Figure(value=held.count())
    assert shown["hours"].value == seats * 1.5
    assert shown["groups"].value == held.values("group").distinct().count()
    # Six did not answer, too few to show: with the twelve who declined they are what is left.
    assert (shown["offered"].value, shown["joined"].value) == (120, 102)
    assert {shown[key].state for key in ("declined", "unanswered")} == {State.HIDDEN}
    assert shown["before"].base == shown["after"].base
    assert shown["before"].value is not None
    assert shown["after"].value is not None
    assert shown["after"].value > shown["before"].value
    assert shown["kept"].value == pytest.approx(0.78, abs=0.1)
    assert shown["kept_3"].value == pytest.approx(0.69, abs=0.12)
    assert shown["kept_6"].state is State.NONE
    assert shown["time_share"].value == pytest.approx(3 / (2080 * 178 / 365.25), abs=0.0006)


def test_coverage_is_whole_where_every_answer_has_enough_people(owner: Actor, lived: Lived) -> None:
    lived.people(200)
    shown = close(owner)
    counts = {key: shown[key].value for key in ("offered", "joined", "declined", "unanswered")}
    assert counts == {"offered": 200, "joined": 170, "declined": 20, "unanswered": 10}
    assert shown["joined_share"].value == 0.85


def test_an_answer_counts_once_in_the_period_in_which_it_was_given(owner: Actor, lived: Lived) -> None:
    lived.people(200)
    late = Person.objects.filter(participation=Participation.INVITED)
    at = NOW + timedelta(days=5)
    Consent.objects.bulk_create(
        Consent(organisation=owner.organisation, person=one, answer="join", wording="1", at=at) for one in late
    )
    first = close(owner)
    second = close(owner, LAST + timedelta(days=60), LAST + timedelta(days=1))
    assert first["unanswered"].value == 10
    assert second["joined"].state is State.HIDDEN  # ten, all alike in joining: nobody else to be told from
    assert second["offered"].state is not State.SHOWN


def test_cost_is_hours_at_the_price_of_the_scenario(owner: Actor, groups: list[Group]) -> None:
    shown = close(owner)
    assert shown["cost"].value == pytest.approx((shown["hours"].value or 0) / 6 * 617.43, rel=1e-4)
    assert shown["saving_with_time"].value == 0.7959
    assert shown["dose"].value == 0.375
    assert {one.label for one in shown.assumptions} >= {"People in one training"}


def test_a_small_programme_shows_no_figure_of_people(owner: Actor, lived: Lived) -> None:
    lived.cycle(lived.groups(lived.people(7)), 28)
    shown = close(owner)
    of_people = {"hours", "cost", "held", "before", "after", "kept", "joined", "declined", "sharing", "time_share"}
    assert {key for key in of_people if shown[key].state is State.SHOWN} == set()
    assert {shown[key].state for key in of_people} == {State.HIDDEN}
    assert shown.cuts == ()


def test_a_programme_without_anything_says_so(owner: Actor) -> None:
    owner.organisation.created_at = NOW - timedelta(days=100)
    owner.organisation.save()
    start = next_period(owner, NOW).start_date
    shown = close(owner, first=start)
    assert {figure.state for key, figure in shown.figures.items() if "saving" not in key} >= {State.NONE}
    assert "no_ratings" in shown.unknown


def test_departments_are_shown_where_they_and_what_is_left_are_large_enough(owner: Actor, lived: Lived) -> None:
    lived.cycle(lived.groups(lived.people(600)), 28)
    shown = close(owner)
    parts = {(cut.part, cut.figure): cut.value for cut in shown.cuts}
    assert {part for part, _ in parts} == {"Sales", "Logistics", "Finance", "Production", "Research", "Legal"}
    assert parts["Sales", "after"].state is State.SHOWN


def test_everything_is_asked_of_the_database_in_a_fixed_number_of_queries(owner: Actor, lived: Lived) -> None:
    lived.cycle(lived.groups(lived.people(40)), 28)
    with CaptureQueriesContext(
        connection,
    ) as few:
        close(owner)
    lived.cycle(lived.groups(lived.people(200, prefix="n")), 28)
    with CaptureQueriesContext(connection) as many:
        close(owner, LAST + timedelta(days=30), LAST + timedelta(days=1))
    assert len(many) <= len(few)


def test_a_closed_period_does_not_change_when_the_programme_does(owner: Actor, groups: list[Group]) -> None:
    period = close_period(actor=owner, wanted=wanted(), now=NOW)
    before = period.snapshot
    Person.objects.filter(participation=Participation.JOINED).update(participation=Participation.LEFT, left_at=NOW)
    Response.objects.all().delete()
    period.refresh_from_db()
    assert period.snapshot == before


def test_a_second_closing_is_refused_in_a_sentence(owner: Actor, groups: list[Group]) -> None:
    close(owner)
    with pytest.raises(RefusedError, match="closed already"):
        close_period(actor=owner, wanted=wanted(), now=NOW)
    assert Period.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"last": BEGINS - timedelta(days=1)}, "before the first"),
        ({"last": date(2027, 7, 2)}, "not over"),
        ({"threshold": 7}, "never lowered"),
        ({"first": BEGINS + timedelta(days=1)}, "closed already"),
    ],
)
def test_a_period_that_cannot_be_is_refused_in_a_sentence(
    owner: Actor, groups: list[Group], changed: dict[str, object], sentence: str
) -> None:
    with pytest.raises(RefusedError, match=sentence):
        close_period(actor=owner, wanted=wanted(**changed), now=NOW)  # type: ignore[arg-type]
    assert not Period.objects.exists()


def test_two_years_are_the_most(owner: Actor, lived: Lived) -> None:
    lived.people(1)
    with pytest.raises(RefusedError, match="Two years"):
        close_period(actor=owner, wanted=wanted(BEGINS + timedelta(days=800)), now=NOW + timedelta(days=900))


def test_the_threshold_stays_where_it_was_raised_to(owner: Actor, groups: list[Group]) -> None:
    close(owner, threshold=20)
    with pytest.raises(RefusedError, match="20 or more"):
        close_period(
            actor=owner,
            wanted=wanted(LAST + timedelta(days=20), LAST + timedelta(days=1), 8),
            now=NOW + timedelta(days=40),
        )


def test_periods_follow_each_other_without_a_gap(owner: Actor, groups: list[Group]) -> None:
    close(owner)
    assert next_period(owner, NOW).start_date == LAST + timedelta(days=1)


def test_obstacles_carry_words_month_and_answer_and_can_no_longer_be_taken_back(
    owner: Actor, sponsor: Actor, lived: Lived, groups: list[Group]
) -> None:
    release = lived.release(groups[0], Release.Kind.OBSTACLE, "Approvals take three weeks.", 30)
    follow_releases(now=NOW)
    obstacle = Obstacle.objects.get()
    words = Words(choice="will_do", text="Limits go up.", by_date=date(2027, 9, 1))
    reply(actor=sponsor, obstacle_id=obstacle.public_id, words=words, now=NOW)
    shown = close(owner)
    told = shown.obstacles[0]
    assert (told.text, told.month, told.choice, told.reply) == (
        "Approvals take three weeks.",
        f"{obstacle.week_date:%Y-%m}",
        "will_do",
        "Limits go up.",
    )
    assert (shown["raised"].value, shown["answered"].value) == (1, 1)
    release.refresh_from_db()
    assert release.first_read_at is not None


def test_a_story_is_published_by_closing(owner: Actor, lived: Lived, groups: list[Group]) -> None:
    release = lived.release(groups[0], Release.Kind.STORY, "I left the numbers wrong.", 30)
    shown = close(owner)
    assert [story.text for story in shown.stories] == ["I left the numbers wrong."]
    release.refresh_from_db()
    assert release.first_read_at == NOW


def test_a_withdrawn_story_and_one_of_few_people_stay_where_they_are(owner: Actor, lived: Lived) -> None:
    few = lived.groups(lived.people(7))
    lived.cycle(few, 28)
    lived.release(few[0], Release.Kind.STORY, "Nobody else could have told it.", 30)
    shown = close(owner)
    assert shown.stories == ()
    assert shown["stories"].state is State.HIDDEN
    assert Release.objects.get().first_read_at is None


def test_no_name_address_or_key_of_a_person_is_in_a_snapshot(owner: Actor, groups: list[Group]) -> None:
    close(owner)
    text = Period.objects.get().snapshot
    assert "@" not in text
    assert "Manager m" not in text


def test_closing_is_in_the_audit_trail(owner: Actor, groups: list[Group]) -> None:
    close(owner)
    assert AuditEntry.objects.get(action="report.close").target == f"Period {Period.objects.get().pk}"


def test_another_organisation_closes_its_own(owner: Actor, stranger: Actor, groups: list[Group]) -> None:
    close(owner)
    stranger.organisation.created_at = NOW - timedelta(days=50)
    stranger.organisation.save()
    shown = close(stranger, first=next_period(stranger, NOW).start_date)
    assert shown["held"].state is State.NONE
