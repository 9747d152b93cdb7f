from typing import Any

from django.http import HttpRequest

from hexad_web.accounts.access import memberships_of


def actor(request: HttpRequest) -> dict[str, Any]:
    """``actor`` and, lazily, the other roles of this user (the labelled switch in the header)."""
    current = getattr(request, "actor", None)
    if current is None:
        return {"actor": None}
    return {"actor": current, "memberships": lambda: memberships_of(current.user)}
