"""The room's line: each state as a server-sent event, for as long as the page is open."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.sessions import seats, streaming
from hexad_web.sessions.queries import live


@requires(Role.PARTICIPANT)
@never_cache
@require_http_methods(["GET", "HEAD"])
def stream(request: ActorRequest, session_id: int) -> HttpResponse:
    seat = seats.take_seat(request, session_id)
    is_kept_open = streaming.keep_open(request, seat)
    first = live.OPENING if is_kept_open else live.message_now(seat, timezone.now())
    # Without this header nginx keeps messages back until it has a page full of them.
    return HttpResponse(first, content_type="text/event-stream", headers={"X-Accel-Buffering": "no"})
