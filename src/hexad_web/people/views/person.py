from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.people import access
from hexad_web.people.actions import inviting, leaving
from hexad_web.people.queries import person_page


@requires(Role.OWNER)
@require_GET
def person(request: ActorRequest, person_id: int) -> HttpResponse:
    found = access.person_of(request.actor, person_id)
    context = {"person": found, "line": person_page.reporting_line(request.actor, found)}
    return render(request, "people/person.html", context)


@requires(Role.OWNER)
@require_POST
def invite(request: ActorRequest, person_id: int) -> HttpResponse:
    if inviting.invite_one(actor=request.actor, person_id=person_id, now=timezone.now()):
        messages.success(request, _("The invitation is being mailed."))
    return redirect("people:person", person_id)


@requires(Role.OWNER)
@require_POST
def left(request: ActorRequest, person_id: int) -> HttpResponse:
    access.person_of(request.actor, person_id)
    leaving.mark_left(actor=request.actor, person_ids=[person_id], now=timezone.now())
    return redirect("people:person", person_id)


@requires(Role.OWNER)
@require_POST
def back(request: ActorRequest, person_id: int) -> HttpResponse:
    access.person_of(request.actor, person_id)
    leaving.take_back(actor=request.actor, person_ids=[person_id], now=timezone.now())
    return redirect("people:person", person_id)
