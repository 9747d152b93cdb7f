"""After a meeting: it took place or not, and a new date where it did not."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.frontend import moments
from hexad_web.scheduling import access
from hexad_web.scheduling.actions import holding, renewing
from hexad_web.scheduling.refusals import Refused


@requires(Role.OWNER, Role.PARTICIPANT)
@require_POST
def new_date(request: ActorRequest, meeting_id: int) -> HttpResponse:
    try:
        fresh = renewing.new_date(actor=request.actor, meeting_id=meeting_id, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("scheduling:meeting", meeting_id)
    when = moments.span_text(fresh.start, fresh.end, fresh.zone)
    messages.success(request, _("New date: %(when)s. Each member gets one mail.") % {"when": when})
    return redirect("scheduling:meeting", fresh.pk)


@requires(Role.OWNER, Role.PARTICIPANT)
@require_POST
def correct(request: ActorRequest, meeting_id: int) -> HttpResponse:
    access.meeting_to_renew(request.actor, meeting_id)
    try:
        took_place = took_place_of(request)
        holding.correct(actor=request.actor, meeting_id=meeting_id, took_place=took_place, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, corrected_text())
    return redirect("scheduling:meeting", meeting_id)


def took_place_of(request: HttpRequest) -> bool:
    became = request.POST.get("became")
    if became not in ("held", "missed"):
        raise Refused(_("Choose one of the two answers."))
    return became == "held"


def corrected_text() -> str:
    time = moments.clock_text(timezone.localtime())
    return _("Saved %(time)s. You can change it again.") % {"time": time}
