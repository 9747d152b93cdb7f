"""A calendar packed into arrays: what a hundred thousand calendars are kept and planned from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from hexad.availability.horizon import EPOCH
from hexad.availability.intervals import KINDS, Busy
from hexad.availability.problems import AvailabilityError

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, eq=False)
class BusyTimes:
    """Busy times in three arrays of one length; no identity of an entry is kept.

    Attributes
    ----------
    starts, ends
        Minutes since 1970 in UTC, half-open; seconds round outwards.
    kinds
        Places in :data:`hexad.availability.intervals.KINDS`.

    Raises
    ------
    AvailabilityError
        Where the lengths differ or an end is not after its start.
    """

    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    kinds: NDArray[np.uint8]

    def __post_init__(self) -> None:
        if not len(self.starts) == len(self.ends) == len(self.kinds):
            raise AvailabilityError("Busy times need as many ends and kinds as starts.")
        if (self.starts >= self.ends).any():
            raise AvailabilityError("A busy time ends after it starts.")

    @classmethod
    def of(cls, busy: Iterable[Busy]) -> "BusyTimes":
        """Pack busy times, in the order given.

        Examples
        --------
        >>> from datetime import UTC, datetime
        >>> call = Busy("1", datetime(2026, 12, 7, 9, 10, 30, tzinfo=UTC), datetime(2026, 12, 7, 9, 20, tzinfo=UTC))
        >>> [(one.start.minute, one.end.minute, one.kind) for one in BusyTimes.of([call])]
        [(10, 20, 'busy')]
        """
        rows = [((one.start - EPOCH) // MINUTE, -((EPOCH - one.end) // MINUTE), KINDS.index(one.kind)) for one in busy]
        columns = np.array(rows, dtype=np.int64).reshape(-1, 3)
        return cls(columns[:, 0].astype(np.int32), columns[:, 1].astype(np.int32), columns[:, 2].astype(np.uint8))

    def __len__(self) -> int:
        return len(self.starts)

    def __iter__(self) -> Iterator[Busy]:
        for start, end, kind in zip(self.starts.tolist(), self.ends.tolist(), self.kinds.tolist(), strict=True):
            yield Busy("", EPOCH + start * MINUTE, EPOCH + end * MINUTE, KINDS[kind])


NOTHING = BusyTimes.of(())
