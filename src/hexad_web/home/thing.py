"""One thing that a home page asks of its reader."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to do: a sentence, how long it takes, and the button."""

    sentence: str
    minutes: int
    action: str
    route: str
    argument: int | str | None = None
    url: str = ""  # instead of a route, where another stage knows the address
