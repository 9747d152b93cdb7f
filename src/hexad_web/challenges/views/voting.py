"""Three votes, and the topics that somebody accepts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.challenges.actions import choosing, voting
from hexad_web.challenges.forms import ChoicesForm, VotesForm
from hexad_web.challenges.queries import choosing as choices_queries
from hexad_web.challenges.queries import voting as queries
from hexad_web.challenges.refusals import Refused
from hexad_web.frontend.moments import time_text


@never_cache
@requires(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: ActorRequest) -> HttpResponse:
    now = timezone.now()
    page = queries.vote_page(request.actor, now)
    topics = {option.id: (option.title, option.own) for option in page.options}
    form = VotesForm(request.POST if request.method == "POST" else None, topics=topics)
    if request.method == "POST" and form.is_valid() and _cast(request, form):
        messages.success(request, _("Votes cast %(time)s. You can change them.") % {"time": time_text(now)})
        return redirect("challenges:vote")
    rows = [(option, form[f"topic_{option.id}"]) for option in page.options]
    context = {"page": page, "form": form, "rows": rows}
    return render(request, "challenges/vote.html", context, status=422 if form.errors else 200)


def _cast(request: ActorRequest, form: VotesForm) -> bool:
    try:
        voting.cast_votes(actor=request.actor, counts=form.counts(), now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


@never_cache
@requires(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: ActorRequest) -> HttpResponse:
    page = choices_queries.choices_page(request.actor)
    data = request.POST if request.method == "POST" else None
    form = ChoicesForm(data, topics=page.topics, ranked=page.ranked)
    if request.method == "POST" and form.is_valid() and _accepted(request, form):
        now = timezone.now()
        messages.success(request, _("Saved %(time)s. You can change it until groups form.") % {"time": time_text(now)})
        return redirect("challenges:accept")
    context = {"page": page, "form": form}
    return render(request, "challenges/accept.html", context, status=422 if form.errors else 200)


def _accepted(request: ActorRequest, form: ChoicesForm) -> bool:
    try:
        choosing.accept_topics(actor=request.actor, ranked=form.ranked(), now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return not form.errors
