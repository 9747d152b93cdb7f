"""A whole study in simulated time, in a browser: from the plan over consent, links and rounds to the board's page."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import numpy as np
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from hexad.evidence.items import ITEMS
from hexad.evidence.rounds import had_begun
from hexad_web.accounts.access import Actor
from hexad_web.evidence import tasks
from hexad_web.evidence.actions import measuring
from hexad_web.evidence.models import Observer, Result, Study
from hexad_web.evidence.queries import measuring as queries
from hexad_web.formation.actions.publishing import Draft, publish
from hexad_web.formation.models import GroupMember
from hexad_web.outbox.models import OutboxMessage
from hexad_web.people.models import Person
from tests.browser import AxeClean, PageAt, SaveScreenshot, SignIn
from tests.hexad_web.formation.cast import finished_run, join

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EFFECT, RATERS = 0.9, 3
LINK = re.compile(r"https?://\S+(/evidence/observe/\S+)")


@pytest.fixture
def turn_to(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], datetime]:
    """Set the clock to nine o'clock of a day, and let the worker look."""

    def turn(day: date) -> datetime:
        now = datetime.combine(day, time(9), UTC)
        monkeypatch.setattr(timezone, "now", lambda: now)
        tasks.reconcile(now)
        return now

    return turn


def test_from_the_plan_to_the_page(
    live_server: "LiveServer",
    page_at: PageAt,
    sign_in: SignIn,
    axe_clean: AxeClean,
    save_screenshot: SaveScreenshot,
    owner: Actor,
    participant: Actor,
    sponsor: Actor,
    now: datetime,
    turn_to: Callable[[date], datetime],
) -> None:
    today = now.date()
    turn_to(today)
    join(owner.organisation, 48)
    run = finished_run(owner, now, size=6)
    publish(actor=owner, draft=Draft(run.pk, run.revision), now=now)
    page = page_at(1280, "light")
    sign_in(page, owner)
    study = frozen_by(page, live_server.url, today + timedelta(days=30))
    rounds = queries.rounds(study)
    # Consent comes first: one manager by hand, the others in the same way.
    phone = page_at(390, "dark")
    manager = seated_as(participant)
    sign_in(phone, participant)
    phone.goto(f"{live_server.url}/evidence/observers/")
    phone.get_by_role("button", name="Take part").click()
    for place in range(RATERS):
        phone.get_by_label("Address").fill(f"r{place}@elsewhere.example")
        phone.get_by_label("This person").select_option("report")
        phone.get_by_role("button", name="Add").click()
        expect(phone.locator("bdi", has_text=f"r{place}@elsewhere.example")).to_be_visible()
    others_take_part(study, manager, now)
    lot = np.random.default_rng(5)
    level: dict[int, float] = {}
    for one in rounds:
        at = turn_to(one.opens)
        if one.number == 0:
            an_observer_answers(phone, live_server.url)
            sign_in(phone, participant)
            a_manager_answers(phone, live_server.url)
        everybody_answers(study, one.number, lot, level, at)
        turn_to(one.closes)
        sign_in(page, owner)
        page.goto(f"{live_server.url}/evidence/results/")
        if one.number == 0:
            expect(page.get_by_text("Not yet knowable.")).to_be_visible()
    assert Result.objects.count() == 5
    expect(page.get_by_text("Observers see it more often")).to_be_visible()
    expect(page.get_by_text("after the comparison")).to_have_count(2)
    axe_clean(page)
    save_screenshot(page, "evidence-whole-study")
    sign_in(phone, participant)
    phone.goto(f"{live_server.url}/evidence/observers/")
    expect(phone.get_by_text("What was said last")).to_be_visible()
    expect(phone.get_by_text("Those who report to you")).to_be_visible()
    the_board_reads_it(page, live_server.url, sign_in, owner, sponsor)


def frozen_by(page: Page, url: str, first: date) -> Study:
    page.goto(f"{url}/evidence/")
    page.get_by_label("What should change").select_option("conflict")
    page.get_by_label("First day of the first wave").fill(first.isoformat())
    page.get_by_role("button", name="Draw an order").click()
    expect(page.get_by_text("With 8 groups this rollout can see effects above")).to_be_visible()
    page.get_by_role("button", name="Freeze the plan").click()
    expect(page.get_by_text("It no longer changes.")).to_be_visible()
    return Study.objects.select_related("organisation").get()


def seated_as(participant: Actor) -> Person:
    person = GroupMember.objects.filter(is_active=True).order_by("pk")[0].person
    Person.objects.filter(user=participant.user).update(user=None)
    Person.objects.filter(pk=person.pk).update(user=participant.user)
    return person


def others_take_part(study: Study, manager: Person, now: datetime) -> None:
    for seat in GroupMember.objects.filter(is_active=True).exclude(person=manager).select_related("person"):
        measuring.take_part(study=study, person=seat.person, now=now)
        for place in range(RATERS):
            email = f"r{place}.{seat.pk}@elsewhere.example"
            measuring.name_observer(study=study, person=seat.person, email=email, category="report", now=now)


def an_observer_answers(page: Page, url: str) -> None:
    """From the mail, without an account."""
    mail = OutboxMessage.objects.get(recipient="r0@elsewhere.example")
    body = message_from_bytes(bytes(mail.payload), policy=default).get_body(("plain",))
    found = LINK.search(body.get_content() if body else "")
    assert found is not None
    page.context.clear_cookies()
    page.goto(url + found[1])
    for item in ITEMS:
        page.locator(f'input[name="{item.key}"][value="2"]').check()
    page.get_by_label("In your own words").fill("Comes back to check.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Sent. Thank you.")).to_be_visible()


def a_manager_answers(page: Page, url: str) -> None:
    page.goto(f"{url}/evidence/own-sheet/")
    for item in ITEMS:
        page.locator(f'input[name="{item.key}"][value="2"]').check()
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("You have answered.")).to_be_visible()


def everybody_answers(
    study: Study, number: int, lot: np.random.Generator, level: dict[int, float], at: datetime
) -> None:
    """All but those who answered by hand; who had begun does better."""
    wave = dict(study.groups.values_list("group", "wave"))
    group = dict(GroupMember.objects.filter(is_active=True).values_list("person", "group"))
    waiting = Observer.objects.filter(study=study).exclude(sheets__round=number).select_related("person", "study")
    for observer in waiting.select_related("study__organisation", "person__user"):
        person = observer.person_id
        base = level.setdefault(person, float(lot.normal(1.8, 0.4)))
        mood = base + 0.1 * number + EFFECT * had_begun(wave[group[person]], number) + lot.normal(0, 0.3)
        measuring.observe(observer=observer, answers=dict(answers(mood, lot)), now=at)


def answers(mood: float, lot: np.random.Generator) -> Iterable[tuple[str, str]]:
    for item in ITEMS:
        yield item.key, str(int(np.clip(round(mood + lot.normal(0, 0.3)), 0, 4)))


def the_board_reads_it(page: Page, url: str, sign_in: SignIn, owner: Actor, sponsor: Actor) -> None:
    sign_in(page, owner)
    page.goto(f"{url}/report/")
    page.get_by_label("Name").fill("The year")
    page.get_by_role("button", name="Close").first.click()
    sign_in(page, sponsor)
    page.goto(f"{url}/report/")
    page.get_by_role("link", name="The year").first.click()
    expect(page.get_by_role("heading", name="What the groups changed")).to_be_visible()
