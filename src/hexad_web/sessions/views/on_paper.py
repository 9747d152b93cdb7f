"""A session without screens: the print pack, and the page on which it is typed in afterwards."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.sessions.actions import on_paper as actions
from hexad_web.sessions.queries import on_paper, pack
from hexad_web.sessions.refusals import Refused


@never_cache
@requires(Role.PARTICIPANT)
@require_safe
def print_pack(request: ActorRequest, session_id: int) -> HttpResponse:
    paper = request.GET.get("paper", "a4")
    content = pack.pack_pdf(request.actor, session_id, paper, timezone.now())
    name = f"session-{session_id}-{paper}.pdf"
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


@never_cache
@requires(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: ActorRequest, session_id: int) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        try:
            actions.held_on_paper(actor=request.actor, session_id=session_id, held=_held(request), now=timezone.now())
            messages.success(request, _("The session is marked as held. Type in what you wrote."))
            return redirect("sessions:paper", session_id)
        except Refused as refusal:
            problem = str(refusal)
    page = on_paper.paper_page(request.actor, session_id, timezone.now())
    if page is None:
        raise Http404
    chosen = request.POST.get("facilitator") or page.facilitator
    context = {"page": page, "problem": problem, "ticked": request.POST.getlist("there"), "chosen": chosen}
    return render(request, "sessions/paper.html", context, status=422 if problem else 200)


def _held(request: ActorRequest) -> actions.Held:
    there = [int(key) for key in request.POST.getlist("there") if key.isdecimal() and len(key) < 10]
    facilitator = request.POST.get("facilitator", "")
    return actions.Held(there, int(facilitator) if facilitator.isdecimal() and len(facilitator) < 10 else 0)
