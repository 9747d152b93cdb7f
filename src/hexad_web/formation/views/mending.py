from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.formation import access
from hexad_web.formation.actions import running
from hexad_web.formation.actions.mending import NotMended, carry_out
from hexad_web.formation.models import Run
from hexad_web.formation.queries import mending as queries


@requires(Role.OWNER)
@require_http_methods(["GET", "POST"])
def mend(request: ActorRequest) -> HttpResponse:
    """Groups that became too small and people who wait for a place; a button looks for the fewest moves."""
    if request.method == "POST":
        policy = access.policy_of(request.actor)
        run = running.start_mending(actor=request.actor, policy=policy, now=timezone.now())
        return redirect("formation:run", run.pk)
    return render(request, "formation/mend.html", {"situation": queries.situation(request.actor)})


@requires(Role.OWNER)
@require_http_methods(["GET", "POST"])
def proposal(request: ActorRequest, run_id: int) -> HttpResponse:
    """What would change, and the button that changes it."""
    run = access.answered_run(request.actor, run_id, Run.Kind.MEND)
    refusal = ""
    if request.method == "POST":
        try:
            carry_out(actor=request.actor, run_id=run.pk, now=timezone.now())
        except NotMended as error:
            refusal = str(error)
        else:
            messages.success(request, _("The groups are mended. Everybody whose group changed gets a mail."))
            return redirect("formation:groups")
    context = {"run": run, "proposal": queries.proposal_of(run), "refusal": refusal}
    return render(request, "formation/mending.html", context, status=409 if refusal else 200)
