"""Learning modules to read: all of them, and one."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.challenges.queries import modules as queries


@requires(Role.PARTICIPANT, Role.OWNER)
@require_safe
def modules(request: ActorRequest) -> HttpResponse:
    return render(request, "challenges/modules.html", {"modules": queries.all_modules(request.actor.organisation)})


@requires(Role.PARTICIPANT, Role.OWNER)
@require_safe
def module(request: ActorRequest, name: str) -> HttpResponse:
    """As it is now; with a number in the address as it was then, for whoever plans or practises by that version."""
    found = queries.module_page(request.actor.organisation, name, request.GET.get("version", ""))
    if found is None:
        raise Http404
    return render(request, "challenges/module.html", found)
