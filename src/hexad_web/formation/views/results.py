from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.formation import access
from hexad_web.formation.actions.publishing import Draft, Refused, publish
from hexad_web.formation.models import Run
from hexad_web.formation.queries import comparing, exporting, results


def number_of(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else default


@requires(Role.OWNER)
@require_GET
def result(request: ActorRequest, run_id: int) -> HttpResponse:
    run = access.run_of(request.actor, run_id)
    if not run.has_groups:
        return redirect("formation:run", run.pk)
    return render(request, "formation/result.html", _context(request, run))


def _context(request: ActorRequest, run: Run) -> dict[str, object]:
    page = number_of(request.GET.get("page"), 1)
    context = results.context_of(run, request.GET.get("show", "all"), page, timezone.now())
    return {**context, "moved": number_of(request.GET.get("moved")), "others": comparing.comparable(run)}


@requires(Role.OWNER)
@require_GET
def explain(request: ActorRequest, run_id: int, number: int) -> HttpResponse:
    """One group's reasons and score by rule: a drawer on the result page, a page of its own without script."""
    run = access.run_with_groups(request.actor, run_id)
    card = results.card_of(access.numbered_group(run, number))
    template = "formation/_explain.html" if getattr(request, "htmx", False) else "formation/explain.html"
    return render(request, template, {"run": run, "card": card, "can_edit": results.facts_of(run).can_edit})


@requires(Role.OWNER)
@require_POST
def publish_run(request: ActorRequest, run_id: int) -> HttpResponse:
    leave_empty, hold_back = (request.POST.get(name) == "1" for name in ("leave_empty", "hold_back"))
    draft = Draft(run_id, number_of(request.POST.get("revision")), leave_empty, hold_back)
    try:
        run = publish(actor=request.actor, draft=draft, now=timezone.now())
    except Refused as refusal:
        run = access.run_with_groups(request.actor, run_id)
        asked = {"refusal": refusal, "leave_empty": leave_empty, "hold_back": hold_back}
        return render(request, "formation/result.html", {**_context(request, run), **asked}, status=409)
    text = ngettext("%(groups)d group published.", "%(groups)d groups published.", run.groups_count)
    messages.success(request, text % {"groups": run.groups_count} + " " + _("Every member gets a mail."))
    return redirect("formation:groups")


@requires(Role.OWNER)
@require_GET
def export(request: ActorRequest, run_id: int, kind: str) -> HttpResponse:
    run = access.run_with_groups(request.actor, run_id)
    text, mime = (
        (exporting.as_csv(run), "text/csv; charset=utf-8")
        if kind == "csv"
        else (exporting.as_json(run), "application/json")
    )
    name = f'attachment; filename="groups-{run.pk}.{kind}"'
    return HttpResponse(text, content_type=mime, headers={"Content-Disposition": name})


@requires(Role.OWNER)
@require_GET
def compare(request: ActorRequest) -> HttpResponse:
    chosen = [number_of(request.GET.get(name)) for name in ("a", "b")]
    runs = [access.run_with_groups(request.actor, run_id) for run_id in chosen if run_id]
    if len(runs) < len(chosen):
        return render(request, "formation/compare_choose.html", {"runs": comparing.all_comparable(request.actor)})
    return render(request, "formation/compare.html", {"comparison": comparing.compare(runs[0], runs[1])})
