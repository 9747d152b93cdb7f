"""One meeting: a member reads and answers, the owner moves, changes the place, cancels."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.frontend import moments
from hexad_web.scheduling import access, times
from hexad_web.scheduling.actions import changing, proposing
from hexad_web.scheduling.actions.moving import take_time
from hexad_web.scheduling.forms import AnswerForm, MoveForm, PlaceForm
from hexad_web.scheduling.models import Meeting
from hexad_web.scheduling.queries import meeting_page, moving
from hexad_web.scheduling.refusals import Refused


@requires(Role.OWNER, Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD"])
def meeting(request: ActorRequest, meeting_id: int) -> HttpResponse:
    now = timezone.now()
    if request.actor.is_owner:
        page = meeting_page.owner_page(request.actor, meeting_id, now)
        return render(request, "scheduling/meeting_owner.html", {"page": page})
    page = meeting_page.member_page(access.attendance_of(request.actor, meeting_id), now, request.actor)
    form = AnswerForm(initial={"answer": words_of_answer(page.my_answer)})
    return render(request, "scheduling/meeting_member.html", {"page": page, "form": form})


def words_of_answer(answer: str) -> str:
    return {"accepted": "accept", "tentative": "tentative", "declined": "decline"}.get(answer, "")


@requires(Role.OWNER, Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: ActorRequest, meeting_id: int) -> HttpResponse:
    now = timezone.now()
    if request.method == "POST" and "start" in request.POST:
        return _take(request, meeting_id, now)
    if not request.actor.is_owner:
        attendance = access.attendance_of(request.actor, meeting_id)
        member = meeting_page.member_page(attendance, now, request.actor)
        may_move = member.is_ahead and not member.others
        found = moving.suggestions(attendance.meeting, now, member.zone) if may_move else ()
        return render(request, "scheduling/move.html", {"page": member, "suggestions": found})
    page = meeting_page.owner_page(request.actor, meeting_id, now)
    form = MoveForm(request.POST) if request.method == "POST" else MoveForm(initial=_initial(request, page.meeting))
    if request.method == "POST" and form.is_valid() and _move(request, page.meeting, form, now):
        return redirect("scheduling:meeting", meeting_id)
    suggestions = moving.suggestions(page.meeting, now) if page.is_ahead else ()
    proposals = moving.proposals(page.meeting, now)
    return render(
        request,
        "scheduling/move.html",
        {"page": page, "form": form, "suggestions": suggestions, "proposals": proposals},
        status=422 if form.errors else 200,
    )


def _take(request: ActorRequest, meeting_id: int, now: datetime) -> HttpResponse:
    try:
        start = datetime.fromisoformat(request.POST.get("start", ""))
        has_moved = take_time(actor=request.actor, meeting_id=meeting_id, start=start, now=now)
    except (ValueError, TypeError):
        access.meeting_to_renew(request.actor, meeting_id)
        messages.warning(request, _("Choose one of the times."))
        return redirect("scheduling:move", meeting_id)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("scheduling:move", meeting_id)
    if has_moved:
        messages.success(request, _("Moved %(time)s. Each member gets one mail.") % {"time": _clock(now)})
    else:
        messages.success(request, _("The group is asked. It moves once every member agrees."))
    return redirect("scheduling:meeting", meeting_id)


@requires(Role.OWNER, Role.PARTICIPANT)
@require_POST
def proposal(request: ActorRequest, proposal_id: int) -> HttpResponse:
    now, act = timezone.now(), request.POST.get("act", "")
    try:
        said = _decided(request, proposal_id, act, now)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("scheduling:plan" if request.actor.is_owner else "scheduling:my_sessions")


def _decided(request: ActorRequest, proposal_id: int, act: str, now: datetime) -> str:
    if act == "accept":
        consent = "consent" in request.POST
        proposing.accept(actor=request.actor, proposal_id=proposal_id, consent=consent, now=now)
        return _("Moved %(time)s. Each member gets one mail.") % {"time": _clock(now)}
    if act == "agree":
        if proposing.agree(actor=request.actor, proposal_id=proposal_id, now=now):
            return _("Moved %(time)s. Each member gets one mail.") % {"time": _clock(now)}
        return _("Kept %(time)s. It moves once every member agrees.") % {"time": _clock(now)}
    if act == "keep":
        proposing.keep(actor=request.actor, proposal_id=proposal_id, now=now)
        return _("The times stay as they are.")
    access.proposal_of(request.actor, proposal_id)
    raise Refused(_("Choose one of the answers."))


def _initial(request: ActorRequest, meeting: Meeting) -> dict[str, object]:
    """The time as it is, or a suggestion that was followed."""
    wall = datetime.fromisoformat(meeting.wall_start)
    return {"day": request.GET.get("day", wall.date()), "time": request.GET.get("time", wall.time())}


def _move(request: ActorRequest, meeting: Meeting, form: MoveForm, now: datetime) -> bool:
    try:
        changing.move_meeting(
            actor=request.actor,
            meeting_id=meeting.pk,
            start=times.instant_of(form.wall(), meeting.zone),
            consent=form.cleaned_data["consent"],
            now=now,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Moved %(time)s. Each member gets one mail.") % {"time": _clock(now)})
    return True


def _clock(now: datetime) -> str:
    return moments.clock_text(timezone.localtime(now))


@requires(Role.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: ActorRequest, meeting_id: int) -> HttpResponse:
    page = meeting_page.owner_page(request.actor, meeting_id, timezone.now())
    rooms = access.rooms_of(request.actor)
    initial = {"room": page.meeting.room_id, "link": page.meeting.link}
    form = PlaceForm(request.POST if request.method == "POST" else None, initial=initial, rooms=rooms)
    if request.method == "POST" and form.is_valid() and _place(request, meeting_id, form):
        return redirect("scheduling:meeting", meeting_id)
    return render(request, "scheduling/place.html", {"page": page, "form": form}, status=422 if form.errors else 200)


def _place(request: ActorRequest, meeting_id: int, form: PlaceForm) -> bool:
    now = timezone.now()
    try:
        changing.change_place(
            actor=request.actor,
            meeting_id=meeting_id,
            room=form.cleaned_data["room"],
            link=form.cleaned_data["link"],
            now=now,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Saved %(time)s. Each member gets one mail.") % {"time": _clock(now)})
    return True


@requires(Role.OWNER)
@require_POST
def cancel(request: ActorRequest, meeting_id: int) -> HttpResponse:
    now = timezone.now()
    try:
        changing.cancel_meeting(actor=request.actor, meeting_id=meeting_id, now=now)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Cancelled %(time)s. Each member gets one mail.") % {"time": _clock(now)})
    return redirect("scheduling:meeting", meeting_id)
