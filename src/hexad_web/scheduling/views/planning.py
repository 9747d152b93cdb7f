"""The owner's pages: plan all groups, one group's times, send."""

from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.frontend import moments
from hexad_web.scheduling.actions import booking, planning, polling
from hexad_web.scheduling.forms import CeilingForm, GroupPlanForm, PlanForm, RhythmForm
from hexad_web.scheduling.models import PlanRun
from hexad_web.scheduling.queries import group_page, plan_page
from hexad_web.scheduling.queries.requests import rhythm_of
from hexad_web.scheduling.refusals import Refused

DEFAULT_WEEKS = 16


@requires(Role.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: ActorRequest) -> HttpResponse:
    now = timezone.now()
    form = _plan_form(request, now)
    if request.method == "POST" and form.is_valid():
        return _start(request, form, now)
    return _plan_page(request, now, form=form, status=422 if form.errors else 200)


def _plan_page(request: ActorRequest, now: datetime, status: int = 200, **forms: object) -> HttpResponse:
    page = plan_page.plan_page(request.actor, now)
    percent = page.ceiling.percent if page.ceiling else None
    usual: dict[str, object] = {
        "form": _first_form(now),
        "ceiling_form": CeilingForm(initial={"percent": percent}),
        "rhythm_form": RhythmForm.of(rhythm_of(request.actor.organisation.pk)),
    }
    return render(request, "scheduling/plan.html", {"page": page, **usual, **forms}, status=status)


def _plan_form(request: ActorRequest, now: datetime) -> PlanForm:
    today = timezone.localdate(now)
    if request.method == "POST":
        return PlanForm(request.POST, today=today)
    return _first_form(now)


def _first_form(now: datetime) -> PlanForm:
    today = timezone.localdate(now)
    initial = {"first_date": first_monday(today), "weeks": DEFAULT_WEEKS, "rungs": PlanRun.ALL_PRESENT}
    return PlanForm(initial=initial, today=today)


def first_monday(today: date) -> date:
    """The first Monday after two weeks: nobody is asked to meet at short notice."""
    later = today + timedelta(days=14)
    return later + timedelta(days=(7 - later.weekday()) % 7)


def _start(request: ActorRequest, form: PlanForm, now: datetime) -> HttpResponse:
    try:
        planning.start_planning(
            actor=request.actor,
            wish=planning.Wish(**form.cleaned_data, again="again" in request.POST),
            now=now,
        )
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("scheduling:plan")


@requires(Role.OWNER)
@require_POST
def ceiling(request: ActorRequest) -> HttpResponse:
    now = timezone.now()
    form = CeilingForm(request.POST)
    if not form.is_valid():
        return _plan_page(request, now, ceiling_form=form, status=422)
    planning.set_ceiling(actor=request.actor, percent=form.cleaned_data["percent"], now=now)
    messages.success(request, saved_text(now))
    return redirect("scheduling:plan")


@requires(Role.OWNER)
@require_POST
def rhythm(request: ActorRequest) -> HttpResponse:
    now = timezone.now()
    form = RhythmForm(request.POST)
    if not form.is_valid():
        return _plan_page(request, now, rhythm_form=form, status=422)
    planning.set_rhythm(actor=request.actor, rhythm=form.cleaned_data, now=now)
    messages.success(request, saved_text(now))
    return redirect("scheduling:plan")


@requires(Role.OWNER)
@require_POST
def allow(request: ActorRequest, plan_id: int) -> HttpResponse:
    try:
        planning.allow(actor=request.actor, plan_id=plan_id, code=request.POST.get("remedy", ""), now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("scheduling:plan")


@requires(Role.OWNER)
@require_POST
def send(request: ActorRequest, run_id: int) -> HttpResponse:
    now = timezone.now()
    try:
        sent = booking.confirm_run(actor=request.actor, run_id=run_id, seen=request.POST.get("seen", ""), now=now)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, sent_text(sent, now))
    return redirect("scheduling:plan")


def sent_text(sent: booking.Confirmed, now: datetime) -> str:
    people = ngettext("%(n)d person is invited", "%(n)d people are invited", sent.people) % {"n": sent.people}
    return _("Sent %(time)s: %(people)s, one mail for each meeting.") % {
        "time": moments.clock_text(timezone.localtime(now)),
        "people": people,
    }


@requires(Role.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def group_plan(request: ActorRequest, plan_id: int) -> HttpResponse:
    page = group_page.group_page(request.actor, plan_id)
    if request.method == "POST":
        form = GroupPlanForm(request.POST, options=page.choices, rooms=page.rooms)
        if form.is_valid() and _save(request, plan_id, form):
            return redirect("scheduling:plan")
    else:
        form = GroupPlanForm(initial=page.initial, options=page.choices, rooms=page.rooms)
    return render(
        request, "scheduling/group_plan.html", {"page": page, "form": form}, status=422 if form.errors else 200
    )


def _save(request: ActorRequest, plan_id: int, form: GroupPlanForm) -> bool:
    now = timezone.now()
    try:
        planning.choose_option(
            actor=request.actor,
            plan_id=plan_id,
            position=form.cleaned_data["option"],
            place=(form.cleaned_data["room"], form.cleaned_data["link"]),
            now=now,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, saved_text(now))
    return True


def saved_text(now: datetime) -> str:
    return _("Saved %(time)s") % {"time": moments.clock_text(timezone.localtime(now))}


@requires(Role.OWNER)
@require_POST
def ask(request: ActorRequest, plan_id: int) -> HttpResponse:
    try:
        poll = polling.ask_group(actor=request.actor, plan_id=plan_id, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        until = moments.day_text(timezone.localtime(poll.closes_at))
        messages.success(request, _("The group is asked. It can answer until %(day)s.") % {"day": until})
    return redirect("scheduling:plan")


@requires(Role.OWNER)
@require_POST
def decide(request: ActorRequest, plan_id: int) -> HttpResponse:
    now = timezone.now()
    option = request.POST.get("option", "")
    position = int(option) if option.isdecimal() and len(option) < 10 else -1
    try:
        sent = polling.decide(actor=request.actor, plan_id=plan_id, position=position, now=now)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("scheduling:group_plan", plan_id)
    messages.success(request, sent_text(sent, now))
    return redirect("scheduling:plan")
