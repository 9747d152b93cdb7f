"""The holidays of each site, kept by the owner."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.availability import actions
from hexad_web.availability.models import SiteHolidays
from hexad_web.availability.queries import holidays
from hexad_web.availability.sites_forms import DayForm, SiteForm, SwitchForm
from hexad_web.frontend.countries import name_of
from hexad_web.frontend.moments import time_text


@require_GET
@requires(Role.OWNER)
def sites(request: ActorRequest) -> HttpResponse:
    return render(request, "availability/sites.html", {"sites": holidays.sites(request.actor)})


@require_http_methods(["GET", "POST"])
@requires(Role.OWNER)
def site(request: ActorRequest) -> HttpResponse:
    """The days of one site; a post sets whose public holidays it has."""
    name = request.GET.get("site", "")
    if not name:
        return redirect("availability:holidays")
    if request.method == "GET":
        return _page(request, name)
    form = SiteForm(request.POST)
    return _kept(request, name, form, actions.set_country) or _page(request, name, site_form=form)


@require_POST
@requires(Role.OWNER)
def add_day(request: ActorRequest) -> HttpResponse:
    name, form = request.GET.get("site", ""), DayForm(request.POST)
    return _kept(request, name, form, actions.add_day) or _page(request, name, day_form=form)


@require_POST
@requires(Role.OWNER)
def switch_day(request: ActorRequest) -> HttpResponse:
    name = request.GET.get("site", "")
    form = SwitchForm(request.POST)
    if not form.is_valid():
        return _page(request, name)
    actions.switch_day(actor=request.actor, site=name, **form.cleaned_data, now=timezone.now())
    return redirect(_address(name))


def _kept(request: ActorRequest, name: str, form: forms.Form, save: Callable[..., SiteHolidays]) -> HttpResponse | None:
    """What a form says about a site is kept; None where the form has something to say first."""
    if form.is_valid():
        try:
            save(actor=request.actor, site=name, **form.cleaned_data, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
    if form.errors:
        return None
    messages.success(request, _("Saved %(time)s") % {"time": time_text(timezone.now())})
    return redirect(_address(name))


def _address(name: str) -> str:
    return f"{reverse('availability:site')}?{urlencode({'site': name})}"


def _page(
    request: ActorRequest, name: str, *, site_form: SiteForm | None = None, day_form: DayForm | None = None
) -> HttpResponse:
    row = holidays.site_holidays(request.actor, name)
    failed: forms.Form | None = next((form for form in (site_form, day_form) if form), None)
    context = {
        "site": row.site,
        "query": urlencode({"site": row.site}),
        "country": name_of(row.country),
        "days": holidays.site_days(row, timezone.localdate()),
        "site_form": site_form or SiteForm(initial={"country": row.country, "region": row.region}),
        "day_form": day_form or DayForm(),
        "form": failed,
    }
    return render(request, "availability/site.html", context, status=422 if failed else 200)
