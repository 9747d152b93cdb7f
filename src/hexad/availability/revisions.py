"""Which of several copies of an entry counts, and which entries belong to one series."""

from collections.abc import Iterable

from hexad.availability.content import Component


def newest(events: Iterable[Component]) -> list[Component]:
    """One component for each entry and instance: the highest SEQUENCE, then the latest LAST-MODIFIED, then the last.

    Source: RFC 5546, section 2.1.5.
    """
    kept: dict[tuple[str, str], Component] = {}
    for event in events:
        key = _identity(event)
        if key not in kept or _revision(event) >= _revision(kept[key]):
            kept[key] = event
    return list(kept.values())


def series_of(events: Iterable[Component]) -> list[list[Component]]:
    """Entries with the same UID, in file order; one without a UID stands alone."""
    series: dict[str, list[Component]] = {}
    for event in events:
        series.setdefault(event.value("UID") or f"row {event.row}", []).append(event)
    return list(series.values())


def _identity(event: Component) -> tuple[str, str]:
    uid = event.value("UID")
    return (uid, event.value("RECURRENCE-ID")) if uid else ("", f"row {event.row}")


def sequence_of(event: Component) -> int:
    """Its SEQUENCE; 0 where there is none that can be read."""
    sequence = event.value("SEQUENCE")
    return int(sequence) if sequence.isdecimal() and len(sequence) < 10 else 0


def _revision(event: Component) -> tuple[int, str]:
    return sequence_of(event), event.value("LAST-MODIFIED") or event.value("DTSTAMP")
