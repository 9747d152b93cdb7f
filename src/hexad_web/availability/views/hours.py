from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.availability import actions
from hexad_web.availability.hours_form import HoursChoices, HoursForm
from hexad_web.availability.models import Hours
from hexad_web.availability.queries import pages
from hexad_web.frontend.countries import countries
from hexad_web.frontend.moments import time_text


@require_http_methods(["GET", "POST"])
@requires(Role.PARTICIPANT)
def hours(request: ActorRequest) -> HttpResponse:
    form = _form(request)
    if request.method == "POST" and form.is_valid() and _saved(request, form):
        messages.success(request, _("Saved %(time)s") % {"time": time_text(timezone.now())})
        return redirect("availability:calendars")
    return render(request, "availability/hours.html", {"form": form}, status=422 if form.errors else 200)


def _form(request: ActorRequest) -> HoursForm:
    row = pages.my_hours(request.actor)
    return HoursForm(
        request.POST if request.method == "POST" else None,
        initial=_initial(row),
        choices=HoursChoices(
            zones=pages.zones(),
            countries=countries(),
            holidays=pages.coming_holidays(row, timezone.localdate()),
            site=pages.site_of(row),
        ),
    )


def _initial(row: Hours) -> dict[str, Any]:
    days = {
        f"{name}_{weekday}": spans
        for name, week in (("work", row.weekly), ("stretch", row.stretch))
        for weekday, spans in enumerate(week)
    }
    plain = {
        name: getattr(row, name)
        for name in ("zone", "holidays_of_site", "country", "region", "in_person_days", "days_worked")
    }
    return {**plain, **days, "days_off": "\n".join(row.days_off)}


def _saved(request: ActorRequest, form: HoursForm) -> bool:
    given = form.cleaned_data
    values = actions.HoursValues(
        zone=given["zone"],
        weekly=form.week("work"),
        stretch=form.week("stretch"),
        in_person_days=sorted(given["in_person_days"]),
        country=given["country"],
        region=given["region"].strip().upper(),
        days_off=given["days_off"],
        days_worked=sorted(given.get("days_worked", [])),
        holidays_of_site=given.get("holidays_of_site", True),
    )
    try:
        actions.set_hours(actor=request.actor, values=values, now=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True
