"""The pages in a real browser: at both widths, light and dark, without a violation that axe finds."""

import re
from datetime import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from hexad_web.accounts.access import Actor
from hexad_web.formation import access
from hexad_web.formation.actions import claiming, running
from hexad_web.formation.actions.publishing import Draft, publish
from hexad_web.formation.models import Run
from hexad_web.people.models import Participation, Person
from tests.browser import LOOKS, AxeClean, PageAt, SaveScreenshot, SignIn, sideways_overflow
from tests.hexad_web.formation.cast import answer_of, finished_run, join, members, queued_run, seat, state_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CONFLICT = {"sentence": "Ana and Ben are to be kept apart.", "rules": ["level", "apart"]}


@pytest.fixture
def run(owner: Actor, now: datetime) -> Run:
    answer = answer_of(join(owner.organisation, 120), can_meet=29 / 30)
    broken = {"code": "meet.broken", "values": {"missing": 1, "blocks": 6}, "text": ""}
    answer["groups"][1] |= {"can_meet": False, "next_window": None}
    answer["groups"][1]["by_rule"] = [state_of("level"), state_of("meet", "relaxed", **broken)]
    answer["relaxed"] = [{"rule": "meet", "group": "g2", "why": "", "reason": broken}]
    return finished_run(owner, now, answer=answer)


def searching(owner: Actor, now: datetime) -> Run:
    run = claiming.claim(run_id=queued_run(owner, now).pk, now=now)
    assert run is not None
    points = [(second / 5, 40 - 20 / (second + 1), 41.0) for second in range(40)]
    claiming.note_progress(run=run, points=points, sweeps=(39, 120), now=now)
    return run


def pages(owner: Actor, run: Run, now: datetime) -> dict[str, str]:
    """Every page an owner meets before publishing, by the name of its picture."""
    people = [seat.person for seat in run.groups.get(number=1).members.select_related("person")]
    other = finished_run(owner, now, answer=answer_of(people, objective=38.0))
    seat = run.groups.get(number=1).members.order_by("pk")[0]
    impossible = queued_run(owner, now)
    running.fail(run=claimed(impossible, now), state="impossible", reasons=[CONFLICT], now=now)
    return {
        "policy": reverse("formation:policy"),
        "run": reverse("formation:run", args=[searching(owner, now).pk]),
        "impossible": reverse("formation:run", args=[impossible.pk]),
        "result": reverse("formation:result", args=[run.pk]),
        "explain": reverse("formation:explain", args=[run.pk, 2]),
        "move": reverse("formation:move", args=[run.pk, seat.pk]),
        "compare": f"{reverse('formation:compare')}?a={run.pk}&b={other.pk}",
        "groups-empty": reverse("formation:groups"),
    }


def mending(owner: Actor, run: Run, now: datetime) -> Run:
    """Two leave one group, one leaves another, two wait: what a mending would change."""
    first, second, third = run.groups.order_by("number")[:3]
    gone = [*first.members.order_by("pk")[:2], second.members.order_by("pk")[0]]
    Person.objects.filter(pk__in=[seat.person_id for seat in gone]).update(participation=Participation.LEFT)
    running.free_seats_of_leavers(now=now)
    joiners = join(owner.organisation, 2)
    mended = running.start_mending(actor=owner, policy=access.policy_of(owner), now=now)
    moved = [[one.person_id, first.pk, third.pk] for one in first.members.filter(is_active=True)]
    found = {"moved": moved, "joined": [[joiners[0].pk, second.pk]], "dissolved": [first.pk]}
    Run.objects.filter(pk=mended.pk).update(state="answered", result={**found, "waiting": [joiners[1].pk]})
    return mended


def weighed(owner: Actor, now: datetime) -> Run:
    run = running.start_tradeoff(actor=owner, policy=access.policy_of(owner), now=now)
    points = [(0.0, 0.1, 812.4), (0.5, 0.45, 806.0), (1.0, 0.7, 799.1), (5.0, 0.95, 781.3), (100.0, 1.0, 760.0)]
    rows = [{"weight": weight, "can_meet": share, "points": score} for weight, share, score in points]
    Run.objects.filter(pk=run.pk).update(state="answered", result={"points": rows, "prices": [0.91, 1.38, 3.56, 21.3]})
    return run


def claimed(run: Run, now: datetime) -> Run:
    taken = claiming.claim(run_id=run.pk, now=now)
    assert taken is not None
    return taken


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_every_page_reads_at_both_widths_in_light_and_dark(
    width: int,
    theme: str,
    live_server: object,
    page_at: PageAt,
    sign_in: SignIn,
    axe_clean: AxeClean,
    save_screenshot: SaveScreenshot,
    owner: Actor,
    run: Run,
    now: datetime,
) -> None:
    page = page_at(width, theme)
    sign_in(page, owner)

    def look(name: str, path: str) -> None:
        answer = page.goto(f"{live_server}{path}")
        assert answer is not None
        assert answer.ok, name
        save_screenshot(page, f"formation-{name}")
        axe_clean(page)
        assert sideways_overflow(page) == 0, name

    for name, path in pages(owner, run, now).items():
        look(name, path)
    publish(actor=owner, draft=Draft(run.pk, run.revision), now=now)
    look("groups", reverse("formation:groups"))
    look("group", reverse("formation:group", args=[run.groups.order_by("number")[0].pk]))
    look("mend-nothing", reverse("formation:mend"))
    mended = mending(owner, run, now)
    look("mend", reverse("formation:mend"))
    look("mending", reverse("formation:mending", args=[mended.pk]))
    look("tradeoff", reverse("formation:tradeoff", args=[weighed(owner, now).pk]))


def test_an_explanation_opens_beside_the_groups_and_gives_the_focus_back(
    live_server: object, page_at: PageAt, sign_in: SignIn, axe_clean: AxeClean, owner: Actor, run: Run
) -> None:
    page = page_at()
    sign_in(page, owner)
    page.goto(f"{live_server}{reverse('formation:result', args=[run.pk])}")
    page.get_by_role("link", name="Explain group 2", exact=True).click()
    drawer = page.get_by_role("dialog", name="Why group 2")
    drawer.get_by_text("No window suits all in 1 of 6").wait_for()
    axe_clean(page)
    page.keyboard.press("Escape")
    drawer.wait_for(state="detached")
    assert page.evaluate("document.activeElement.textContent") == "Explain group 2"


def test_a_person_is_moved_and_moved_back_by_keyboard(
    live_server: object, page_at: PageAt, sign_in: SignIn, axe_clean: AxeClean, owner: Actor, now: datetime
) -> None:
    person = join(owner.organisation, 15)[0]
    run = finished_run(owner, now, size=5, judged=True)
    page = page_at()
    sign_in(page, owner)
    page.goto(f"{live_server}{reverse('formation:result', args=[run.pk])}")
    move = page.locator(f"[data-person='{seat(person, run).pk}'] [data-move]")
    move.press("Enter")
    expect(page.get_by_role("heading", name=f"Move {person.name}")).to_be_visible()
    expect(page.get_by_role("radio", name="Group 2")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    told = re.compile(rf"{person.name} to group 3: score (unchanged|[+\u2212-]?\d+\.\d), keeps all rules\.\s*Undo")
    expect(page.locator("#undo")).to_have_text(told)
    expect(move).to_be_focused()
    assert person.pk in members(run)[3]
    axe_clean(page)
    page.reload()
    expect(page.locator("#undo")).to_have_text(told)
    page.keyboard.press("Control+z")
    expect(page.locator("#undo")).to_have_count(0)
    assert person.pk in members(run)[1]
