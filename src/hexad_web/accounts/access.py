"""Who acts, in which organisation, as what. Every app's access.py starts from an Actor."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from hexad_web.accounts.models import Membership, Organisation, Role, User

Parameters = ParamSpec("Parameters")


@dataclass(frozen=True, slots=True)
class Actor:
    """One user in one role of one organisation. ``user`` is None for the worker."""

    organisation: Organisation
    role: str
    user: User | None = None

    @classmethod
    def worker(cls, organisation: Organisation) -> "Actor":
        return cls(organisation=organisation, role="worker")

    @property
    def is_owner(self) -> bool:
        return self.role == Role.OWNER


class ActorRequest(HttpRequest):
    """A request that passed ``requires``: it has an actor."""

    actor: Actor
    user: User


View = Callable[Concatenate[ActorRequest, Parameters], HttpResponse]


def requires(
    *roles: Role,
) -> Callable[[View[Parameters]], Callable[Concatenate[HttpRequest, Parameters], HttpResponse]]:
    """Let only these roles in: strangers go to sign-in, other roles get 403. Objects are checked by each access.py."""

    def decorate(view: View[Parameters]) -> Callable[Concatenate[HttpRequest, Parameters], HttpResponse]:
        @wraps(view)
        def checked(request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
            actor: Actor | None = getattr(request, "actor", None)
            if not request.user.is_authenticated:
                return _shown_the_door(request)
            if actor is None or (roles and actor.role not in roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)  # type: ignore[arg-type]  # the check above makes it an ActorRequest

        checked.roles = roles  # type: ignore[attr-defined]  # the test that walks every URL reads it
        return checked

    return decorate


def _shown_the_door(request: HttpRequest) -> HttpResponse:
    """A stream of events cannot show a page: no content tells the browser not to ask again."""
    if request.headers.get("accept") == "text/event-stream":
        return HttpResponse(status=204)
    return redirect_to_login(request.get_full_path())


def memberships_of(user: User) -> list[Membership]:
    return list(Membership.objects.filter(user=user).select_related("organisation").order_by("id"))


def user_of(actor: Actor) -> User:
    """The person behind the actor; the worker has none."""
    if actor.user is None:
        raise PermissionDenied
    return actor.user


def membership_of(actor: Actor, membership_id: int) -> Membership:
    """A role inside the administrator's own organisation."""
    return get_object_or_404(Membership, pk=membership_id, organisation=actor.organisation)
