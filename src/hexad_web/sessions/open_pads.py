"""Pads that belong to no step of an agenda: what is noted on them, the whole group reads at once."""

GROUP = "group"  # the step of decisions
DECISION = "decision"
PARKING = "parking"  # notes that are set aside; their step is empty
DECISIONS, PARKED = (GROUP, DECISION), ("", PARKING)
PLACES = tuple("/".join(place) for place in (DECISIONS, PARKED))


def is_open(step: str, pad: str) -> bool:
    return f"{step}/{pad}" in PLACES
