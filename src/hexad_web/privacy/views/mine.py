from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.privacy import access
from hexad_web.privacy.actions import erasing
from hexad_web.privacy.queries import own_data


@requires()
@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """What is kept, for how long; take it along, or have it erased."""
    can_erase = request.actor.role == Role.PARTICIPANT
    context = {"erasure": access.open_erasure(request.actor), "can_erase": can_erase, "days": erasing.WAITS.days}
    return render(request, "privacy/mine.html", context)


@requires()
@require_safe
def export(request: ActorRequest) -> HttpResponse:
    content = own_data.as_zip(request.actor, timezone.now())
    headers = {"Content-Disposition": 'attachment; filename="my-data.zip"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/zip", headers=headers)


@requires(Role.PARTICIPANT)
@require_POST
def erase(request: ActorRequest) -> HttpResponse:
    """The first tap names what is lost; the second one notes the wish, which a week can take back."""
    if "sure" not in request.POST:
        context = {"erasure": None, "can_erase": True, "days": erasing.WAITS.days, "asks": True}
        return render(request, "privacy/mine.html", context)
    erasing.ask(actor=request.actor, now=timezone.now())
    return redirect("privacy:mine")


@requires(Role.PARTICIPANT)
@require_POST
def keep(request: ActorRequest) -> HttpResponse:
    if erasing.take_back(actor=request.actor, now=timezone.now()):
        messages.info(request, _("Nothing is erased. You stay in your group."))
    return redirect("privacy:mine")
