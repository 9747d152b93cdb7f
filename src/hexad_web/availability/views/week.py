"""The painted week: the grid sends all of it, the plain form one stroke; copy and undo."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.availability import actions
from hexad_web.availability.forms import StrokeForm, WeekForm
from hexad_web.availability.queries import pages
from hexad_web.frontend.moments import time_text


@require_POST
@requires(Role.PARTICIPANT)
def set_week(request: ActorRequest) -> HttpResponse:
    form = WeekForm(request.POST)
    if not form.is_valid():
        return _said(request, _("The week did not arrive whole. Reload the page and paint again."))
    strokes = [actions.Stroke(*row) for row in form.rows()]
    actions.set_week(actor=request.actor, strokes=strokes, now=timezone.now())
    return _said(request, _saved())


@require_POST
@requires(Role.PARTICIPANT)
def paint(request: ActorRequest) -> HttpResponse:
    form = StrokeForm(request.POST, auto_id="stroke_%s")
    if not form.is_valid():
        page = pages.calendars_page(request.actor, timezone.now())
        context = {"page": page, "stroke_form": form, "form": form}
        return render(request, "availability/calendars.html", context, status=422)
    actions.paint(actor=request.actor, stroke=actions.Stroke(**form.cleaned_data), now=timezone.now())
    return _said(request, _saved())


@require_POST
@requires(Role.PARTICIPANT)
def undo(request: ActorRequest) -> HttpResponse:
    actions.undo_paint(actor=request.actor, now=timezone.now())
    return _said(request, _("Last change taken back."))


@require_POST
@requires(Role.PARTICIPANT)
def copy(request: ActorRequest) -> HttpResponse:
    actions.copy_monday(actor=request.actor, now=timezone.now())
    return _said(request, _("Tuesday to Friday are as Monday."))


def _saved() -> str:
    return _("Saved %(time)s") % {"time": time_text(timezone.now())}


def _said(request: ActorRequest, text: str) -> HttpResponse:
    """The grid stays as it is and hears one line; a plain form gets the page again."""
    if request.headers.get("HX-Request"):
        return render(request, "availability/_week_saved.html", {"said": text})
    messages.success(request, text)
    return redirect("availability:calendars")
