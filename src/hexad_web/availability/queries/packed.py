"""Exact busy times as arrays, for planning of all groups at once: two queries, whoever is asked about."""

from collections.abc import Collection, Mapping

import numpy as np

from hexad.availability.busy_times import NOTHING, BusyTimes
from hexad.availability.horizon import Horizon
from hexad.availability.hours import WorkHours
from hexad.availability.intervals import KINDS
from hexad_web.availability import mask_cache, stored
from hexad_web.availability.models import Kind, Source
from hexad_web.availability.queries.engine import contents_of, sources_of
from hexad_web.people.models import Person


def busy_times_for(
    people: Collection[Person], horizon: Horizon, hours: Mapping[int, WorkHours]
) -> dict[int, BusyTimes]:
    """The busy times of each person by primary key; what did not change since the last plan is not unpacked again."""
    contents = contents_of(people)
    keys = {person.pk: (hours[person.pk].zone, contents.get(person.pk, ()), horizon) for person in people}
    found = {pk: mask_cache.busy_times.get(key) for pk, key in keys.items()}
    missing = {person.pk: person for person in people if found[person.pk] is None}
    parts: dict[int, list[BusyTimes]] = {pk: [] for pk in missing}
    columns = ("person", "kind", "busy", "pattern", "covers_from", "covers_until")
    for source in sources_of(missing.values()).exclude(busy_hash="").only(*columns) if missing else ():
        if source.person_id in parts:
            parts[source.person_id].append(_of_source(source, hours[source.person_id].zone, horizon))
    for pk, each in parts.items():
        found[pk] = joined(each)
        mask_cache.busy_times.put(keys[pk], joined(each))
    return {pk: one for pk, one in found.items() if one is not None}


def _of_source(source: Source, zone: str, horizon: Horizon) -> BusyTimes:
    if source.kind == Kind.GRID:
        return BusyTimes.of(stored.painted(source.pattern, zone, horizon))
    unknown = BusyTimes.of(stored.uncovered(source.covers_from, source.covers_until, horizon))
    first, last = ((at - stored.EPOCH) // stored.MINUTE for at in (horizon.start, horizon.end))
    rows = [(start, end, KINDS.index(kind)) for start, end, kind in source.busy if end > first and start < last]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3)
    known = BusyTimes(columns[:, 0].astype(np.int32), columns[:, 1].astype(np.int32), columns[:, 2].astype(np.uint8))
    return joined([known, unknown])


def joined(parts: Collection[BusyTimes]) -> BusyTimes:
    """Several calendars of one person as one."""
    full = [one for one in parts if len(one)]
    if len(full) < 2:
        return full[0] if full else NOTHING
    return BusyTimes(
        np.concatenate([one.starts for one in full]),
        np.concatenate([one.ends for one in full]),
        np.concatenate([one.kinds for one in full]),
    )
