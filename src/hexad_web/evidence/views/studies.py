"""The rollout as an experiment: draw, look, freeze, download."""

from datetime import timedelta

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.evidence.actions import studying
from hexad_web.evidence.forms import StudyForm
from hexad_web.evidence.queries import studies as queries
from hexad_web.evidence.queries.measuring import is_over


@requires(Role.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def study(request: ActorRequest) -> HttpResponse:
    offer = queries.offer_of(request.actor)
    if request.method != "POST":
        return _page(request, offer, _form(request, offer))
    form = StudyForm(request.POST, waves=offer.choices, scales=offer.scales)
    if form.is_valid():
        try:
            studying.draw(actor=request.actor, wanted=studying.Wanted(**form.cleaned_data), now=timezone.now())
        except studying.NotDrawn as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("evidence:study")
    return _page(request, offer, form, status=422)


def _form(request: ActorRequest, offer: queries.Offer) -> StudyForm:
    now, found = timezone.now(), queries.study_of(request.actor)
    monday = now.date() + timedelta(days=14 - now.date().weekday())
    initial = {"waves": offer.usual, "first_date": monday, "weeks": 8}
    if found is not None:
        initial = {"scale": found.scale, "waves": found.waves, "first_date": found.first_date, "weeks": found.weeks}
    return StudyForm(waves=offer.choices, scales=offer.scales, initial=initial)


def _page(
    request: ActorRequest, offer: queries.Offer, form: StudyForm, refusal: str = "", status: int = 200
) -> HttpResponse:
    found = queries.study_of(request.actor)
    over = found is not None and is_over(found, timezone.now())
    context = {
        "offer": offer,
        "form": form,
        "view": queries.view_of(found) if found else None,
        "can_plan": found is None or not found.is_frozen or over,
        "is_over": over,
        "refusal": refusal,
    }
    return render(request, "evidence/study.html", context, status=status)


@requires(Role.OWNER)
@require_POST
def freeze(request: ActorRequest) -> HttpResponse:
    seed = request.POST.get("seed", "")
    number = int(seed) if seed.isascii() and seed.isdecimal() and len(seed) < 12 else -1
    try:
        studying.freeze(actor=request.actor, seed=number, now=timezone.now())
    except studying.NotDrawn as refusal:
        offer = queries.offer_of(request.actor)
        return _page(request, offer, _form(request, offer), str(refusal), status=409)
    return redirect("evidence:study")


@requires(Role.OWNER)
@require_POST
def discard(request: ActorRequest) -> HttpResponse:
    studying.discard(actor=request.actor, now=timezone.now())
    return redirect("evidence:study")


@requires(Role.OWNER)
@require_safe
def plan(request: ActorRequest) -> HttpResponse:
    found = queries.study_of(request.actor)
    if found is None or not found.is_frozen:
        raise Http404
    headers = {"Content-Disposition": 'attachment; filename="study-plan.json"'}
    return JsonResponse(
        queries.plan_json(found), headers=headers, json_dumps_params={"indent": 1, "ensure_ascii": False}
    )
