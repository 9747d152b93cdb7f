from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from hexad_web.accounts.access import Actor, memberships_of
from hexad_web.accounts.models import Membership
from hexad_web.frontend.moments import clock_of_reader

SESSION_KEY = "membership"


def chosen_membership(request: HttpRequest) -> Membership | None:
    if not request.user.is_authenticated:
        return None
    memberships = memberships_of(request.user)
    wanted = request.session.get(SESSION_KEY)
    return next((m for m in memberships if m.pk == wanted), memberships[0] if memberships else None)


class ActorMiddleware:
    """Puts ``request.actor`` (or None) there and turns on the reader's zone and language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        membership = chosen_membership(request)
        request.actor = None  # type: ignore[attr-defined]  # declared on ActorRequest, after requires()
        if not request.user.is_authenticated:
            return self.get_response(request)
        if membership is not None:
            request.actor = Actor(  # type: ignore[attr-defined]
                organisation=membership.organisation, role=membership.role, user=request.user
            )
        if request.user.language:
            translation.activate(request.user.language)
        with timezone.override(request.user.known_zone), clock_of_reader(request.user.clock):
            return self.get_response(request)
