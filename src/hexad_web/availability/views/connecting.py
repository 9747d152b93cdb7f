"""Connecting an account: server and app password, then which of its calendars are read."""

from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.availability import actions
from hexad_web.availability.forms import AccountForm, CalendarsForm

WAITING = "availability.calendars"  # the calendars that were found, sealed, until some are chosen


@sensitive_post_parameters("user", "password")
@never_cache
@require_http_methods(["GET", "POST"])
@requires(Role.PARTICIPANT)
def account(request: ActorRequest) -> HttpResponse:
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _found(request, form):
        return redirect("availability:choose_calendars")
    return render(request, "availability/account.html", {"form": form}, status=422 if form.errors else 200)


@sensitive_variables()
def _found(request: ActorRequest, form: AccountForm) -> bool:
    if not ratelimit.consume(request, action="search_calendars", user=request.user):
        form.add_error(None, _("That was often. Try again in an hour."))
        return False
    try:
        found = actions.search_account(actor=request.actor, account=form.account(), now=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
        return False
    request.session[WAITING] = found
    return True


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Role.PARTICIPANT)
def choose(request: ActorRequest) -> HttpResponse:
    now = timezone.now()
    waiting = actions.calendars_waiting(actor=request.actor, sealed=request.session.get(WAITING, ""), now=now)
    if not waiting:
        return redirect("availability:account")
    names = [calendar.name for calendar in waiting]
    given = request.POST if request.method == "POST" else None  # nothing ticked is an answer too
    form = CalendarsForm(given, names=names, initial={"calendars": [*range(len(names))]})
    if form.is_valid():
        chosen = [waiting[at] for at in form.cleaned_data["calendars"]]
        try:
            actions.add_calendars(actor=request.actor, calendars=chosen, now=now)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            del request.session[WAITING]
            return redirect("availability:calendars")
    return _choices(request, form)


def _choices(request: HttpRequest, form: CalendarsForm) -> HttpResponse:
    return render(request, "availability/choose_calendars.html", {"form": form}, status=422 if form.errors else 200)
