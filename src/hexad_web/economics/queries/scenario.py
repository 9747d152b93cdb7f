"""The organisation's scenario, as later stages price with it."""

from collections.abc import Mapping

from hexad.economics import EconomicsError, Scenario, load_assumptions
from hexad_web.accounts.access import Actor
from hexad_web.economics import access
from hexad_web.economics.assumption_words import say
from hexad_web.economics.forms import FigureSpec
from hexad_web.economics.models import Assumptions


def scenario_of(actor: Actor) -> Scenario:
    """Return what was saved, or the defaults."""
    return scenario_from(access.assumptions_of(actor))


def scenario_from(kept: Assumptions | None) -> Scenario:
    """A figure that a later version no longer takes falls back to its default rather than stop a report."""
    if kept is None:
        return Scenario()
    try:
        return Scenario(values=known(kept.values), currency=kept.currency, usd_rate=kept.usd_rate)
    except EconomicsError:
        return Scenario()


def known(values: Mapping[str, float]) -> dict[str, float]:
    return {key: value for key, value in values.items() if key in load_assumptions()}


def specs() -> tuple[FigureSpec, ...]:
    """What the form needs to know of each assumption."""
    return tuple(
        FigureSpec(key, say(one.label), one.least, one.most, one.whole, one.money, one.money and one.value != 0)
        for key, one in load_assumptions().items()
    )
