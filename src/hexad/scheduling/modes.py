"""Face to face, mixed or online, with the reason."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hexad.scheduling.reasons import Reason

Kind = Literal["in-person", "hybrid", "virtual"]
USED_TO_IT = 3  # of 0 to 4: meets online often


@dataclass(frozen=True, slots=True)
class Mode:
    """How a group meets; ``site`` is where, empty when online."""

    kind: Kind
    reason: Reason
    site: str = ""


def choose_mode(sites: Sequence[str], *, online: Sequence[int | None] = (), first: bool = True) -> Mode:
    """Choose how a group meets.

    Parameters
    ----------
    sites
        The members' places of work; empty where unknown.
    online
        How used each is to meeting online, 0 to 4, or None.
    first
        The first session of a group is face to face wherever all share a site.

    Returns
    -------
    Mode
        Face to face where all share a site (later sessions online when all are used to it), mixed where more than half
        do, online otherwise.

    Source
    ------
    The method: the first session face to face where possible, online for those used to it.

    Examples
    --------
    >>> choose_mode(["Berlin", "Berlin", "Berlin", "Leeds"]).kind
    'hybrid'
    """
    counts = Counter(site for site in sites if site)
    site, people = min(counts.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
    members = len(sites)
    if people == members > 0:
        used = bool(online) and all(comfort is not None and comfort >= USED_TO_IT for comfort in online)
        if used and not first:
            return Mode("virtual", Reason("mode.used_to_it"))
        return Mode("in-person", Reason("mode.same_site", {"site": site}), site)
    if people * 2 > members:
        values: dict[str, str | int] = {"people": people, "members": members, "site": site}
        return Mode("hybrid", Reason("mode.most_at_site", values), site)
    if len(counts) > 1:
        return Mode("virtual", Reason("mode.sites", {"sites": len(counts)}))
    return Mode("virtual", Reason("mode.unknown"))
