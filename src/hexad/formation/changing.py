"""Who could change places with somebody so that both groups still meet in every block, compiled by numba."""

import numpy as np
from numpy.typing import NDArray

from hexad.formation.compiled import compiled, inner

Words = NDArray[np.uint64]
Spans = NDArray[np.int64]


@inner
def _meets(enough: Words, one_short: Words, alone: Words, blocks: Words, spans: Spans) -> bool:
    """Whether a group, with somebody who came, has a start in every block."""
    for block in range(len(spans)):
        is_met = False
        for word in range(spans[block, 0], spans[block, 1]):
            if (enough[word] | (one_short[word] & alone[word])) & blocks[block, word]:
                is_met = True
                break
        if not is_met:
            return False
    return True


@compiled
def look_for_changes(
    starts: tuple[Words, Words, Words], blocks: Words, spans: Spans, row: int, found: NDArray[np.uint8]
) -> None:
    """Say of everybody whether they could change places with the one in this row.

    Parameters
    ----------
    starts
        Bitmaps of people x words: where each can begin, where enough of the others in their group can, and where one
        too few of those can.
    blocks
        Bitmaps of blocks x words: the starts inside.
    spans
        Blocks x 2: the first word that a block touches, and the one after its last.
    row
        Of somebody.
    found
        One for each person, filled with 1 or 0.
    """
    alone, enough, one_short = starts
    for other in range(len(alone)):
        found[other] = _meets(enough[row], one_short[row], alone[other], blocks, spans) and _meets(
            enough[other], one_short[other], alone[row], blocks, spans
        )
