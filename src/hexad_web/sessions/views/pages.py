"""The room as people see it: the phone, the shared screen, the part of the moment, the agreement. GET never writes."""

from typing import cast

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.scheduling import calls
from hexad_web.sessions import pictures, room_words
from hexad_web.sessions.queries import pages


@requires(Role.PARTICIPANT)
@never_cache
@require_http_methods(["GET", "HEAD"])
def room(request: ActorRequest, session_id: int) -> HttpResponse:
    page = pages.room_page(request.actor, session_id, timezone.now())

    def show(asked: HttpRequest) -> HttpResponseBase:
        context = {"page": page, "stage": page.stage, "words": room_words.room_words()}
        return render(asked, "sessions/room.html", context)

    framing = csp_update({"frame-src": [calls.origin()]}) if page.call else None
    return cast("HttpResponse", framing(show)(request) if framing else show(request))


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
    return render(request, pictures.template_of(is_screen=is_screen), {"page": page, "stage": page.stage})


@requires(Role.PARTICIPANT)
@never_cache
@require_http_methods(["GET", "HEAD"])
def agreement(request: ActorRequest, session_id: int) -> HttpResponse:
    page = pages.room_page(request.actor, session_id, timezone.now())
    return render(request, "sessions/agreement.html", {"page": page, "stage": page.stage})
