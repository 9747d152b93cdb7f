"""The calculator on the server: what is saved, what is refused and how, and that every number has its companion."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from hexad.economics import load_assumptions
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry
from hexad_web.economics.assumption_words import WORDS
from hexad_web.economics.models import Assumptions
from hexad_web.economics.queries import calculator
from hexad_web.economics.queries.scenario import scenario_of

URL = "/economics/"
ON_PAGE = {"currency": "USD"}


def save(client: Client, **figures: str) -> int:
    return client.post(URL, {**ON_PAGE, **figures}).status_code


def text_of(client: Client) -> str:
    return " ".join(client.get(URL).content.decode().split())


def test_the_published_saving_is_reproduced_with_its_dose_beside_it(owner_client: Client, owner: Actor) -> None:
    figures = calculator.calculator(owner).figures
    assert (figures["saving_with_time"], figures["saving_cash"]) == ("80\u00a0%", "96\u00a0%")
    page = text_of(owner_client)
    assert page.index("Not the same dose") > page.index("Saves <strong")
    assert 'data-figure="dose_groups">6<' in page
    assert 'data-figure="dose_training">16<' in page
    assert "No programme costs nothing" in page


def test_a_figure_of_ones_own_is_kept_and_priced(owner_client: Client, owner: Actor) -> None:
    assert save(owner_client, wage="60", practice_hours="1") == 302
    kept = Assumptions.objects.get()
    assert kept.values == {"wage": 60.0, "practice_hours": 1.0}
    assert scenario_of(owner)["wage"] == 60
    assert "Your own figure." in text_of(owner_client)
    assert AuditEntry.objects.filter(action="economics.save").count() == 1


def test_what_equals_its_default_is_nobodys_own(owner_client: Client) -> None:
    on_page = {key: str(calculator._plain(one.value)) for key, one in load_assumptions().items()}
    assert save(owner_client, **on_page) == 302
    assert Assumptions.objects.get().values == {}


def test_an_empty_field_is_the_default_again(owner_client: Client, owner: Actor) -> None:
    save(owner_client, wage="60")
    save(owner_client, wage="")
    assert scenario_of(owner)["wage"] == pytest.approx(83.614, abs=0.001)


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        ({"wage": "-1"}, "Give 0 or more."),
        ({"sessions": "0"}, "Give 1 or more."),
        ({"sessions": "2.5"}, "Give a whole number."),
        ({"wage": "a lot"}, "Give a number, like 12 or 12.5."),
        ({"wage": "nan"}, "Give a number"),
        ({"wage": "1e999"}, "Give a number"),
        ({"cohort": "9" * 400}, "Give 10000 or less."),
        ({"wage": "10001"}, "Give 10000 or less."),
        ({"currency": "euros"}, "three letters, like EUR"),
        ({"currency": "EUR"}, "Two currencies would be mixed"),
        ({"currency": "EUR", "usd_rate": "-2"}, "greater than or equal to"),
    ],
)
def test_what_cannot_be_computed_ends_in_a_sentence_beside_its_field(
    owner_client: Client, figures: dict[str, str], sentence: str
) -> None:
    answer = owner_client.post(URL, {**ON_PAGE, **figures})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Assumptions.objects.exists()
    assert all(value in answer.content.decode() for value in figures.values() if len(value) < 10)


def test_another_currency_converts_the_defaults(owner_client: Client, owner: Actor) -> None:
    assert save(owner_client, currency="eur", usd_rate="0.9", trip="300") == 302
    scenario = scenario_of(owner)
    assert scenario.currency == "EUR"
    assert (scenario["hotel"], scenario["trip"]) == (pytest.approx(99), 300)
    assert "Cost a head, EUR" in text_of(owner_client)


def test_an_unusual_figure_is_taken_and_flagged(owner_client: Client) -> None:
    assert save(owner_client, wage="400") == 302
    assert "Unusual: 50 to 120 is common." in text_of(owner_client)


def test_looking_saves_nothing(owner_client: Client) -> None:
    answer = owner_client.post(URL, {**ON_PAGE, "practice_hours": "2", "look": "1"})
    assert answer.status_code == 200
    assert "58\u00a0%" in answer.content.decode()
    assert not Assumptions.objects.exists()


def test_a_sponsor_looks_and_cannot_save(sponsor_client: Client) -> None:
    assert "Save scenario" not in text_of(sponsor_client)
    assert sponsor_client.post(URL, {**ON_PAGE, "wage": "60"}).status_code == 200
    assert not Assumptions.objects.exists()


def test_another_organisation_has_figures_of_its_own(owner_client: Client, stranger: Actor) -> None:
    save(owner_client, wage="60")
    assert scenario_of(stranger)["wage"] == pytest.approx(83.614, abs=0.001)


def test_a_kept_figure_that_is_no_longer_taken_stops_nothing(owner: Actor, organisation: object) -> None:
    from tests.examples import NOW

    values = {"wage": -5, "gone": 3}
    Assumptions.objects.create(organisation=owner.organisation, values=values, saved_at=NOW)
    assert scenario_of(owner).values == {}


def test_a_german_reads_german_numbers(owner: Actor) -> None:
    with translation.override("de"):
        figures = calculator.calculator(owner).figures
    assert figures["training_total"] == "3.025"
    assert figures["time_share"] == "0,29\u00a0%"


def test_every_word_of_the_assumptions_can_be_translated() -> None:
    said = {word for one in load_assumptions().values() for word in (one.label, one.unit, one.source)}
    assert said == set(WORDS)


def test_every_assumption_has_a_place_on_the_page(owner: Actor) -> None:
    shown = [row.field.name for _, _, rows in calculator.calculator(owner).blocks for row in rows]
    assert sorted(shown) == sorted(load_assumptions())
    assert reverse("economics:calculator") == URL


def test_a_slider_holds_what_is_usual_and_the_value_of_today(owner: Actor) -> None:
    for _, _, rows in calculator.calculator(owner).blocks:
        for row in rows:
            one = load_assumptions()[row.field.name]
            assert one.least <= row.low <= row.value <= row.high <= one.most + 1
            assert row.step > 0


def test_the_pictures_lie_on_their_lines(owner: Actor) -> None:
    page = calculator.calculator(owner)
    low, length, likely = page.reach
    assert 0 <= low <= likely <= low + length <= calculator.WIDTH
    turns = {row.key: row for row in page.turns}
    practice = turns["practice_hours"]
    assert practice.today == 0
    assert practice.turn == pytest.approx(calculator.WIDTH / calculator.MARGIN, abs=0.1)
    assert turns["cohort"].turn is None
    assert turns["cohort"].span[1] == 0
