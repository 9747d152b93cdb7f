from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.economics.actions import saving
from hexad_web.economics.queries import calculator as queries


@requires(Role.OWNER, Role.SPONSOR)
@require_http_methods(["GET", "HEAD", "POST"])
def calculator(request: ActorRequest) -> HttpResponse:
    """Look, change, save; ``look`` computes without saving, for whoever has no script."""
    if request.method != "POST":
        return render(request, "economics/calculator.html", {"page": queries.calculator(request.actor)})
    form = queries.blank_form(request.POST)
    if form.is_valid() and "look" not in request.POST and request.actor.is_owner:
        scenario = queries.typed(form, queries.saved_scenario(request.actor))
        given = saving.Given(values=scenario.values, currency=scenario.currency, usd_rate=scenario.usd_rate)
        saving.save(actor=request.actor, given=given, now=timezone.now())
        messages.info(request, _("Saved. Reports of periods that close from now on use it."))
        return redirect("economics:calculator")
    page = queries.calculator(request.actor, form)
    return render(
        request, "economics/calculator.html", {"page": page, "form": form}, status=422 if form.errors else 200
    )
