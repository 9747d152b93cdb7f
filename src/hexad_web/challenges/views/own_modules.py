"""The owner's modules: all of them, one with its parts, its preview, and its versions."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.challenges.actions import editing_modules, publishing_modules
from hexad_web.challenges.forms import NewModuleForm
from hexad_web.challenges.module_forms import PartForm
from hexad_web.challenges.module_parts import PARTS
from hexad_web.challenges.module_row_forms import FORMS
from hexad_web.challenges.queries import editing as queries
from hexad_web.challenges.refusals import Refused
from hexad_web.frontend.moments import time_text

UNPROCESSABLE = 422


@never_cache
@requires(Role.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def own_modules(request: ActorRequest) -> HttpResponse:
    """All modules; a POST begins a new one."""
    form = NewModuleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        title = form.cleaned_data["title"]
        key = editing_modules.start_module(actor=request.actor, title=title, now=timezone.now())
        return redirect("challenges:own_module", key)
    context = {"rows": queries.rows_of(request.actor), "form": form}
    return render(request, "challenges/own_modules.html", context, status=UNPROCESSABLE if form.errors else 200)


@never_cache
@requires(Role.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def own_module(request: ActorRequest, name: str) -> HttpResponse:
    """One module with what is wrong with it; a POST publishes, puts away, retires or copies."""
    form = NewModuleForm(request.POST if request.POST.get("act") == "copy" else None, start="copy")
    problem = ""
    if request.method == "POST":
        queries.content_of(request.actor, name)  # a module that nobody knows is not made by asking for it
        try:
            key = _act(request, name, form)
        except Refused as refusal:
            problem = str(refusal)
        else:
            if not form.errors:
                return redirect("challenges:own_module", key)
    context = {"page": queries.overview(request.actor, name, problem), "form": form}
    status = UNPROCESSABLE if problem or form.errors else 200
    return render(request, "challenges/own_module.html", context, status=status)


def _act(request: ActorRequest, name: str, form: NewModuleForm) -> str:
    """What was asked for; returns the key of the module to go on with."""
    common: dict[str, Any] = {"actor": request.actor, "key": name, "now": timezone.now()}
    acts = {
        "publish": publishing_modules.publish,
        "retire": publishing_modules.retire,
        "restore": publishing_modules.restore,
        "put_away": editing_modules.put_draft_away,
        "take_back": editing_modules.take_draft_back,
    }
    act = request.POST.get("act", "")
    if act in acts:
        acts[act](**common)
    if act == "publish":
        messages.success(request, _("Published %(time)s.") % {"time": time_text(common["now"])})
    if act == "copy" and form.is_valid():
        return editing_modules.copy_module(title=form.cleaned_data["title"], **common)
    return name


@never_cache
@requires(Role.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def module_part(request: ActorRequest, name: str, part: str) -> HttpResponse:
    """One part to write in. Every way off it keeps what was typed."""
    page = queries.part_page(request.actor, name, part)
    form = FORMS[part](request.POST if request.method == "POST" else None, content=page.content)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        content = editing_modules.save_part(actor=request.actor, key=name, put=form.put, now=now)
        page = queries.part_page_with(page, content)
        if "autosave" not in request.POST:
            return redirect(*_onward(request, name, part))
    context = {"page": page, "form": form, "shown": form.laid_out(page.notes), "at": time_text(timezone.now())}
    if "autosave" in request.POST:
        return render(request, "challenges/_module_part_saved.html", context | {"problem": _problem_of(form)})
    return render(request, "challenges/module_part.html", context, status=UNPROCESSABLE if form.errors else 200)


def _problem_of(form: PartForm) -> str:
    return next((str(errors[0]) for errors in form.errors.values()), "")


def _onward(request: ActorRequest, name: str, part: str) -> tuple[str, ...]:
    keys = list(PARTS)
    after = keys[keys.index(part) + 1 :]
    if request.POST.get("go") == "on" and after:
        return ("challenges:module_part", name, after[0])
    return ("challenges:own_module", name)


@never_cache
@requires(Role.OWNER)
@require_safe
def module_preview(request: ActorRequest, name: str) -> HttpResponse:
    """As managers will read it: the page of a module, made of the draft."""
    return render(request, "challenges/module_preview.html", queries.preview(request.actor, name))


@never_cache
@requires(Role.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def module_versions(request: ActorRequest, name: str) -> HttpResponse:
    """All versions, two of them compared; a POST brings one back."""
    problem, number = "", request.POST.get("number", "")
    if request.method == "POST" and number.isdecimal() and len(number) < 9:  # longer ones are no number of ours
        queries.content_of(request.actor, name)
        try:
            publishing_modules.bring_back(actor=request.actor, key=name, number=int(number), now=timezone.now())
        except Refused as refusal:
            problem = str(refusal)
        else:
            return redirect("challenges:module_versions", name)
    wanted = (request.GET.get("a", ""), request.GET.get("b", ""))
    page = queries.versions_page(request.actor, name, wanted, problem)
    status = UNPROCESSABLE if problem else 200
    return render(request, "challenges/module_versions.html", {"page": page}, status=status)
