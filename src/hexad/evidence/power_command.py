"""``hexad power``: what a rollout can see before it starts."""

import argparse

from hexad.answers import Answer
from hexad.evidence.estimate import EvidenceError
from hexad.evidence.power import Rollout, curve, power, smallest_effect


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--waves", required=True, help="groups in each wave, such as 3,3,3")
    parser.add_argument("--periods", type=int, required=True, help="periods in which people answer")
    parser.add_argument("--n", type=float, required=True, help="people who answer in each group and period")
    parser.add_argument("--effect", type=float, required=True, help="effect, in the units of sigma")
    parser.add_argument("--sigma", type=float, default=1.0, help="standard deviation of one answer in all (1)")
    parser.add_argument("--icc", type=float, default=0.0, help="share of its variance between groups (0)")
    parser.add_argument("--cac", type=float, default=1.0, help="correlation of a group with itself a period later (1)")
    parser.add_argument("--iac", type=float, default=0.0, help="the same of a person (0: others answer each time)")
    parser.add_argument("--test", choices=("z", "t"), default="t", help="t with groups - 2 degrees of freedom (t)")


def run(arguments: argparse.Namespace) -> Answer:
    """Compute; raises ``EvidenceError`` for a rollout that compares nothing."""
    rollout = Rollout(
        waves=_waves(arguments.waves),
        periods=arguments.periods,
        n=arguments.n,
        sigma=arguments.sigma,
        icc=arguments.icc,
        cac=arguments.cac,
        iac=arguments.iac,
    )
    found = power(rollout, arguments.effect, test=arguments.test)
    least = smallest_effect(rollout, test=arguments.test)
    points = curve(rollout, test=arguments.test)
    return Answer(
        data={
            "power": found,
            "mde_80": least,
            "curve": [{"effect": effect, "power": chance} for effect, chance in points],
        },
        header=("effect in sigma", "power"),
        table=[(f"{effect:.2f}", f"{chance:.3f}") for effect, chance in points],
        summary=f"With {rollout.groups} groups this rollout finds an effect of {arguments.effect:g} in {found:.0%} of"
        f" cases; four times in five it finds effects from {least:.3g} on.",
    )


def _waves(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(word) for word in text.split(","))
    except ValueError as error:
        raise EvidenceError("Write --waves as numbers of groups, like 3,3,3, not %(found)r.", found=text) from error
