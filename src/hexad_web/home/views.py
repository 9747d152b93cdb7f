from collections.abc import Callable
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.home import queries

HOMES: dict[str, Callable[..., Any]] = {
    Role.OWNER: queries.owner_home,
    Role.PARTICIPANT: queries.participant_home,
    Role.ADMINISTRATOR: queries.administrator_home,
    Role.SPONSOR: queries.sponsor_home,
}


@require_safe
@requires()
def home(request: ActorRequest) -> HttpResponse:
    """What needs me now, for whichever role I am in."""
    role = request.actor.role
    now = timezone.now()
    found = HOMES[role](request.actor, now) if role in HOMES else None
    return render(request, f"home/{role}.html", {"home": found, "now": now})


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """For a monitor: the server answers, reaches its database, and the worker showed itself in the last minute."""
    try:
        late = queries.is_worker_late(timezone.now())
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok", "worker": "silent" if late else "ok"})
