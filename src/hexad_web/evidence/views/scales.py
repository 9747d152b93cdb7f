"""An organisation's own questions beside the twelve."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.evidence import access
from hexad_web.evidence.actions import scaling
from hexad_web.evidence.forms import ScaleForm
from hexad_web.evidence.queries import asked
from hexad_web.practice.refusals import Refused


@requires(Role.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def scales(request: ActorRequest) -> HttpResponse:
    act = request.POST.get("act", "")
    form = ScaleForm(request.POST if act == "add" else None, least=asked.LEAST_ITEMS, most=asked.MOST_ITEMS)
    refusal = ""
    if request.method == "POST":
        try:
            if _done(request, form, act):
                return redirect("evidence:scales")
        except Refused as problem:
            refusal = str(problem)
    context = {"scales": access.own_scales(request.actor.organisation), "form": form, "refusal": refusal}
    return render(request, "evidence/scales.html", context, status=422 if refusal or form.errors else 200)


def _done(request: ActorRequest, form: ScaleForm, act: str) -> bool:
    now, actor = timezone.now(), request.actor
    if act == "add" and form.is_valid():
        scaling.add(actor=actor, title=form.cleaned_data["title"], items=form.items, now=now)
        return True
    if act in ("take_out", "put_back"):
        scale = access.own_scale(actor.organisation, request.POST.get("scale", ""))
        change = scaling.take_out if act == "take_out" else scaling.put_back
        change(actor=actor, scale=scale, now=now)
        return True
    return False
