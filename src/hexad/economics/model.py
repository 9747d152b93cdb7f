"""Groups against a training, per head: money, time, hours of learning."""

from dataclasses import dataclass

from hexad.economics.assumptions import Scenario

SHARE_CLAIMED = 0.8  # the saving that is published


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one head costs.

    Attributes
    ----------
    cash, time
        Amounts in the scenario's currency: what is paid, and working hours at their loaded cost.
    learning_hours, hours
        Hours of learning, and all hours that are taken from work.
    """

    cash: float
    time: float
    learning_hours: float
    hours: float

    @property
    def total(self) -> float:
        """Cash and time."""
        return self.cash + self.time

    @property
    def per_learning_hour(self) -> float:
        """Cash and time for one hour of learning."""
        return self.total / self.learning_hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Groups beside a training that they might replace.

    Attributes
    ----------
    saving_with_time, saving_cash, saving_hours, saving_per_learning_hour
        Shares of the training's cost, below 1; negative where groups cost more, None where the training costs nothing.
    cash_for_80_percent
        What the training's cash would have to be, per head, for a saving of exactly 80 % with time.
    time_share, time_share_with_preparation
        Share of a manager's year that the sessions take, without and with preparation.
    """

    groups: Cost
    training: Cost
    saving_with_time: float | None
    saving_cash: float | None
    saving_hours: float | None
    saving_per_learning_hour: float | None
    cash_for_80_percent: float
    time_share: float
    time_share_with_preparation: float


def cost_of_training(scenario: Scenario) -> Cost:
    """Price the training.

    Cash is ``(trainer x days + design)/cohort + day rate x days + nights x hotel + meals x days + trip + materials``,
    time is ``wage x (learning + travel hours)``.

    **Source**: the method's published comparison; the formula is ours.

    Examples
    --------
    >>> round(cost_of_training(Scenario()).total, 2)
    3025.39
    """
    s = scenario
    shared = (s["trainer_day"] * s["days"] + s["design"]) / s["cohort"]
    venue = s["day_rate"] * s["days"] + s["nights"] * s["hotel"] + s["meals"] * s["days"]
    hours = s["offsite_hours"] + s["travel_hours"]
    return Cost(
        cash=shared + venue + s["trip"] + s["offsite_materials"],
        time=s["wage"] * hours,
        learning_hours=s["offsite_hours"],
        hours=hours,
    )


def cost_of_groups(scenario: Scenario) -> Cost:
    """Price the groups. A member who facilitates adds preparation to time; somebody from outside is cash instead.

    **Source**: the formula is ours; that internal wages are never cash is the convention of cost-benefit analysis.

    Examples
    --------
    >>> round(cost_of_groups(Scenario()).total, 2)
    617.43
    """
    s = scenario
    learning = s["sessions"] * s["session_hours"]
    hours = s["sessions"] * (s["session_hours"] + s["practice_hours"])
    outside = s["external_rate"] * s["sessions"] * (s["session_hours"] + s["preparation_hours"]) / s["size"]
    if not s["external_rate"]:
        hours += s["sessions"] * s["preparation_hours"] / s["size"]
    return Cost(
        cash=s["platform"] + s["materials"] + outside,
        time=s["wage"] * hours,
        learning_hours=learning,
        hours=hours,
    )


def compare(scenario: Scenario) -> Comparison:
    """Set the groups beside the training.

    Parameters
    ----------
    scenario
        Assumptions, each in its range.

    Returns
    -------
    Comparison
        Nothing is rounded.

    Source
    ------
    Evidence and economics of the method, worked numbers in ``docs/economics.md``.

    Examples
    --------
    >>> round(compare(Scenario()).saving_with_time, 4)
    0.7959
    """
    groups, training = cost_of_groups(scenario), cost_of_training(scenario)
    taken = scenario["sessions"] * (scenario["session_hours"] + scenario["practice_hours"])
    prepared = scenario["sessions"] * scenario["preparation_hours"] / scenario["size"]
    return Comparison(
        groups=groups,
        training=training,
        saving_with_time=_saving(groups.total, training.total),
        saving_cash=_saving(groups.cash, training.cash),
        saving_hours=_saving(groups.learning_hours, training.learning_hours),
        saving_per_learning_hour=_saving(groups.per_learning_hour, training.per_learning_hour),
        cash_for_80_percent=groups.total / (1 - SHARE_CLAIMED) - training.time,
        time_share=taken / scenario["work_hours"],
        time_share_with_preparation=(taken + prepared) / scenario["work_hours"],
    )


def _saving(groups: float, training: float) -> float | None:
    return 1 - groups / training if training else None


def on_site(scenario: Scenario) -> Scenario:
    """Return the same training on the organisation's own site: no hotel, journey, travel or meals, a cheaper room.

    **Source**: worked example of the method's economics: a room and coffee at 35 US dollars a head and day.
    """
    room = scenario.in_currency("day_rate", ON_SITE_DAY_RATE)
    return scenario.with_values(
        day_rate=min(room, scenario["day_rate"]), nights=0, hotel=0, meals=0, trip=0, travel_hours=0
    )


ON_SITE_DAY_RATE = 35.0  # US dollars


def practice_room(scenario: Scenario, *, sessions_a_year: int, cycles_a_year: int, ceiling: float = 0.01) -> float:
    """Return the hours of practice for each cycle that a ceiling on work time leaves free; negative where passed.

    Examples
    --------
    >>> round(practice_room(Scenario(), sessions_a_year=6, cycles_a_year=3) * 60)
    236
    """
    free = ceiling * scenario["work_hours"] - sessions_a_year * scenario["session_hours"]
    return free / cycles_a_year
