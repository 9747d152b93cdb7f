"""How many good sessions hear a rescue hint, and how many of those in which something goes wrong, on invented ones.

``hexad.sessions.simulated`` invents them; its seeds here are not those by which the limits of the rules were set. What
goes wrong in a session is one of five things, and the hint for it is the one that counts; others stand beside. Groups
that tap steadily and those that tap patchily are told apart, because a rule sees taps and nothing else.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from benchmarks.effort import Effort, say
from benchmarks.tables import Table, figure, median, share
from hexad.sessions.agenda import load
from hexad.sessions.rescue import Rule
from hexad.sessions.simulated import STEADY, Played, hints_heard, play

FIRST_SEED = 9_000_000  # the limits were set by seeds below 6,000
GOOD, SHORT_GOOD = 2_400, 12
WRONG, SHORT_WRONG = 300, 6
MOST_HEARD, LEAST_CAUGHT = 0.01, 0.9
AGENDAS = ("explore", "reflect", "engage")
# Where it can happen: questions come first in Reflect, long open talk is in Explore.
WHERE = {
    Rule.ADVICE: ("reflect",),
    Rule.OVERRUN: ("explore", "reflect"),
    Rule.DOMINATES: ("explore",),
    Rule.UNHEARD: ("explore",),
    Rule.SILENCE: ("explore", "reflect"),
}
ONE_IN = 0.001
COLUMNS = ("sessions", "count", "heard it", "promised", "holds", "heard another", "median minutes")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was heard in one session: the hint that counts, after how many minutes, and whether there was another."""

    heard: bool
    minutes: float
    heard_another: bool


def run(effort: Effort) -> Table:
    """Invent sessions, listen for hints."""
    good, wrong = (SHORT_GOOD, SHORT_WRONG) if effort.short else (GOOD, WRONG)
    table = Table("Rescue hints in invented sessions", COLUMNS)
    say(f"{good} good sessions")
    for agenda_id in AGENDAS:
        outcomes = [of_good(play(load(agenda_id), seed)) for seed in seeds(good // len(AGENDAS))]
        table.add(*row(f"good, {agenda_id}", outcomes, most=MOST_HEARD))
    for rule, places in WHERE.items():
        say(f"{wrong} sessions for the rule {rule}")
        played = [play(load(places[seed % len(places)]), seed, wrong=rule) for seed in seeds(wrong)]
        began = [one for one in played if one.wrong_at is not None]
        for name, is_steady in (("steady", True), ("patchy", False)):
            outcomes = [of_wrong(one, rule) for one in began if (one.taps >= STEADY) is is_steady]
            table.add(*row(f"{rule}, {name} taps", outcomes, least=LEAST_CAUGHT if is_steady else None))
    table.note("Minutes are counted from when it begins to go wrong, which no rule can know at once.")
    return table


def seeds(count: int) -> range:
    return range(FIRST_SEED, FIRST_SEED + count)


def of_good(played: Played) -> Outcome:
    return Outcome(bool(hints_heard(played)), math.nan, heard_another=False)


def of_wrong(played: Played, rule: Rule) -> Outcome:
    hints = hints_heard(played)
    ours = [hint.at for hint in hints if hint.rule is rule]
    began = played.wrong_at
    assert began is not None
    minutes = (min(ours) - began) / timedelta(minutes=1) if ours else math.nan
    return Outcome(bool(ours), minutes, heard_another=len(ours) < len(hints))


def row(
    name: str, outcomes: Sequence[Outcome], *, most: float | None = None, least: float | None = None
) -> list[str | int]:
    count = len(outcomes)
    heard = [one for one in outcomes if one.heard]
    minutes = [one.minutes for one in heard if not math.isnan(one.minutes)]
    return [
        name,
        count,
        share(len(heard) / count if count else None),
        f"at most {most:g}" if most is not None else f"at least {least:g}" if least is not None else "nothing",
        holds(len(heard), count, most, least),
        share(sum(one.heard_another for one in outcomes) / count if count and most is None else None),
        figure(median(minutes)) if minutes else "-",
    ]


def holds(heard: int, count: int, most: float | None, least: float | None) -> str:
    """BROKEN only where chance alone would do it once in a thousand runs or less."""
    if most is not None:
        return "yes" if heard <= most * count else "BROKEN" if at_least(heard, count, most) < ONE_IN else "by chance"
    if least is None:
        return "-"
    missed = count - heard
    if missed <= (1 - least) * count:
        return "yes"
    return "BROKEN" if at_least(missed, count, 1 - least) < ONE_IN else "by chance"


def at_least(successes: int, count: int, chance: float) -> float:
    """How likely so many or more are, each with this chance."""
    return sum(
        math.comb(count, one) * chance**one * (1 - chance) ** (count - one) for one in range(successes, count + 1)
    )
