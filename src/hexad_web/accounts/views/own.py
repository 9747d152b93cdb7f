from datetime import datetime

from allauth.account.forms import ChangePasswordForm, SetPasswordForm
from allauth.core import ratelimit
from django.contrib import auth, messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hexad_web.accounts import actions
from hexad_web.accounts.access import ActorRequest, memberships_of, requires
from hexad_web.accounts.actions import Profile
from hexad_web.accounts.forms import ProfileForm
from hexad_web.accounts.middleware import SESSION_KEY
from hexad_web.accounts.views.saying import saved
from hexad_web.frontend.moments import clock_of_reader


@require_POST
@requires()
def switch(request: ActorRequest) -> HttpResponse:
    """Act in another of one's own roles."""
    wanted = request.POST.get("membership", "")
    found = next((one for one in memberships_of(request.user) if str(one.pk) == wanted), None)
    if found is None:
        raise Http404
    request.session[SESSION_KEY] = found.pk
    return redirect("home:home")


@require_http_methods(["GET", "HEAD", "POST"])
@requires()
def profile(request: ActorRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        values = {name: form.cleaned_data[name] for name in ("name", "language", "time_zone", "clock")}
        actions.save_profile(actor=request.actor, profile=Profile(**values), now=now)
        messages.success(request, saved_as_chosen(request, now))
        return redirect("accounts:profile")
    context = {"form": form, "password_form": password_form(request)}
    return render(request, "accounts/profile.html", context, status=422 if form.errors else 200)


def saved_as_chosen(request: ActorRequest, now: datetime) -> str:
    """In the language, zone and clock that were just saved; this request still has those of before."""
    user = request.user
    language = user.language or translation.get_language_from_request(request)
    with translation.override(language), timezone.override(user.known_zone), clock_of_reader(user.clock):
        return saved(now)


def password_form(request: ActorRequest, data: object = None) -> ChangePasswordForm | SetPasswordForm:
    kind = ChangePasswordForm if request.user.has_usable_password() else SetPasswordForm
    return kind(data=data, user=request.user)


@require_POST
@requires()
def set_password(request: ActorRequest) -> HttpResponse:
    now = timezone.now()
    form = password_form(request, request.POST)
    if not ratelimit.consume(request, action="change_password"):
        form.add_error(None, _("That was often. Wait a minute, then try again."))
    elif form.is_valid():
        form.save()
        auth.update_session_auth_hash(request, request.user)
        actions.note_password_change(actor=request.actor, now=now)
        messages.success(request, saved(now))
        return redirect("accounts:profile")
    context = {"form": ProfileForm(instance=request.user), "password_form": form}
    return render(request, "accounts/profile.html", context, status=422)
