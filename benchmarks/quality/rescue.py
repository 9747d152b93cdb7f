"""How many good sessions hear a rescue hint, and how many of those in which something goes wrong, on invented ones.

``hexad.sessions.simulated`` invents them; its seeds here are not those by which the limits of the rules were set. What
goes wrong in a session is one of five things, and the hint for it is the one that counts; others stand beside. Groups
that tap steadily and those that tap patchily are told apart, because a rule sees taps and nothing else.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from scipy.stats import beta, binom

from benchmarks.effort import Effort, say
from benchmarks.tables import Table, figure, median, share
from hexad.sessions.agenda import load
from hexad.sessions.rescue import Rule
from hexad.sessions.simulated import STEADY, Played, hints_heard, play

FIRST_SEED = 20_000_000  # the limits were set by seeds below 30,000, and judged earlier by those from 9 and 12 million
GOOD, SHORT_GOOD = 15_000, 12
WRONG, SHORT_WRONG = 1_000, 6
MOST_HEARD, LEAST_CAUGHT = 0.0005, 0.9
SURE = 0.95
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
COLUMNS = (
    "sessions",
    "count",
    "heard",
    "share",
    "surely below",
    "promised",
    "holds",
    "heard another",
    "median minutes",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was heard in one session: the hint that counts, after how many minutes, and whether there was another."""

    heard: bool
    minutes: float
    heard_another: bool
    said: tuple[str, ...] = ()  # of a good session: which hints, and how its group taps


def run(effort: Effort) -> Table:
    """Invent sessions, listen for hints."""
    good, wrong = (SHORT_GOOD, SHORT_WRONG) if effort.short else (GOOD, WRONG)
    table = Table("Rescue hints in invented sessions", COLUMNS)
    falsely: Counter[str] = Counter()
    say(f"{good} good sessions")
    for agenda_id in AGENDAS:
        outcomes = [of_good(play(load(agenda_id), seed)) for seed in seeds(good // len(AGENDAS))]
        table.add(*row(f"good, {agenda_id}", outcomes, most=MOST_HEARD))
        falsely.update(said for one in outcomes for said in one.said)
    for rule, places in WHERE.items():
        say(f"{wrong} sessions for the rule {rule}")
        played = [play(load(places[seed % len(places)]), seed, wrong=rule) for seed in seeds(wrong)]
        began = [one for one in played if one.wrong_at is not None]
        for name, is_steady in (("steady", True), ("patchy", False)):
            outcomes = [of_wrong(one, rule) for one in began if (one.taps >= STEADY) is is_steady]
            table.add(*row(f"{rule}, {name} taps", outcomes, least=LEAST_CAUGHT if is_steady else None))
    heard = ", ".join(f"{said} {count}" for said, count in falsely.most_common())
    table.note(f"Surely: with 95 %, by the count (Clopper and Pearson). Good sessions heard: {heard or 'nothing'}.")
    table.note("Minutes, the median, are counted from when it begins to go wrong, which no rule can know at once.")
    return table


def seeds(count: int) -> range:
    return range(FIRST_SEED, FIRST_SEED + count)


def of_good(played: Played) -> Outcome:
    taps = "steady" if played.taps >= STEADY else "patchy" if played.taps else "no"
    said = tuple(f"{hint.rule} ({taps} taps)" for hint in hints_heard(played))
    return Outcome(bool(said), math.nan, heard_another=False, said=said)


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
        len(heard),
        share(len(heard) / count if count else None),
        share(upper_limit(len(heard), count) if most is not None else None),
        f"at most {most:g}" if most is not None else f"at least {least:g}" if least is not None else "nothing",
        holds(len(heard), count, most, least),
        share(sum(one.heard_another for one in outcomes) / count if count and most is None else None),
        figure(median(minutes)) if minutes else "-",
    ]


def upper_limit(heard: int, count: int) -> float:
    """The largest share with which so few or fewer are still heard in one of twenty runs."""
    return float(beta.ppf(SURE, heard + 1, count - heard)) if heard < count else 1.0


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
    return float(binom.sf(successes - 1, count, chance))
