"""The panels of practice inside a session: plan, report, and a look at the report to come."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.practice import access
from hexad_web.practice.access import Seat
from hexad_web.practice.actions import planning, reporting
from hexad_web.practice.actions.planning import Draft
from hexad_web.practice.forms import DecisionForm, PlanForm, ReportForm
from hexad_web.practice.plan_words import PROBLEMS
from hexad_web.practice.queries import panels
from hexad_web.practice.refusals import Refused
from hexad_web.practice.views.showing import autosaved, done, show

PLAN, REPORT, PREVIEW = (f"practice/_{name}_panel.html" for name in ("plan", "report", "preview"))


@never_cache
@requires(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: ActorRequest, session_id: int) -> HttpResponse:
    seat = access.seat_in(request.actor, session_id)
    page = panels.plan_panel(seat, timezone.now())
    form = _plan_form(request, page)
    is_kept = request.method == "POST" and form.is_valid() and _planned(seat, page, form)
    if is_kept and "autosave" in request.POST:
        form.errors.clear()  # half a plan is kept; what it lacks is said when the button is pressed
    if "autosave" in request.POST:
        return autosaved(request, form)
    if is_kept and not form.errors:
        return done(request, PLAN, {"page": panels.plan_panel(seat, timezone.now()), "form": form})
    return show(request, PLAN, {"page": page, "form": form}, status=422 if form.errors else 200)


def _plan_form(request: ActorRequest, page: panels.PlanPanel) -> PlanForm:
    kind = DecisionForm if page.has_decision else PlanForm
    typed = request.POST if request.method == "POST" else None
    return kind(typed, initial=page.initial, strategies=page.strategies, language=page.language)


def _planned(seat: Seat, page: panels.PlanPanel, form: PlanForm) -> bool:
    """Whether anything was kept; what is missing stands in the form's errors."""
    values = form.cleaned_data
    draft = Draft(
        situation=values["situation"],
        behaviour=values["behaviour"],
        occasion_date=form.occasion(),
        strategy=values.get("strategy", ""),
    )
    now = timezone.now()
    try:
        if page.has_decision:
            problems = planning.decide(seat=seat, decision=values["decision"], draft=draft, now=now)
        else:
            problems = planning.save_plan(seat=seat, draft=draft, now=now)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    for problem in problems:
        form.add_error(*PROBLEMS[problem.value])
    return True


@never_cache
@requires(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: ActorRequest, session_id: int) -> HttpResponse:
    seat = access.seat_in(request.actor, session_id)
    page = panels.report_panel(seat, timezone.now())
    form = ReportForm(request.POST if request.method == "POST" else None, initial=page.initial)
    is_kept = request.method == "POST" and form.is_valid() and _reported(seat, form)
    if "autosave" in request.POST:
        return autosaved(request, form)
    if is_kept:
        return done(request, REPORT, {"page": page, "form": form})
    return show(request, REPORT, {"page": page, "form": form}, status=422 if form.errors else 200)


def _reported(seat: Seat, form: ReportForm) -> bool:
    values = form.cleaned_data
    try:
        reporting.report_in(seat=seat, outcome=values["outcome"], text=values["text"], now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@requires(Role.PARTICIPANT)
@require_safe
def preview(request: ActorRequest, session_id: int) -> HttpResponse:
    seat = access.seat_in(request.actor, session_id)
    return show(request, PREVIEW, {"page": panels.preview_panel(seat, timezone.now())})
