"""My practice: what is logged, what is noted, and who reads which of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hexad_web.accounts.models import PrivateText
from hexad_web.formation.models import Group
from hexad_web.practice.actions import reporting
from hexad_web.practice.models import BuddyCheck, BuddyPair, JournalEntry, Report
from hexad_web.practice.queries import mine, needs
from hexad_web.practice.queries.needs import NeedKind
from hexad_web.practice.tasks import reconcile
from hexad_web.sessions.models import Session
from tests.hexad_web.practice import cast
from tests.hexad_web.practice.cast import DAY
from tests.hexad_web.practice.conftest import SetClock
from tests.hexad_web.practice.test_panels import text_of
from tests.hexad_web.scheduling.conftest import EXPLORE

MINE = "/practice/"


@pytest.fixture
def ben(explored: Session) -> Client:
    return cast.client(cast.person(explored.group))


def log(client: Client, **fields: str) -> int:
    return client.post(reverse("practice:log"), {"outcome": "tried", "text": "ZEBRA", **fields}).status_code


def note(client: Client, text: str = "ZEBRA thought") -> JournalEntry:
    client.post(reverse("practice:add_note"), {"text": text})
    return JournalEntry.objects.latest("pk")


def test_before_explore_the_page_says_when_the_plan_comes(group: Group) -> None:
    assert "Your plan appears after Explore." in text_of(cast.client(cast.person(group)).get(MINE))


def test_a_participant_without_a_group_has_an_empty_page(participant_client: Client) -> None:
    assert "Your plan appears after Explore." in text_of(participant_client.get(MINE))
    assert participant_client.post(reverse("practice:add_note"), {"text": "x"}).status_code == 404


def test_whoever_left_explore_without_a_plan_can_make_it_here(ben: Client, explored: Session) -> None:
    page = text_of(ben.get(MINE))
    assert "You have no plan yet." in page
    assert reverse("practice:plan_panel", args=[explored.pk]) in page
    assert log(ben) == 422


def test_the_plan_stands_on_the_page_and_each_report_stays(ben: Client, explored: Session) -> None:
    cast.plan(explored)
    assert log(ben) == 302
    assert log(ben, outcome="kept", text="") == 302
    page = text_of(ben.get(MINE))
    for words in ("a report comes late", "ask what is in the way", "Mon 8 February", "ZEBRA", "Kept: I go on with it"):
        assert words in page
    assert Report.objects.count() == 2


def test_the_own_scrap_meter_counts_the_last_report(ben: Client, explored: Session) -> None:
    cast.plan(explored)
    log(ben)
    log(ben, outcome="dropped")
    page = mine.my_practice(cast.actor(cast.person(explored.group)), EXPLORE + DAY)
    assert page.counted is not None
    assert (page.counted.tried, page.counted.dropped) == (0, 1)


def test_nobody_sees_anothers_plan_reports_or_journal(ben: Client, explored: Session) -> None:
    cast.plan(explored, situation="ZEBRA plan")
    log(ben)
    note(ben)
    other = cast.client(cast.person(explored.group, 1))
    assert "ZEBRA" in text_of(ben.get(MINE))
    assert "ZEBRA" not in text_of(other.get(MINE))


def test_the_page_leads_to_the_groups_module(explored: Session) -> None:
    page = cast.client(cast.person(explored.group)).get(reverse("practice:mine")).content.decode()
    assert reverse("challenges:module", args=["delegation"]) in page


def test_a_tip_stays_on_the_page_until_the_next(explored: Session, set_clock: SetClock) -> None:
    shown = []
    for days in (1, 5, 12, 19):
        set_clock(EXPLORE + timedelta(days=days))
        page = text_of(cast.client(cast.person(explored.group)).get(MINE))
        shown.append([day for day in ("two", "nine", "sixteen") if f"Tip of day {day}" in page])
    assert shown == [[], ["two"], ["nine"], ["sixteen"]]


def test_a_note_is_its_authors_alone(ben: Client, explored: Session) -> None:
    entry = note(ben)
    assert entry.text.only_author
    other = cast.client(cast.person(explored.group, 1))
    for name in ("note", "delete_note", "restore_note"):
        page = reverse(f"practice:{name}", args=[entry.pk])
        assert other.post(page, {"text": "x"}).status_code == 404
    assert other.get(reverse("practice:note", args=[entry.pk])).status_code == 404
    assert "ZEBRA thought" in text_of(ben.get(reverse("practice:note", args=[entry.pk])))


def test_a_changed_note_leaves_no_old_words(ben: Client) -> None:
    entry = note(ben)
    ben.post(reverse("practice:note", args=[entry.pk]), {"text": "Another"})
    page = text_of(ben.get(MINE))
    assert "Another" in page
    assert "ZEBRA" not in page
    assert PrivateText.objects.count() == 1


def test_a_deleted_note_can_be_taken_back_and_is_gone_after_a_day(ben: Client) -> None:
    entry = note(ben)
    shown = ben.post(reverse("practice:delete_note", args=[entry.pk]), follow=True)
    assert "ZEBRA" not in text_of(shown)
    assert "The note is deleted." in text_of(shown)
    ben.post(reverse("practice:restore_note", args=[entry.pk]))
    assert "ZEBRA" in text_of(ben.get(MINE))
    ben.post(reverse("practice:delete_note", args=[entry.pk]))
    reconcile(cast.DURING + timedelta(hours=23))
    assert PrivateText.objects.exists()
    reconcile(cast.DURING + timedelta(hours=25))
    assert not PrivateText.objects.exists()
    assert not JournalEntry.objects.exists()


def test_when_the_group_has_closed_everything_written_there_stays(ben: Client, explored: Session) -> None:
    cast.plan(explored)
    entry = note(ben)
    explored.group.members.update(is_active=False)
    Group.objects.update(state="closed")
    page = text_of(ben.get(MINE))
    assert "a report comes late" in page
    assert "ZEBRA thought" in page
    assert "Change my plan" not in page
    assert ben.post(reverse("practice:note", args=[entry.pk]), {"text": "Another"}).status_code == 302
    assert log(ben) == 302


def test_after_reflect_nobody_is_asked_for_a_plan_any_more(ben: Client, explored: Session) -> None:
    cast.add_session(explored.group, "reflect", "held")
    assert "You made no plan in this cycle." in text_of(ben.get(MINE))
    assert kinds(explored, days=30) == []


def test_an_empty_note_is_none(ben: Client) -> None:
    assert ben.post(reverse("practice:add_note"), {"text": " "}).status_code == 422


def test_the_page_takes_the_same_queries_for_one_note_and_for_many(ben: Client, explored: Session) -> None:
    cast.plan(explored)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert ben.get(MINE).status_code == 200
        return len(captured)

    log(ben)
    note(ben)
    few = queries()
    for _row in range(5):
        log(ben)
        note(ben)
    assert queries() == few
    assert few <= 22


def kinds(explored: Session, place: int = 0, days: int = 0) -> list[NeedKind]:
    now = EXPLORE + timedelta(days=days, hours=2)
    return [need.kind for need in needs.things_for(cast.actor(cast.person(explored.group, place)), now)]


def test_home_asks_for_a_plan_then_for_a_report(explored: Session) -> None:
    assert kinds(explored) == [NeedKind.PLAN_MISSING]
    cast.plan(explored)
    assert kinds(explored) == []
    assert kinds(explored, days=4) == []
    assert kinds(explored, days=5) == [NeedKind.REPORT_DUE]
    actor = cast.actor(cast.person(explored.group))
    reporting.log_report(actor=actor, outcome="tried", text="", now=EXPLORE + 5 * DAY)
    assert kinds(explored, days=5) == []


def test_home_tells_of_a_buddys_question_and_of_an_answer(explored: Session) -> None:
    cast.plan(explored)
    cast.plan(explored, 1)
    first, second = cast.person(explored.group), cast.person(explored.group, 1)
    common = {"organisation": explored.organisation, "group": explored.group, "cycle": 1}
    pair = BuddyPair.objects.create(person=first, buddy=second, **common)
    check = BuddyCheck.objects.create(
        organisation=explored.organisation, pair=pair, session=explored, day=9, asked_at=EXPLORE
    )
    assert kinds(explored) == [NeedKind.BUDDY_ASKS]
    BuddyCheck.objects.update(answer="done", answered_at=EXPLORE)
    assert kinds(explored) == []
    assert kinds(explored, 1) == [NeedKind.BUDDY_ANSWERED]
    reader = cast.client(second)
    assert reader.post(reverse("practice:buddy_read", args=[check.pk])).status_code == 302
    assert kinds(explored, 1) == []
