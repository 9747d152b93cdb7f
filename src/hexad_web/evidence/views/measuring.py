"""A manager's page of observers, the own questions, and the observers' questions behind a mail's link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.evidence import access
from hexad_web.evidence.actions import measuring
from hexad_web.evidence.forms import ObserverForm, SheetForm
from hexad_web.evidence.models import Study
from hexad_web.evidence.queries import asked
from hexad_web.evidence.queries import measuring as queries
from hexad_web.people import access as people_access
from hexad_web.people.models import Person
from hexad_web.practice.refusals import Refused


@never_cache
@requires(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def observers(request: ActorRequest) -> HttpResponse:
    person, now = people_access.own_person(request.actor), timezone.now()
    study = queries.study_of(request.actor.organisation, person, now)
    form = ObserverForm(request.POST if request.POST.get("act") == "add" else None)
    if request.method == "POST":
        try:
            if _done(request, study, person, form):
                return redirect("evidence:observers")
        except Refused as refusal:
            form.add_error(None, str(refusal)) if form.is_bound else messages.error(request, str(refusal))
    page = queries.my_observers(request.actor.organisation, person, now)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "evidence/observers.html", {"page": page, "form": form}, status=status)


def _done(request: ActorRequest, study: Study | None, person: Person, form: ObserverForm) -> bool:
    act, now = request.POST.get("act", ""), timezone.now()
    if act == "join":
        measuring.take_part(study=study, person=person, now=now)
    elif act == "stop":
        measuring.stop(study=study, person=person, now=now)
    elif act == "remove":
        key = request.POST.get("observer", "")
        number = int(key) if key.isascii() and key.isdecimal() and len(key) < 12 else 0
        measuring.take_back(study=study, person=person, observer_id=number, now=now)
    elif act == "add" and form.is_valid():
        measuring.name_observer(study=study, person=person, **form.cleaned_data, now=now)
    else:
        return False
    return True


@never_cache
@requires(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def own_sheet(request: ActorRequest) -> HttpResponse:
    person = people_access.own_person(request.actor)
    page = queries.my_observers(request.actor.organisation, person, timezone.now())
    if page.study is None or page.taking is None or page.asks is None:
        return redirect("evidence:observers")
    form = _form(request, asked.sheet_of(asked.items_of(page.study)), own=True)
    if request.method == "POST" and form.is_valid():
        try:
            measuring.answer_own(study=page.study, person=person, answers=form.cleaned_data, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kept. You can change it until the round ends."))
            return redirect("evidence:observers")
    return render(request, "evidence/own_sheet.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def observe(request: HttpRequest, token: str) -> HttpResponse:
    """Opens from a mail without signing in. GET never writes."""
    observer, now = access.observer_of(token), timezone.now()
    ask = queries.ask_of(observer, now)
    form = _form(request, asked.sheet_of(ask.items if ask else ()), own=False)
    if request.method == "POST" and request.POST.get("act") == "decline":
        measuring.decline(observer=observer, now=now)
        return redirect("evidence:observe", token)
    if request.method == "POST" and ask is not None and form.is_valid():
        words = form.cleaned_data.pop("comment")
        try:
            measuring.observe(observer=observer, answers=form.cleaned_data, comment=words, now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Sent. Thank you. You can change your answers until the round ends."))
            return redirect("evidence:observe", token)
    context = {"observer": observer, "form": form, "is_open": ask is not None}
    return render(request, "evidence/observe.html", context, status=422 if form.is_bound and form.errors else 200)


def _form(request: HttpRequest, sheet: asked.AskedSheet, *, own: bool) -> SheetForm:
    data = request.POST if request.method == "POST" and request.POST.get("act") != "decline" else None
    return SheetForm(data, items=sheet.items, choices=sheet.choices, own=own)
