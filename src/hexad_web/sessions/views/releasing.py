"""Pages of what leaves a group, and of what a member missed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.sessions.actions import catching_up as story_actions
from hexad_web.sessions.actions import releasing as actions
from hexad_web.sessions.queries import catching_up, naming
from hexad_web.sessions.queries import releases as queries
from hexad_web.sessions.refusals import Refused
from hexad_web.sessions.release_forms import KINDS, ReleaseForm, StoryForm


@never_cache
@requires(Role.PARTICIPANT)
@require_safe
def releases(request: ActorRequest) -> HttpResponse:
    return render(request, "sessions/releases.html", {"page": queries.releases_page(request.actor)})


@never_cache
@requires(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: ActorRequest, kind: str) -> HttpResponse:
    """Write, look at the preview, ask: three buttons of one form, so that a reload loses no word."""
    if kind not in KINDS:
        raise Http404
    group = queries.group_of(request.actor)
    offered = queries.offered_cards(request.actor, group, kind)
    chosen = request.GET.get("card", "")
    form = ReleaseForm(request.POST if request.method == "POST" else None, offered=offered, chosen=chosen)
    if request.method != "POST" or not form.is_valid() or "edit" in request.POST:
        status = 422 if form.errors else 200
        return render(request, "sessions/release_new.html", {"form": form, "kind": kind}, status=status)
    if "ask" in request.POST:
        return _ask(request, kind, form)
    return render(request, "sessions/release_preview.html", _preview(request, kind, form))


def _preview(request: ActorRequest, kind: str, form: ReleaseForm) -> dict[str, Any]:
    group, text = queries.group_of(request.actor), form.cleaned_data["text"]
    return {
        "kind": kind,
        "text": text,
        "cards": form.card_ids(),
        "audience": queries.audience_of(kind),
        "names": naming.names_in(text, group) if kind == "obstacle" else [],
        "asked": len(queries.authors_concerned(request.actor, group, kind, form.card_ids())),
    }


def _ask(request: ActorRequest, kind: str, form: ReleaseForm) -> HttpResponse:
    proposal = actions.Proposal(kind, form.cleaned_data["text"], tuple(form.card_ids()))
    try:
        release = actions.propose(actor=request.actor, proposal=proposal, now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return render(request, "sessions/release_new.html", {"form": form, "kind": kind}, status=422)
    return redirect("sessions:release", release.pk)


@never_cache
@requires(Role.PARTICIPANT)
@require_safe
def release(request: ActorRequest, release_id: int) -> HttpResponse:
    return render(request, "sessions/release.html", {"page": queries.release_page(request.actor, release_id)})


@requires(Role.PARTICIPANT)
@require_POST
def answer(request: ActorRequest, release_id: int) -> HttpResponse:
    says_yes = request.POST.get("answer") == "yes"
    if not says_yes and request.POST.get("answer") != "no":
        queries.release_of(request.actor, release_id)
        messages.info(request, _("Choose one of the two answers."))
        return redirect("sessions:release", release_id)
    try:
        actions.answer(actor=request.actor, release_id=release_id, says_yes=says_yes, now=timezone.now())
    except Refused as refusal:
        messages.info(request, str(refusal))
    return redirect("sessions:release", release_id)


@requires(Role.PARTICIPANT)
@require_POST
def withdraw(request: ActorRequest, release_id: int) -> HttpResponse:
    try:
        actions.withdraw(actor=request.actor, release_id=release_id, now=timezone.now())
    except Refused as refusal:
        messages.info(request, str(refusal))
    return redirect("sessions:release", release_id)


@never_cache
@requires(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def catch_up(request: ActorRequest, session_id: int) -> HttpResponse:
    page = catching_up.catch_up(request.actor, session_id, timezone.now())
    form = StoryForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        story_actions.add_story(
            actor=request.actor, session_id=session_id, text=values["text"], key=values["key"], now=timezone.now()
        )
        messages.success(request, _("Your story is added. Your group reads it as added later."))
        return redirect("sessions:catch_up", session_id)
    return render(request, "sessions/catch_up.html", {"page": page, "form": form}, status=422 if form.errors else 200)


@requires(Role.PARTICIPANT)
@require_POST
def read_brief(request: ActorRequest, session_id: int) -> HttpResponse:
    story_actions.brief_was_read(actor=request.actor, session_id=session_id, now=timezone.now())
    return HttpResponse(status=204) if "HX-Request" in request.headers else redirect("sessions:catch_up", session_id)
