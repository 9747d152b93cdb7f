"""The invented organisation: managers, calendars and challenges of any size, to try Hexad on and to measure it with.

``invent`` draws people (``people``), their challenges (``statements``) and calendars (``random_calendars``:
the reference population of the figures; ``realistic_calendars``: recurring meetings, one-to-ones, holidays,
several zones). ``writing`` turns them into the files of the contract. Same arguments, same bytes. Every name,
statement and company is made up.
"""

from hexad.demo.company import Company, invent

__all__ = ["Company", "invent"]
