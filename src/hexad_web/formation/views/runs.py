from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.formation import access
from hexad_web.formation.actions import running
from hexad_web.formation.actions.policy import soften_and_form
from hexad_web.formation.queries import runs as queries


@requires(Role.OWNER)
@require_GET
def run(request: ActorRequest, run_id: int) -> HttpResponse:
    """The page, and each second the part of it that changes; a finished run leads on to its result."""
    found = access.run_of(request.actor, run_id)
    partial = bool(getattr(request, "htmx", False))
    if partial and found.answer_page:
        return HttpResponse(headers={"HX-Redirect": reverse(found.answer_page, args=[found.pk])})
    if partial and not found.is_waiting:
        return HttpResponse(headers={"HX-Refresh": "true"})
    template = "formation/_polled.html" if partial else "formation/run.html"
    return render(request, template, {"view": queries.view_of(found, timezone.now()), "run": found})


@requires(Role.OWNER)
@require_POST
def stop(request: ActorRequest, run_id: int) -> HttpResponse:
    running.request_stop(actor=request.actor, run_id=run_id, now=timezone.now())
    return redirect("formation:run", run_id)


@requires(Role.OWNER)
@require_POST
def soften(request: ActorRequest, run_id: int) -> HttpResponse:
    started = soften_and_form(actor=request.actor, run_id=run_id, rule=request.POST.get("rule", ""), now=timezone.now())
    return redirect("formation:run", started.pk)
