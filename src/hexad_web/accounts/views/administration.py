from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hexad_web.accounts import actions, queries
from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.forms import OrganisationForm, RoleForm
from hexad_web.accounts.models import Role
from hexad_web.accounts.views.saying import saved

GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_POST
@requires(Role.ADMINISTRATOR)
def organisation(request: ActorRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None, instance=request.actor.organisation)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        name, zone = form.cleaned_data["name"], form.cleaned_data["time_zone"]
        actions.save_organisation(actor=request.actor, name=name, time_zone=zone, now=now)
        messages.success(request, saved(now))
        return redirect("accounts:organisation")
    return render(request, "accounts/organisation.html", {"form": form}, status=422 if form.errors else 200)


@GET_POST
@requires(Role.ADMINISTRATOR)
def members(request: ActorRequest) -> HttpResponse:
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        given = form.cleaned_data
        actions.give_role(
            actor=request.actor,
            email=given["email"],
            name=given["name"],
            role=Role(given["role"]),
            now=now,
        )
        messages.success(request, saved(now) + ". " + _("A new role is told by mail."))
        return redirect("accounts:members")
    page = queries.members_page(request.actor, request.GET.get("page", "1"))
    return render(request, "accounts/members.html", {"form": form, "page": page}, status=422 if form.errors else 200)


@require_POST
@requires(Role.ADMINISTRATOR)
def take_role(request: ActorRequest, membership_id: int) -> HttpResponse:
    now = timezone.now()
    try:
        taken = actions.take_role(actor=request.actor, membership_id=membership_id, now=now)
        messages.success(request, saved(now))
        if taken.user_id == request.user.pk and taken.role == request.actor.role:
            return redirect("home:home")  # this page is no longer theirs
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("accounts:members")


@require_safe
@requires(Role.ADMINISTRATOR)
def audit(request: ActorRequest) -> HttpResponse:
    page, lines = queries.audit_page(request.actor, request.GET.get("page", "1"))
    return render(request, "accounts/audit.html", {"page": page, "lines": lines})
