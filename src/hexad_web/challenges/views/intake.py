"""The intake: what is hard, what somebody gives and wants, and a last look before it is shared or kept."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.challenges.actions import stating
from hexad_web.challenges.actions.stating import Answers
from hexad_web.challenges.forms import FindForm, GiveForm, StruggleForm, WantForm
from hexad_web.challenges.queries import intake as queries
from hexad_web.challenges.queries import similar as similar_queries
from hexad_web.challenges.refusals import Refused
from hexad_web.frontend.moments import time_text


@dataclass(frozen=True, slots=True)
class Step:
    number: int
    form: type[forms.Form]
    onward: str
    back: str = ""

    @property
    def template(self) -> str:
        return f"challenges/intake_{self.number}.html"


STEPS = {
    "struggle": Step(1, StruggleForm, "challenges:give"),
    "give": Step(2, GiveForm, "challenges:want", "challenges:new"),
    "want": Step(3, WantForm, "challenges:check", "challenges:give"),
}


@never_cache
@requires(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: ActorRequest, page: str) -> HttpResponse:
    """One page of the intake. Every way off it keeps what was typed."""
    step = STEPS[page]
    form = _form(request, step)
    if request.method == "POST" and form.is_valid():
        stating.save_answers(actor=request.actor, answers=Answers(**form.cleaned_data), now=timezone.now())
        if "autosave" not in request.POST:
            return redirect(step.back if step.back and request.POST.get("go") == "back" else step.onward)
    if "autosave" in request.POST:
        return _autosaved(request, form)
    context = {"form": form, "step": step}
    return render(request, step.template, context, status=422 if form.errors else 200)


def _form(request: ActorRequest, step: Step) -> forms.Form:
    if request.method == "POST":
        return step.form(request.POST)
    known = queries.intake(request.actor)
    return step.form(initial={name: getattr(known, name) for name in step.form.base_fields})


def _autosaved(request: ActorRequest, form: forms.Form) -> HttpResponse:
    problem = next((str(errors[0]) for errors in form.errors.values()), "")
    context = {"problem": problem, "at": time_text(timezone.now())}
    return render(request, "challenges/_saved.html", context)


@never_cache
@requires(Role.PARTICIPANT)
@require_POST
def similar(request: ActorRequest) -> HttpResponse:
    """Asked by POST: an unfinished statement must not stand in an address."""
    found = similar_queries.similar(request.actor, request.POST.get("statement", ""))
    return render(request, "challenges/_similar.html", {"found": found})


@never_cache
@requires(Role.PARTICIPANT)
@require_safe
def check(request: ActorRequest) -> HttpResponse:
    return show_check(request)


def show_check(request: ActorRequest, problem: str = "", **more: object) -> HttpResponse:
    context = {
        "page": queries.intake(request.actor),
        "rival": queries.own_rival(request.actor),
        "find": FindForm(auto_id="find_%s"),
        "problem": problem,
        **more,
    }
    return render(request, "challenges/check.html", context, status=422 if problem or "rival_problem" in more else 200)


@requires(Role.PARTICIPANT)
@require_POST
def finish(request: ActorRequest) -> HttpResponse:
    """Share, keep private, or delete everything."""
    now, act = timezone.now(), request.POST.get("act", "")
    try:
        if act == "share":
            stating.share(actor=request.actor, now=now)
            messages.success(request, _("Shared without your name. You can change or withdraw it here."))
        elif act == "forget":
            stating.forget(actor=request.actor, now=now)
            messages.success(request, _("Deleted. Nothing of it is left."))
        else:
            stating.keep_private(actor=request.actor, now=now)
            messages.success(request, _("Kept private. Nobody else reads it."))
    except Refused as refusal:
        return show_check(request, str(refusal))
    return redirect("challenges:check")
