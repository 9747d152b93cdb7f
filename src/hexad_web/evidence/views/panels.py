"""The panels of evidence inside a session: the self-rating, and the five questions one at a time."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.evidence.actions import answering
from hexad_web.evidence.queries import panels
from hexad_web.practice import access
from hexad_web.practice.access import Seat
from hexad_web.practice.refusals import Refused
from hexad_web.practice.views.showing import done, is_fragment, show

RATING, QUESTIONS = "evidence/_rating_panel.html", "evidence/_questions_panel.html"


@never_cache
@requires(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def self_rating(request: ActorRequest, session_id: int) -> HttpResponse:
    seat = access.seat_in(request.actor, session_id)
    problem = ""
    if request.method == "POST":
        try:
            answering.rate(seat=seat, value=request.POST.get("value", ""), now=timezone.now())
            return done(request, RATING, {"page": panels.rating_panel(seat, timezone.now())})
        except Refused as refusal:
            problem = str(refusal)
    context: dict[str, object] = {"page": panels.rating_panel(seat, timezone.now()), "problem": problem}
    return show(request, RATING, context, status=422 if problem else 200)


@never_cache
@requires(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def five_questions(request: ActorRequest, session_id: int) -> HttpResponse:
    seat = access.seat_in(request.actor, session_id)
    if request.method == "POST" and not (problem := _problem_with(seat, request.POST)):
        return _answered(request, seat)
    wanted = request.GET.get("question", "")
    context: dict[str, object] = {"page": panels.questions_panel(seat, wanted, timezone.now())}
    if request.method == "POST":
        return show(request, QUESTIONS, {**context, "problem": problem}, status=422)
    return show(request, QUESTIONS, context)


def _problem_with(seat: Seat, sent: QueryDict) -> str:
    """Store the answer; returns the sentence where that cannot be."""
    key, now = sent.get("key", ""), timezone.now()
    try:
        if key == "technique":
            strategy, words = sent.get("strategy", ""), sent.get("words", "")
            answering.name_technique(seat=seat, strategy=strategy, words=words[:300], now=now)
        else:
            answering.answer_question(seat=seat, key=key, value=sent.get("value", ""), now=now)
    except Refused as refusal:
        return str(refusal)
    return ""


def _answered(request: ActorRequest, seat: Seat) -> HttpResponse:
    """The next question; after the last one the room learns that this member is ready."""
    if not is_fragment(request):
        return redirect("evidence:five_questions", seat.session.pk)
    page = panels.questions_panel(seat, "", timezone.now())
    if not page.number:
        return done(request, QUESTIONS, {"page": page})
    return show(request, QUESTIONS, {"page": page})
