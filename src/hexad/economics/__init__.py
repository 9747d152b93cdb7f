"""Economics: what peer groups cost, against what else could be done with the time and the money.

``assumptions`` reads the figures that a comparison rests on, each with unit, year and source; ``model`` compares
groups with a training, per head; ``sensitivity`` tells which figure the answer hangs on, how wide it is, and where it
turns; ``roi`` sets a benefit against its costs. Time of managers is counted at their loaded wage and never as cash.
Amounts are floats: they are estimates, rounded where they are shown.
"""

from hexad.economics.assumptions import Assumption, EconomicsError, Scenario, load_assumptions, read_scenario
from hexad.economics.model import Comparison, Cost, compare

__all__ = [
    "Assumption",
    "Comparison",
    "Cost",
    "EconomicsError",
    "Scenario",
    "compare",
    "load_assumptions",
    "read_scenario",
]
