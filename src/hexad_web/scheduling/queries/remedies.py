"""What would open times for a group that has none: each with what it would gain, as a button where the owner may."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hexad.scheduling.slots import LADDER
from hexad_web.scheduling.models import GroupPlan
from hexad_web.scheduling.sentences import Stored, sentence


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a remedy lets planning do for one group."""

    rungs: int = 0
    is_online: bool = False


@dataclass(frozen=True, slots=True)
class Remedy:
    """``code``: what the button sends; ``gain``: what it would open, in a sentence."""

    code: str
    action: str
    gain: str


ACTIONS: Mapping[str, str | Promise] = {
    "gain.tentative": _("Let tentative entries give way"),
    "gain.movable": _("Let one-to-ones move"),
    "gain.stretch": _("Allow stretch hours"),
    "gain.absent": _("Let one member miss it"),
    "gain.room": _("Meet online"),
}


def allowed_by(code: str) -> Allowed | None:
    if code not in ACTIONS:
        return None
    rung = code.removeprefix("gain.")
    return Allowed(is_online=True) if rung == "room" else Allowed(rungs=LADDER.index(rung) + 1)


def remedies_of(plan: GroupPlan) -> tuple[Remedy, ...]:
    """Of all sessions that lack a time; where several do, a remedy promises what it opens for the worst of them."""
    gains: dict[str, Stored] = {}
    for lost in plan.lost:
        for gain in lost["gains"]:
            code, windows = gain["code"], gain["values"]["windows"]
            if code not in gains or windows < gains[code]["values"]["windows"]:
                gains[code] = gain
    return tuple(Remedy(code, str(ACTIONS[code]), sentence(gains[code])) for code in ACTIONS if code in gains)


def causes_of(plan: GroupPlan, kinds: Iterable[str]) -> list[Stored]:
    """Why sessions of these kinds have no time, each reason once; that its partner has none explains nothing."""
    found: list[Stored] = []
    for lost in plan.lost:
        found += [one for one in lost["reasons"] if lost["kind"] in kinds and one not in found]
    said: Sequence[Stored] = [one for one in found if one["code"] != "none.partner"]
    return list(said or found)
