from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib import auth, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hexad_web.accounts import actions, signing_in
from hexad_web.accounts.actions import CodeAnswer
from hexad_web.accounts.forms import CodeForm, EmailForm, PasswordForm
from hexad_web.accounts.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WAITING = "sign-in"  # in the session: the row with which a code is compared, the address typed, where to go then
LONGEST_ADDRESS = 2000  # it travels in the mail
GET_POST = require_http_methods(["GET", "HEAD", "POST"])


def ours(request: HttpRequest, wanted: str) -> str:
    if len(wanted) > LONGEST_ADDRESS:
        return ""
    allowed = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if allowed else ""


def next_of(request: HttpRequest) -> str:
    """Where to go after signing in, if it is ours."""
    return ours(request, request.POST.get("next") or request.GET.get("next") or "")


def let_in(request: HttpRequest, user: User, next_url: str) -> HttpResponseRedirect:
    request.session.pop(WAITING, None)
    auth.login(request, user, backend=BACKEND)
    return HttpResponseRedirect(next_url or "/")


def show_login(request: HttpRequest, form: EmailForm, password_form: PasswordForm | None = None) -> HttpResponse:
    context = {
        "form": form,
        "password_form": password_form or PasswordForm(prefix="p"),
        "next": next_of(request),
    }
    wrong = form.errors or (password_form and password_form.errors)
    return render(request, "accounts/login.html", context, status=422 if wrong else 200)


@never_cache
@GET_POST
def login(request: HttpRequest) -> HttpResponse:
    """Ask for a link. The answer is the same whether anybody has the address."""
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        if ratelimit.consume(request, action="request_login_code", key=email):
            link = actions.request_sign_in(email=email, now=timezone.now(), next_url=next_of(request))
            request.session[WAITING] = {"link": link, "email": email, "next": next_of(request)}
            return redirect("accounts:code")
        form.add_error(None, _("That was often. Look in your mail, or ask again later."))
    return show_login(request, form)


REFUSALS = {
    CodeAnswer.WRONG: lambda: _("This is not the code of the newest mail. Look again, or send a new one."),
    CodeAnswer.OFTEN: lambda: _("Too many wrong codes for this address today. Open the link in the mail instead."),
    CodeAnswer.OVER: lambda: _("Link used or expired. Send a new one."),
}


@never_cache
@GET_POST
def code(request: HttpRequest) -> HttpResponse:
    """Look in your mail: the code signs in where the mail is read on another device."""
    waiting: dict[str, Any] | None = request.session.get(WAITING)
    if waiting is None:
        return redirect("accounts:login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = actions.use_sign_in_code(link_id=waiting["link"], code=form.cleaned_data["code"], now=timezone.now())
        if isinstance(found, User):
            return let_in(request, found, ours(request, waiting["next"]))
        form.add_error("code", REFUSALS[found]())
    context = {"form": form, "email": waiting["email"], "next": waiting["next"]}
    return render(request, "accounts/code.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
def password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST, prefix="p")
    user = check_password(request, form) if form.is_valid() else None
    if user is None:
        return show_login(request, EmailForm(), form)
    actions.note_password_sign_in(user=user, now=timezone.now())
    return let_in(request, user, next_of(request))


def check_password(request: HttpRequest, form: PasswordForm) -> User | None:
    """allauth counts the tries per address and per network, and takes as long for an address that nobody has."""
    email, typed = form.cleaned_data["email"].lower(), form.cleaned_data["password"]
    try:
        user = get_adapter().authenticate(request, email=email, password=typed)
    except ValidationError:
        form.add_error(None, _("That was often. Wait five minutes, or ask for a link."))
        return None
    if isinstance(user, User) and user.is_active:
        return user
    form.add_error(None, _("E-mail and password do not belong together. Try again, or ask for a link."))
    return None


@never_cache
@GET_POST
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Scanners open links, so opening changes nothing; the button signs in."""
    if request.method == "POST":
        user = actions.use_sign_in_link(token=token, now=timezone.now())
        if user is not None:
            return let_in(request, user, next_of(request))
    link = signing_in.find_link(token, now=timezone.now())
    context = {"link": link, "next": next_of(request)}
    return render(request, "accounts/sign_in.html", context, status=200 if link else 410)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    auth.logout(request)
    messages.success(request, _("You are signed out."))
    return redirect("accounts:login")
