from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.formation import access
from hexad_web.formation.actions import running
from hexad_web.formation.actions.policy import weigh_and_form
from hexad_web.formation.models import Run
from hexad_web.formation.queries import tradeoff as queries
from hexad_web.formation.views.results import number_of


@requires(Role.OWNER)
@require_POST
def start(request: ActorRequest) -> HttpResponse:
    policy = access.policy_of(request.actor)
    run = running.start_tradeoff(actor=request.actor, policy=policy, now=timezone.now())
    return redirect("formation:run", run.pk)


@requires(Role.OWNER)
@require_http_methods(["GET", "POST"])
def tradeoff(request: ActorRequest, run_id: int) -> HttpResponse:
    """Groupings between which only the owner can choose; a button forms groups at one of them."""
    run = access.answered_run(request.actor, run_id, Run.Kind.TRADEOFF)
    if request.method == "POST":
        chosen = number_of(request.POST.get("point"), -1)
        formed = weigh_and_form(actor=request.actor, run=run, point=chosen, now=timezone.now())
        return redirect("formation:run", formed.pk)
    return render(request, "formation/tradeoff.html", {"run": run, "view": queries.view_of(run)})
