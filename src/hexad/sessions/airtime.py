"""Airtime: who has spoken for how long, by turns and by taps, and how evenly. For the group alone, and kept nowhere."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from hexad.sessions.state import RoomState, Stretch

LEAST_TALK = timedelta(minutes=2)  # in less, one sentence of one person decides what the balance is
LEAST_PRESENT = 0.5  # of the talk; who was there for less could not have had a share of it
NOTHING = timedelta(0)


def stretches_until(state: RoomState, now: datetime) -> Iterator[Stretch]:
    """Every stretch of talk up to ``now``, the running one with what it has so far."""
    yield from state.talk
    if state.voice and state.voice_since is not None and now > state.voice_since:
        yield Stretch(
            person=state.voice,
            starts_at=state.voice_since,
            ends_at=now,
            step=state.step,
            part=state.part,
            is_turn=bool(state.speaker),
            present=tuple(sorted({*state.here, state.voice})),
        )


def airtime_of(state: RoomState, now: datetime, *, place: tuple[int, int] | None = None) -> dict[str, timedelta]:
    """How long each member of a session has had the word.

    In a round it is whoever has the turn, whether or not they talk; in an open part whoever was tapped last, until
    another is tapped or nobody, five minutes at most. While a part begins with questions, nobody's time runs.

    Parameters
    ----------
    state
        Of the room, at ``now`` or before; later taps are not in it.
    now
        The server's clock.
    place
        Step and part; without it the whole session.

    Returns
    -------
    dict
        Everybody who has joined or spoken, in the order of their keys. The sum is the time in which somebody was
        known to speak.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from hexad.sessions.state import Phase
    >>> two = datetime(2027, 2, 4, 14, 0, tzinfo=UTC)
    >>> spoken = Stretch(person="ana", starts_at=two, ends_at=two + timedelta(minutes=3), step=1, part=1)
    >>> state = RoomState(phase=Phase.RUNNING, version=9, starts_at=two, ends_at=two, joined=("ana", "ben"),
    ...                   talk=(spoken,), voice="ben", voice_since=spoken.ends_at)
    >>> {person: time.seconds for person, time in airtime_of(state, two + timedelta(minutes=5)).items()}
    {'ana': 180, 'ben': 120}
    """
    spoken = list(stretches_until(state, now))
    found = dict.fromkeys(sorted({*state.joined, *(one.person for one in spoken)}), NOTHING)
    for one in spoken:
        if place is None or place == (one.step, one.part):
            found[one.person] += one.ends_at - one.starts_at
    return found


def corrected_gini(values: Sequence[float]) -> float:
    """How unequal a few values are: 0 where all are the same, 1 where one has everything.

    The Gini coefficient of n values cannot exceed (n - 1) / n, so that four people look more equal than six who share
    in the same way. The first-order correction multiplies by n / (n - 1).

    Parameters
    ----------
    values
        Two at least, none negative, not all zero.

    Raises
    ------
    ValueError
        For anything else.

    Source
    ------
    G. Deltas (2003): The small-sample bias of the Gini coefficient. Review of Economics and Statistics 85(1), 226-234.

    Examples
    --------
    >>> corrected_gini([5, 5, 5]), corrected_gini([9, 0, 0, 0]), round(corrected_gini([6, 3, 3]), 2)
    (0.0, 1.0, 0.25)
    """
    count, total = len(values), sum(values)
    if count < 2 or min(values) < 0 or total <= 0:
        raise ValueError("Inequality is told of two values or more, none negative, not all zero.")
    ranked = sorted(values)
    differences = sum((2 * place - count - 1) * value for place, value in enumerate(ranked, 1))
    return differences / (total * (count - 1))


def balance_of(state: RoomState, now: datetime) -> float | None:
    """How evenly the word was shared, from 0 (one had it all) to 1 (everybody as long as everybody else).

    One less the corrected Gini coefficient of the shares of talk. Only those count who were there for half of the
    talk or more, each with the share of what was said while they were there: who comes late is not a silent member.

    Returns
    -------
    float | None
        None where less than two minutes were spoken, or fewer than two people count.

    Source
    ------
    One less Gini reads upwards like a balance; presence and the two minutes are our choice, because a late joiner and
    a first sentence would otherwise look like dominance.
    """
    spoken = list(stretches_until(state, now))
    total = sum((one.ends_at - one.starts_at for one in spoken), NOTHING)
    if total < LEAST_TALK:
        return None
    shares = [share for share, was_there in _shares(spoken).values() if was_there >= LEAST_PRESENT * total]
    return 1 - corrected_gini(shares) if len(shares) > 1 and sum(shares) > 0 else None


def _shares(spoken: Sequence[Stretch]) -> dict[str, tuple[float, timedelta]]:
    """Of each who was there: the share of the talk meanwhile, and how much talk that was."""
    there: dict[str, timedelta] = {}
    said: dict[str, timedelta] = {}
    for one in spoken:
        length = one.ends_at - one.starts_at
        said[one.person] = said.get(one.person, NOTHING) + length
        for person in one.present:
            there[person] = there.get(person, NOTHING) + length
    return {person: (said.get(person, NOTHING) / length, length) for person, length in there.items()}
