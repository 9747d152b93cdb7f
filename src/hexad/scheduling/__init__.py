"""Scheduling: when a group meets.

``rank`` orders the common windows of one group by inconvenience, ``plan_cycle`` finds an explore and a reflect session
21 to 28 days apart, ``choose_mode`` says whether the group meets face to face, mixed or online. Where nothing fits, the
answer is why, in kinds: nobody is named.
"""

from hexad.scheduling.cycles import Cycle, CyclePlan, plan_cycle
from hexad.scheduling.modes import Mode, choose_mode
from hexad.scheduling.reasons import Reason
from hexad.scheduling.slots import Member, Slot, rank

__all__ = ["Cycle", "CyclePlan", "Member", "Mode", "Reason", "Slot", "choose_mode", "plan_cycle", "rank"]
