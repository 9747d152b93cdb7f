"""The experiment in a real browser: drawn and frozen by keyboard, at both widths and in both themes."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from hexad.evidence.items import ITEMS
from hexad_web.accounts.access import Actor
from hexad_web.evidence import access, tasks
from hexad_web.evidence.actions import studying, tying
from hexad_web.evidence.models import Observer, Study
from hexad_web.formation.actions.publishing import Draft, publish
from hexad_web.formation.models import GroupMember
from hexad_web.people.models import Person
from tests.browser import LOOKS, AxeClean, PageAt, SaveScreenshot, SignIn, sideways_overflow
from tests.hexad_web.evidence.test_results import closed, live
from tests.hexad_web.evidence.test_returns import file_of
from tests.hexad_web.evidence.test_silos import answer
from tests.hexad_web.formation.cast import finished_run, join

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

A_MONTH = timedelta(days=30)
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_an_owner_draws_looks_and_freezes_by_keyboard(
    live_server: "LiveServer",
    page_at: PageAt,
    sign_in: SignIn,
    axe_clean: AxeClean,
    save_screenshot: SaveScreenshot,
    owner: Actor,
    now: datetime,
    width: int,
    theme: str,
) -> None:
    page = page_at(width, theme)
    sign_in(page, owner)

    def look(name: str) -> None:
        save_screenshot(page, f"evidence-{name}")
        axe_clean(page)
        assert sideways_overflow(page) <= 0, name

    page.goto(f"{live_server.url}/evidence/")
    look("study-empty")
    join(owner.organisation, 72)
    run = finished_run(owner, now, size=6)
    publish(actor=owner, draft=Draft(run.pk, run.revision), now=now)
    page.reload()
    page.get_by_label("First day of the first wave").fill((now + timedelta(days=400)).date().isoformat())
    look("study-offer")
    page.get_by_role("button", name="Draw an order").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("With 12 groups this rollout can see effects above")).to_be_visible()
    look("study-drawn")
    page.get_by_role("button", name="Freeze the plan").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("It no longer changes.")).to_be_visible()
    look("study-frozen")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the plan").click()
    assert Study.objects.get().plan_hash in download.value.path().read_text(encoding="utf-8")


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_a_manager_agrees_and_names_and_an_observer_answers_by_keyboard(
    live_server: "LiveServer",
    page_at: PageAt,
    sign_in: SignIn,
    axe_clean: AxeClean,
    save_screenshot: SaveScreenshot,
    owner: Actor,
    participant: Actor,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    width: int,
    theme: str,
) -> None:
    join(owner.organisation, 24)
    run = finished_run(owner, now)
    publish(actor=owner, draft=Draft(run.pk, run.revision), now=now)
    wanted = studying.Wanted(scale="conflict", waves=2, first_date=(now + timedelta(days=7)).date(), weeks=8)
    drawn = studying.draw(actor=owner, wanted=wanted, now=now)
    studying.freeze(actor=owner, seed=drawn.seed, now=now)
    person = GroupMember.objects.filter(is_active=True).order_by("pk")[0].person
    Person.objects.filter(user=participant.user).update(user=None)
    Person.objects.filter(pk=person.pk).update(user=participant.user)
    monkeypatch.setattr(timezone, "now", lambda: now)
    page = page_at(width, theme)
    sign_in(page, participant)

    def look(name: str) -> None:
        save_screenshot(page, f"evidence-{name}")
        axe_clean(page)
        assert sideways_overflow(page) <= 0, name

    page.goto(f"{live_server.url}/evidence/observers/")
    look("observers-before")
    page.get_by_role("button", name="Take part").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Address").fill("peer@elsewhere.example")
    page.get_by_label("This person").select_option("peer")
    page.get_by_role("button", name="Add").focus()
    page.keyboard.press("Enter")
    expect(page.locator("bdi", has_text="peer@elsewhere.example")).to_be_visible()
    look("observers")
    page.goto(f"{live_server.url}/evidence/own-sheet/")
    look("own-sheet")
    token = access.observer_token(Observer.objects.get().pk)
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/evidence/observe/{token}/")
    look("observe")
    for name in (item.key for item in ITEMS):
        page.locator(f'input[name="{name}"][value="3"]').focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Send").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Sent. Thank you.")).to_be_visible()
    page.get_by_role("button", name="I do not want to be asked").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("You are not asked again.")).to_be_visible()
    look("observe-declined")


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_the_evidence_reads_everywhere(
    live_server: "LiveServer",
    page_at: PageAt,
    sign_in: SignIn,
    axe_clean: AxeClean,
    save_screenshot: SaveScreenshot,
    owner: Actor,
    sponsor: Actor,
    now: datetime,
    width: int,
    theme: str,
) -> None:
    page = page_at(width, theme)
    sign_in(page, sponsor)
    page.goto(f"{live_server.url}/evidence/results/")
    save_screenshot(page, "evidence-results-empty")
    axe_clean(page)
    join(owner.organisation, 72)
    run = finished_run(owner, now, size=6)
    publish(actor=owner, draft=Draft(run.pk, run.revision), now=now)
    first = (now + timedelta(days=30)).date()
    drawn = studying.draw(actor=owner, wanted=studying.Wanted("conflict", 2, first, 8), now=now)
    study = studying.freeze(actor=owner, seed=drawn.seed, now=now)
    live(study, now, effect=0.8)
    tasks.reconcile(closed(study, 2))
    page.reload()
    expect(page.get_by_text("Observers see it more often")).to_be_visible()
    save_screenshot(page, "evidence-results")
    axe_clean(page)
    assert sideways_overflow(page) <= 0


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_a_manager_types_names_and_the_owner_reads_the_map(
    live_server: "LiveServer",
    page_at: PageAt,
    sign_in: SignIn,
    axe_clean: AxeClean,
    save_screenshot: SaveScreenshot,
    owner: Actor,
    participant: Actor,
    now: datetime,
    width: int,
    theme: str,
) -> None:
    today = timezone.now()
    Person.objects.filter(user=participant.user).delete()
    people = join(owner.organisation, 60)
    Person.objects.filter(pk=people[0].pk).update(user=participant.user)
    asks = tying.ask(actor=owner, now=today)
    page = page_at(width, theme)
    sign_in(page, participant)
    page.goto(f"{live_server.url}/evidence/ties/")
    page.get_by_label("Find a name among 60 managers").press_sequentially("Example7")
    page.get_by_role("button", name=f"Add {people[7].name}").click()
    page.get_by_role("button", name=f"Take back {people[7].name}").wait_for()
    page.get_by_role("button", name="That is all").click()
    page.get_by_text("Kept. You can change it until").first.wait_for()
    axe_clean(page)
    assert not sideways_overflow(page)
    save_screenshot(page, "evidence-ties")
    answer(asks, 1.0, today)
    tying.conclude(today + timedelta(days=15))
    sign_in(page, owner)
    page.goto(f"{live_server.url}/evidence/silos/")
    page.get_by_text("below chance").first.wait_for()
    axe_clean(page)
    assert not sideways_overflow(page)
    save_screenshot(page, "evidence-silos")
    page.get_by_role("button", name="Ask for two weeks").click()
    page.get_by_text("Managers are asked until").wait_for()
    axe_clean(page)


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_the_owner_adds_questions_and_figures_and_reads_the_return(
    live_server: "LiveServer",
    page_at: PageAt,
    sign_in: SignIn,
    axe_clean: AxeClean,
    save_screenshot: SaveScreenshot,
    owner: Actor,
    now: datetime,
    tmp_path: Path,
    width: int,
    theme: str,
) -> None:
    page = page_at(width, theme)
    sign_in(page, owner)

    def look(name: str) -> None:
        save_screenshot(page, f"evidence-{name}")
        axe_clean(page)
        assert sideways_overflow(page) <= 0, name

    page.goto(f"{live_server.url}/evidence/return/")
    look("return-empty")
    page.goto(f"{live_server.url}/evidence/scales/")
    look("scales-empty")
    page.get_by_label("Name").fill("Customers")
    for number, what in (("1", "asks customers first"), ("2", "calls back")):
        page.get_by_label(f"Question {number}, of oneself").fill(
            f"I {what.replace('asks', 'ask').replace('calls', 'call')}."
        )
        page.get_by_label(f"Question {number}, of a manager").fill(f"This manager {what}.")
    page.get_by_role("button", name="Add", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("This manager calls back.")).to_be_visible()
    look("scales")
    join(owner.organisation, 48)
    run = finished_run(owner, now, size=6)
    publish(actor=owner, draft=Draft(run.pk, run.revision), now=now)
    drawn = studying.draw(actor=owner, wanted=studying.Wanted("conflict", 2, (now + A_MONTH).date(), 8), now=now)
    study = studying.freeze(actor=owner, seed=drawn.seed, now=now)
    page.goto(f"{live_server.url}/evidence/return/")
    page.locator("summary", has_text="A figure by group").focus()
    page.keyboard.press("Enter")
    for label, value in (("What", "Absence"), ("Unit", "days a week"), ("Where the figure comes from", "Payroll")):
        page.get_by_label(label, exact=True).and_(page.locator("[name^=measured]")).fill(value)
    page.get_by_label("What one unit more is worth").fill("-250")
    bad = tmp_path / "bad.csv"
    bad.write_text("group,date,value\n77,soon,1\n", encoding="utf-8")
    page.locator("[name=measured-file]").set_input_files(bad)
    page.locator("details[open] button.btn-primary").click()
    expect(page.get_by_text("Nothing was taken from this file.")).to_be_visible()
    look("return-problems")
    good = tmp_path / "good.csv"
    good.write_bytes(file_of(study, -2.0))
    page.locator("[name=measured-file]").set_input_files(good)
    page.locator("details[open] button.btn-primary").click()
    expect(page.get_by_text("Benefit-cost ratio")).to_be_visible()
    look("return")
    page.get_by_role("button", name="Take out Absence").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Put back Absence")).to_be_visible()
    expect(page.get_by_text("No return is claimed.")).to_be_visible()
