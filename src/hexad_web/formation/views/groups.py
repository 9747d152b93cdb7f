from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.formation import access
from hexad_web.formation.queries import groups as queries
from hexad_web.formation.views.results import number_of


@requires(Role.OWNER, Role.PARTICIPANT)
@require_GET
def groups(request: ActorRequest) -> HttpResponse:
    context = queries.overview(request.actor, number_of(request.GET.get("page"), 1))
    return render(request, "formation/groups.html", context)


@requires(Role.OWNER, Role.PARTICIPANT)
@require_GET
def group(request: ActorRequest, group_id: int) -> HttpResponse:
    found = access.group_of(request.actor, group_id)
    return render(request, "formation/group.html", {"group": found, "seats": queries.members_of(found)})


@requires(Role.PARTICIPANT)
@require_GET
def my_group(request: ActorRequest) -> HttpResponse:
    own = queries.own_group(request.actor)
    return redirect("formation:group", own.pk) if own else render(request, "formation/no_group.html")
