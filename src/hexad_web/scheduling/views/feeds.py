"""The own sessions in the own calendar: the page of its address, and what the calendar reads."""

from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.limits import SECONDS, is_often
from hexad_web.accounts.models import Role
from hexad_web.scheduling import access
from hexad_web.scheduling.actions import feeds
from hexad_web.scheduling.queries.feeds import feed_calendar

SHOWN_ONCE = "session_feed"
# A program asks every few minutes at most, several at one address; a shared server asks for many people.
MOST_OF_ONE_FEED, MOST_WRONG = 30, 60


@never_cache
@require_safe
@requires(Role.PARTICIPANT)
def my_feed(request: ActorRequest) -> HttpResponse:
    """The address is shown once, right after it was made: afterwards nobody knows it, Hexad neither."""
    feed = access.feed_of(access.own_person(request.actor))
    token = request.session.pop(SHOWN_ONCE, "")
    address = settings.BASE_URL + reverse("scheduling:feed", args=[token]) if token and feed else ""
    webcal = f"webcal://{address.partition('://')[2]}" if address else ""
    return render(request, "scheduling/my_feed.html", {"feed": feed, "address": address, "webcal": webcal})


@require_POST
@requires(Role.PARTICIPANT)
def make(request: ActorRequest) -> HttpResponse:
    request.session[SHOWN_ONCE] = feeds.make_feed(actor=request.actor, now=timezone.now())
    return redirect("scheduling:my_feed")


@require_POST
@requires(Role.PARTICIPANT)
def revoke(request: ActorRequest) -> HttpResponse:
    request.session.pop(SHOWN_ONCE, "")
    feeds.revoke_feed(actor=request.actor, now=timezone.now())
    return redirect("scheduling:my_feed")


@require_POST
@requires(Role.PARTICIPANT)
def restore(request: ActorRequest) -> HttpResponse:
    if feeds.restore_feed(actor=request.actor, now=timezone.now()):
        messages.success(request, _("The address works again."))
    return redirect("scheduling:my_feed")


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """For a program that has nothing but the address: no cookie is read or set."""
    try:
        found = access.feed_of_token(token)
    except Http404:
        if is_often("wrong-feed", request.META.get("REMOTE_ADDR", ""), most=MOST_WRONG):
            return _later()
        raise
    if is_often("feed", found.pk, most=MOST_OF_ONE_FEED):
        return _later()
    content = feed_calendar(found.person, timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="sessions.ics"'
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = f'"{sha256(content).hexdigest()}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _later() -> HttpResponse:
    return HttpResponse(status=429, headers={"Retry-After": str(SECONDS)})
