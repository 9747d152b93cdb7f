"""Scheduling: when a group meets.

``rank`` orders the common windows of one group by inconvenience, ``plan_cycle`` finds an explore and a reflect session
21 to 28 days apart, ``choose_mode`` says whether the group meets face to face, mixed or online. Where nothing fits, the
answer is why, in kinds: nobody is named.

For all groups at once: ``planning.plan`` finds times and rooms at the least cost, with a bound; ``repairing.repair``
mends a plan with the fewest moves; ``verify.verify`` checks and prices either again; ``burden`` holds the ledger. They
are imported from their own modules, since loops of numba take a second to load.
"""

from hexad.scheduling.cycles import Cycle, CyclePlan, plan_cycle
from hexad.scheduling.modes import Mode, choose_mode
from hexad.scheduling.reasons import Reason
from hexad.scheduling.slots import Member, Slot, rank

__all__ = ["Cycle", "CyclePlan", "Member", "Mode", "Reason", "Slot", "choose_mode", "plan_cycle", "rank"]
