"""The return: figures with their source, nothing credited that may be nought, the break-even where there is none."""

from datetime import datetime, timedelta

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hexad.economics import compare
from hexad.evidence.claim import Claim
from hexad.evidence.estimate import Estimate
from hexad_web.accounts.access import Actor
from hexad_web.economics.actions import saving
from hexad_web.economics.queries.scenario import scenario_of
from hexad_web.evidence.actions import concluding, returning, studying
from hexad_web.evidence.models import Result, ReturnItem, Study
from hexad_web.evidence.queries import returns, studies
from hexad_web.formation.actions.publishing import Draft, publish
from hexad_web.practice.refusals import Refused
from tests.hexad_web.formation.cast import finished_run, join

pytestmark = pytest.mark.django_db
STATED = returning.Given(
    kind="stated", name="Fewer leavers", source="HR, 2027", amount=100_000.0, share=0.5, confidence=0.6
)


@pytest.fixture
def study(owner: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Study:
    """Eight groups in two waves, drawn by one known seed: one draw in twenty shows an effect where none is."""
    monkeypatch.setattr(studying.secrets, "randbelow", lambda _: 7)
    join(owner.organisation, 48)
    run = finished_run(owner, now, size=6)
    publish(actor=owner, draft=Draft(run.pk, run.revision), now=now)
    first = (now + timedelta(days=30)).date()
    drawn = studying.draw(actor=owner, wanted=studying.Wanted("conflict", 2, first, 8), now=now)
    return studying.freeze(actor=owner, seed=drawn.seed, now=now)


def file_of(study: Study, effect: float) -> bytes:
    """Absence by week in the teams of each group."""
    lot, dates = np.random.default_rng(2), studies.first_dates(study)
    lines = ["group,date,value"]
    for number, wave in study.groups.values_list("group__number", "wave"):
        level = lot.normal(20, 3)
        for week in range(-8, 16):
            day = study.first_date + timedelta(weeks=week)
            value = level + effect * (day >= dates[wave]) + lot.normal(0, 1)
            lines.append(f"{number},{day},{value:.3f}")
    return "\n".join(lines).encode()


def measured(owner: Actor, study: Study, effect: float, now: datetime) -> ReturnItem:
    given = returning.Given(kind="measured", name="Absence", source="Payroll", amount=-250.0, unit="days a week")
    return returning.add_measured(actor=owner, given=given, data=file_of(study, effect), now=now)


def claimed(interval: tuple[float, float]) -> Claim:
    found = Estimate(estimate=0.2, interval=interval, df=9.0, p=0.2, n_groups=8, n_people=48, method="Planned")
    return Claim(primary=found)


def test_a_measured_figure_is_credited_with_its_interval(
    owner: Actor, sponsor_client: Client, study: Study, now: datetime
) -> None:
    item = measured(owner, study, -2.0, now)
    effect = item.estimate["found"]["estimate"]
    assert effect == pytest.approx(-2, abs=0.8)
    worth = effect * -250 * item.periods * 8
    costs = compare(scenario_of(owner)).groups.total * 48
    view = returns.return_of(owner)
    assert f"Benefit-cost ratio {worth / costs:.2f}" in view.headline
    assert "95 % interval" in view.headline
    assert view.picture is not None
    text = sponsor_client.get(reverse("evidence:returns")).content.decode()
    assert "Measured: groups that began against groups that waited. One unit is worth USD -250." in text
    assert "Source: Payroll" in text
    assert "Take out" not in text


def test_an_effect_that_may_be_nought_is_not_credited_and_the_break_even_is_said(
    owner: Actor, study: Study, now: datetime
) -> None:
    measured(owner, study, 0.0, now)
    view = returns.return_of(owner)
    assert view.headline.startswith("No return is claimed: the effect may be nought. It breaks even at USD 29,636")
    assert view.rows[0].credited == ""
    assert view.rows[0].note == "Not credited: the effect may be nought."
    assert view.picture is None


def test_a_stated_share_is_labelled_as_stated(owner: Actor, study: Study, now: datetime) -> None:
    returning.add(actor=owner, given=STATED, now=now)
    view = returns.return_of(owner)
    assert view.headline == "Benefit-cost ratio 1.01, ROI 1 % in the first year, if what is stated holds."
    assert view.rows[0].credited == "USD 30,000"
    assert (
        "Stated: USD 100,000 a year, 50 % of it due to the programme, 60 % sure. Not measured." in view.rows[0].grounds
    )
    assert any("somebody's judgement" in note for note in view.notes)


@pytest.mark.parametrize(("low", "is_credited"), [(-0.1, False), (0.1, True)])
def test_a_stated_share_does_not_stand_against_the_planned_comparison(
    owner: Actor, study: Study, now: datetime, low: float, is_credited: bool
) -> None:
    returning.add(actor=owner, given=STATED, now=now)
    claim = concluding.as_stored(claimed((low, 0.5)))
    Result.objects.create(organisation=study.organisation, study=study, round=2, claim=claim, made_at=now)
    view = returns.return_of(owner)
    assert bool(view.rows[0].credited) == is_credited
    assert ("breaks even" in view.headline) != is_credited


def test_costs_add_up_and_what_has_no_price_does_not(owner: Actor, study: Study, now: datetime) -> None:
    returning.add(actor=owner, given=STATED, now=now)
    returning.add(actor=owner, given=returning.Given(kind="intangible", name="Calmer meetings"), now=now)
    cost = returning.Given(kind="cost", name="Rooms", source="Facilities", amount=30_363.47)
    before = returns.return_of(owner)
    returning.add(actor=owner, given=cost, now=now)
    after = returns.return_of(owner)
    assert [item.name for item in after.intangibles] == ["Calmer meetings"]
    assert "1.01" in before.headline
    assert "0.50" in after.headline
    assert len(after.costs) == 2


def test_without_a_study_a_file_is_refused_with_the_remedy(owner: Actor, now: datetime) -> None:
    given = returning.Given(kind="measured", name="Absence", source="Payroll", amount=-250.0, unit="days")
    with pytest.raises(Refused, match="Freeze one first, or state a share"):
        returning.add_measured(actor=owner, given=given, data=b"group,date,value\n1,2027-03-01,1\n", now=now)
    assert returns.return_of(owner).headline == "No groups yet: nothing was spent, and nothing can come back."


def test_the_owner_adds_by_form_and_a_bad_file_names_its_rows(
    owner_client: Client, sponsor_client: Client, study: Study
) -> None:
    url, page = reverse("evidence:add_return"), reverse("evidence:returns")
    fields = {"kind": "stated", "stated-name": "Fewer leavers", "stated-source": "HR", "stated-amount": "100000"}
    assert owner_client.post(url, fields).status_code == 422
    whole = {**fields, "stated-share": "50", "stated-confidence": "60"}
    assert sponsor_client.post(url, whole).status_code in (302, 403, 404)
    assert not ReturnItem.objects.exists()
    assert owner_client.post(url, whole)["Location"] == page
    item = ReturnItem.objects.get()
    assert (item.share, item.confidence) == (0.5, 0.6)
    sent = {"kind": "measured", "measured-name": "Absence", "measured-source": "P", "measured-unit": "days"}
    bad = SimpleUploadedFile("a.csv", b"group,date,value\n77,2027-03-01,1\n")
    answer = owner_client.post(url, {**sent, "measured-amount": "-250", "measured-file": bad})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Nothing was taken from this file." in text
    assert "Write the number of a group of the study" in text
    assert ReturnItem.objects.count() == 1
    change = reverse("evidence:change_return")
    owner_client.post(change, {"item": item.pk, "act": "take_out"})
    assert "nothing credited" not in owner_client.get(page).content.decode()
    assert "Taken out" in owner_client.get(page).content.decode()
    owner_client.post(change, {"item": item.pk, "act": "put_back"})
    assert "USD 30,000" in owner_client.get(page).content.decode()


def test_another_currency_is_never_added_up(owner: Actor, study: Study, now: datetime) -> None:
    returning.add(actor=owner, given=STATED, now=now)
    saving.save(actor=owner, given=saving.Given(values={}, currency="EUR", usd_rate=0.9), now=now)
    (row,) = returns.return_of(owner).rows
    assert row.note == "Given in USD; the organisation reckons in EUR now. Not credited."


def test_the_page_takes_as_many_queries_for_many_items_as_for_few(owner: Actor, study: Study, now: datetime) -> None:
    returning.add(actor=owner, given=STATED, now=now)
    with CaptureQueriesContext(connection) as few:
        returns.return_of(owner)
    for _ in range(9):
        returning.add(actor=owner, given=STATED, now=now)
    with CaptureQueriesContext(connection) as many:
        returns.return_of(owner)
    assert len(few) == len(many)
