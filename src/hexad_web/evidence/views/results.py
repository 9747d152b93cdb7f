from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.evidence.queries import results as queries


@requires(Role.OWNER, Role.SPONSOR)
@require_safe
def results(request: ActorRequest) -> HttpResponse:
    """The latest frozen result; while a round is open nothing is computed and nothing moves."""
    found = queries.latest(request.actor)
    return render(request, "evidence/results.html", {"view": queries.view_of(found) if found else None})
