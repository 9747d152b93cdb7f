"""The room as people see it: the phone, the shared screen, the part of the moment, the agreement. GET never writes."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.sessions import room_words
from hexad_web.sessions.queries import pages


@requires(Role.PARTICIPANT)
@never_cache
@require_http_methods(["GET", "HEAD"])
def room(request: ActorRequest, session_id: int) -> HttpResponse:
    page = pages.room_page(request.actor, session_id, timezone.now())
    return render(request, "sessions/room.html", {"page": page, "stage": page.stage, "words": room_words.room_words()})


@requires(Role.PARTICIPANT)
@never_cache
@require_http_methods(["GET", "HEAD"])
def screen(request: ActorRequest, session_id: int) -> HttpResponse:
    page = pages.room_page(request.actor, session_id, timezone.now(), screen=True)
    return render(
        request, "sessions/screen.html", {"page": page, "stage": page.stage, "words": room_words.room_words()}
    )


@requires(Role.PARTICIPANT)
@never_cache
@require_http_methods(["GET", "HEAD"])
def stage(request: ActorRequest, session_id: int) -> HttpResponse:
    """The fragment that the room's script fetches when the part changes."""
    is_screen = request.GET.get("screen") == "1"
    page = pages.room_page(request.actor, session_id, timezone.now(), screen=is_screen)
    name = "sessions/_screen_stage.html" if is_screen else "sessions/_stage.html"
    return render(request, name, {"page": page, "stage": page.stage})


@requires(Role.PARTICIPANT)
@never_cache
@require_http_methods(["GET", "HEAD"])
def agreement(request: ActorRequest, session_id: int) -> HttpResponse:
    page = pages.room_page(request.actor, session_id, timezone.now())
    return render(request, "sessions/agreement.html", {"page": page, "stage": page.stage})
