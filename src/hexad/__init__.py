"""Hexad decides: pure functions for peer learning groups of managers, usable without the product.

No Django, no network, no clock: ``now`` and ``seed`` are arguments. The stages, in the order in which data flows:
``people`` · ``availability`` · ``formation`` · ``scheduling``; ``demo`` invents an organisation to try them on.
"""

__version__ = "0.1.0"
