"""A member's pages: my sessions, and two that open from a mail without signing in. GET never writes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.frontend import moments
from hexad_web.people.models import Person
from hexad_web.scheduling import access
from hexad_web.scheduling.actions import answering, holding, polling
from hexad_web.scheduling.forms import ANSWERS, AnswerForm, ChooseForm
from hexad_web.scheduling.models import Attendance, Choice
from hexad_web.scheduling.queries import choosing, meeting_page, sessions
from hexad_web.scheduling.refusals import Refused
from hexad_web.scheduling.views.aftermath import corrected_text, took_place_of
from hexad_web.scheduling.views.meetings import words_of_answer


@requires(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD"])
def my_sessions(request: ActorRequest) -> HttpResponse:
    page = sessions.my_sessions(request.actor, timezone.now())
    return render(request, "scheduling/my_sessions.html", {"page": page})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    attendance = access.attendance_of_token(token)
    with _language_of(attendance.person), moments.clock_of_reader(_clock_of(attendance.person)):
        if request.method == "POST" and "became" in request.POST:
            _correct(request, attendance)
            return redirect("scheduling:answer", token)
        form = _answer_form(request, attendance)
        if request.method == "POST" and form.is_valid() and _answered(request, attendance, form):
            return redirect("scheduling:answer", token)
        page = meeting_page.member_page(attendance, timezone.now())
        is_open = page.is_ahead and attendance.removed_at is None
        return render(
            request,
            "scheduling/answer.html",
            {"page": page, "form": form, "is_open": is_open, "correct_url": request.path},
            status=422 if form.errors else 200,
        )


def _correct(request: HttpRequest, attendance: Attendance) -> None:
    """Whether the meeting took place, by the link in the mail: not everybody has a login at hand."""
    try:
        took_place = took_place_of(request)
        holding.correct_by_link(attendance=attendance, took_place=took_place, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, corrected_text())


def _answer_form(request: HttpRequest, attendance: Attendance) -> AnswerForm:
    if request.method == "POST":
        return AnswerForm(request.POST)
    wanted = request.GET.get("answer", "")
    return AnswerForm(initial={"answer": wanted if wanted in ANSWERS else words_of_answer(attendance.answer)})


def _answered(request: HttpRequest, attendance: Attendance, form: AnswerForm) -> bool:
    now = timezone.now()
    try:
        answering.answer_meeting(attendance=attendance, answer=ANSWERS[form.cleaned_data["answer"]], now=now)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Sent. You can change your answer until the meeting begins."))
    return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, token: str) -> HttpResponse:
    choice = access.choice_of_token(token)
    with _language_of(choice.person), moments.clock_of_reader(_clock_of(choice.person)):
        page = choosing.choose_page(choice, timezone.now())
        form = _choose_form(request, page)
        if request.method == "POST" and form.is_valid() and _chosen(request, choice, form, page.until):
            return redirect("scheduling:choose", token)
        cards = list(zip(page.cards, form, strict=True))
        return render(
            request,
            "scheduling/choose.html",
            {"page": page, "form": form, "cards": cards},
            status=422 if form.errors else 200,
        )


def _choose_form(request: HttpRequest, page: choosing.ChoosePage) -> ChooseForm:
    labels = [card.question for card in page.cards]
    initial = {f"word_{number}": card.word for number, card in enumerate(page.cards)}
    return ChooseForm(request.POST if request.method == "POST" else None, initial=initial, cards=labels)


def _chosen(request: HttpRequest, choice: Choice, form: ChooseForm, until: str) -> bool:
    try:
        polling.choose(choice=choice, words=form.words(), now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Sent. Changeable until %(day)s.") % {"day": until})
    return True


def _language_of(person: Person) -> translation.override:
    """The language of the login; without one, what the browser asked for."""
    chosen = person.user.language if person.user else ""
    return translation.override(chosen or translation.get_language())


def _clock_of(person: Person) -> str:
    return person.user.clock if person.user else ""
