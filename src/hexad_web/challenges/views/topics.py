"""The owner's pages: topics, and voting about them."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.challenges.actions import arranging, voting
from hexad_web.challenges.forms import MergeForm, SplitForm, TitleForm, VotingForm
from hexad_web.challenges.queries import listing as queries
from hexad_web.challenges.queries.listing import TopicPage
from hexad_web.challenges.refusals import Refused


@never_cache
@requires(Role.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def topics(request: ActorRequest) -> HttpResponse:
    """The list; a POST opens, closes or starts the voting anew."""
    act = request.POST.get("act", "open")
    form = VotingForm(request.POST if request.method == "POST" and act == "open" else None)
    problem = ""
    if request.method == "POST" and (act != "open" or form.is_valid()):
        problem = _voting(request, act, form)
        if not problem:
            return redirect("challenges:list")
    page = queries.list_page(request.actor, timezone.now())
    if not form.is_bound and page.voting.day:
        form.initial["closes_date"] = page.voting.day
    context = {"page": page, "form": form, "problem": problem}
    return render(request, "challenges/list.html", context, status=422 if problem or form.errors else 200)


def _voting(request: ActorRequest, act: str, form: VotingForm) -> str:
    """What was refused, as a sentence; empty where it was done."""
    now, actor = timezone.now(), request.actor
    try:
        if act == "open":
            voting.open_voting(actor=actor, closes_date=form.cleaned_data["closes_date"], now=now)
        elif act == "close":
            voting.close_voting(actor=actor, now=now)
        elif act == "anew":
            voting.start_anew(actor=actor, now=now)
    except Refused as refusal:
        return str(refusal)
    return ""


@never_cache
@requires(Role.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: ActorRequest, topic_id: int) -> HttpResponse:
    """One topic; a POST renames, merges or splits it."""
    page = queries.topic_page(request.actor, topic_id, timezone.now())
    act = request.POST.get("act", "") if request.method == "POST" else ""
    wrong = _forms(page, request, act)
    if act in wrong and wrong[act].is_valid():
        answer = _arranged(request, topic_id, act, wrong[act])
        if answer is not None:
            return answer
    form = wrong.get(act)
    context = {"page": page, "forms": wrong, "form": form}
    return render(request, "challenges/topic.html", context, status=422 if form and form.errors else 200)


def _forms(page: TopicPage, request: ActorRequest, act: str) -> dict[str, forms.Form]:
    """Only the form that was sent reads what was sent."""
    data = {name: request.POST if name == act else None for name in ("rename", "merge", "split")}
    statements = [(str(one.key), one.text) for one in page.statements or ()]
    rename = TitleForm(data["rename"], initial={"title": page.row.title})
    return {
        "rename": rename,
        "merge": MergeForm(data["merge"], topics=page.others),
        "split": SplitForm(data["split"], statements=statements),
    }


def _arranged(request: ActorRequest, topic_id: int, act: str, form: forms.Form) -> HttpResponse | None:
    values: dict[str, Any] = form.cleaned_data
    common: dict[str, Any] = {"actor": request.actor, "topic_id": topic_id, "now": timezone.now()}
    try:
        if act == "rename":
            arranging.rename(title=values["title"], **common)
            return redirect("challenges:topic", topic_id)
        if act == "merge":
            arranging.merge(into_id=values["into"], **common)
        else:
            keys = [uuid.UUID(key) for key in values["statements"]]
            arranging.split(keys=keys, title=values["title"], **common)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    return redirect("challenges:list")


@requires(Role.OWNER)
@require_POST
def undo(request: ActorRequest, change_id: int) -> HttpResponse:
    try:
        arranging.undo(actor=request.actor, change_id=change_id, now=timezone.now())
        messages.success(request, _("Undone. The topics are as they were."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("challenges:list")
