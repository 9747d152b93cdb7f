"""How often something may be asked for, counted in the cache: what is full forgets, and then lets one more in."""

from django.core.cache import cache

SECONDS = 60


def is_often(what: str, key: object, *, most: int) -> bool:
    """Count one more of ``what`` by ``key``; True above ``most`` within the minute that the first of them began."""
    name = f"often:{what}:{key}"
    cache.add(name, 0, SECONDS)
    try:
        return int(cache.incr(name)) > most
    except ValueError:  # the minute ended in between
        return False
