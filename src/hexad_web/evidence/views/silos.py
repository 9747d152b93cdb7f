"""Ties between departments: the owner asks, managers answer, owner and sponsor read what may be shown."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.evidence.actions import tying
from hexad_web.evidence.queries import silos as queries
from hexad_web.people import access as people_access
from hexad_web.people.models import Person
from hexad_web.practice.refusals import Refused


@requires(Role.OWNER, Role.SPONSOR)
@require_safe
def silos(request: ActorRequest) -> HttpResponse:
    """Frozen maps only: while a question is open nothing is counted."""
    return _page(request)


def _page(request: ActorRequest, refusal: str = "", status: int = 200) -> HttpResponse:
    context = {"page": queries.page_of(request.actor), "refusal": refusal}
    return render(request, "evidence/silos.html", context, status=status)


@requires(Role.OWNER)
@require_POST
def ask(request: ActorRequest) -> HttpResponse:
    try:
        tying.ask(actor=request.actor, now=timezone.now())
    except Refused as refusal:
        return _page(request, str(refusal), status=409)
    return redirect("evidence:silos")


@requires(Role.OWNER)
@require_POST
def take_back(request: ActorRequest) -> HttpResponse:
    tying.take_back(actor=request.actor, now=timezone.now())
    return redirect("evidence:silos")


@never_cache
@requires(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def ties(request: ActorRequest) -> HttpResponse:
    person = people_access.own_person(request.actor)
    refusal = ""
    if request.method == "POST":
        try:
            _act(request, person)
        except Refused as problem:
            refusal = str(problem)
        else:
            return redirect("evidence:ties")
    page = queries.ties_page(person, request.GET.get("q", ""), timezone.now())
    return render(request, "evidence/ties.html", {"page": page, "refusal": refusal}, status=409 if refusal else 200)


def _act(request: ActorRequest, person: Person) -> None:
    now = timezone.now()
    number = request.POST.get("person", "")
    named = int(number) if number.isascii() and number.isdecimal() and len(number) < 12 else 0
    act = request.POST.get("act", "")
    if act == "name":
        tying.name(person=person, named_id=named, now=now)
    elif act == "unname":
        tying.unname(person=person, named_id=named, now=now)
    elif act == "send":
        tying.send(person=person, now=now)
    elif act == "decline":
        tying.decline(person=person, now=now)
