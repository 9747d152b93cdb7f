"""An agenda made longer or shorter, in whole minutes, so that its steps sum to another length of session."""

from collections.abc import Mapping, Sequence
from typing import Any

from hexad.sessions.agenda_problems import SIX, AgendaError, is_number

PROTECTED_MOST = 2  # protected steps keep their minutes up to the session's length divided by this


def fitted(table: Mapping[str, Any], minutes: int) -> dict[str, Any]:
    """Scale an agenda's steps to ``minutes``: whole minutes, none lost, in proportion to what they were.

    Protected steps keep their minutes where half of the session leaves room for them. Each part keeps a minute at
    least. What is no number of minutes counts as one, so that an agenda that somebody is writing can be fitted too.

    Parameters
    ----------
    table
        As ``Agenda.as_json`` writes it; it need not be usable yet. Its steps and their parts have to be tables.
    minutes
        The session's length.

    Returns
    -------
    dict
        A new table whose steps sum to ``minutes``.

    Raises
    ------
    AgendaError
        If there is no step, or the parts need more minutes than there are.

    Source: largest remainders (Hamilton 1792), which never move a step by a whole minute from its share.
    """
    steps = list(table.get("steps", ()))
    least = [max(1, len(step.get("parts", ()))) for step in steps]
    if not steps or not is_number(minutes, sum(least)):
        raise AgendaError(f"minutes: These steps need {max(1, sum(least))} minutes at least. Remove a step or a part.")
    weights = [_minutes(step, 1) for step in steps]
    found = _shares_of_steps(steps, minutes, weights, least)
    changed = [_step(step, old, new) for step, old, new in zip(steps, weights, found, strict=True)]
    return {**table, "minutes": minutes, "steps": changed}


def _shares_of_steps(
    steps: Sequence[Mapping[str, Any]], minutes: int, weights: list[int], least: list[int]
) -> list[int]:
    """The protected first, where they leave the others enough; else all alike."""
    kept = {number for number, step in enumerate(steps) if step.get("is_protected") is True}
    others = [number for number in range(len(steps)) if number not in kept]
    for_kept = sum(max(weights[number], least[number]) for number in kept)
    rest = minutes - for_kept
    if not others or for_kept * PROTECTED_MOST > minutes or rest < sum(least[number] for number in others):
        return apportioned(minutes, weights, least)
    shares = iter(apportioned(rest, [weights[number] for number in others], [least[number] for number in others]))
    return [max(weights[number], least[number]) if number in kept else next(shares) for number in range(len(steps))]


def apportioned(total: int, weights: Sequence[int], least: Sequence[int]) -> list[int]:
    """Whole shares of ``total`` in proportion to ``weights``, none below its ``least``; the sum is ``total``."""
    fixed: dict[int, int] = {}
    while True:
        free = [number for number in range(len(weights)) if number not in fixed]
        rest, weight = total - sum(fixed.values()), sum(weights[number] for number in free)
        low = [number for number in free if rest * weights[number] < least[number] * weight]
        if not low:
            break
        fixed |= {number: least[number] for number in low}
    shares = fixed | {number: rest * weights[number] // weight for number in free}
    by_remainder = sorted(free, key=lambda number: (-(rest * weights[number] % weight), number))
    for number in by_remainder[: total - sum(shares.values())]:
        shares[number] += 1
    return [shares[number] for number in range(len(weights))]


def _step(step: Mapping[str, Any], old: int, new: int) -> dict[str, Any]:
    each = _minutes(step, 0, "each")
    parts = [dict(part) for part in step.get("parts", ())]
    written = [part for part in parts if _minutes(part, 0)]
    is_open = len(written) < len(parts)
    weights = [_minutes(part, 0) for part in written]
    if written:
        taken = sum(weights) * new // max(old, sum(weights)) if is_open else new
        taken = max(len(written), min(taken, new - 1 if is_open else new))
        for part, share in zip(written, apportioned(taken, weights, [1] * len(written)), strict=True):
            part["minutes"] = share
    return {**step, "minutes": new, "each": min(each * new // old, new // SIX), "parts": parts}


def _minutes(row: Mapping[str, Any], least: int, name: str = "minutes") -> int:
    value = row.get(name)
    return value if is_number(value, least) else least
