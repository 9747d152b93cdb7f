"""Two questions that open from a mail without signing in. GET never writes: the page preselects, one button sends."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hexad_web.people.models import Person
from hexad_web.practice import access
from hexad_web.practice.actions import answering
from hexad_web.practice.forms import CheckForm, FollowUpForm
from hexad_web.practice.models import BuddyCheck, FollowUp
from hexad_web.practice.queries import asked
from hexad_web.practice.refusals import Refused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def buddy(request: HttpRequest, token: str) -> HttpResponse:
    check = access.check_of_token(token)
    with _language_of(check.pair.person):
        page = asked.check_page(check, timezone.now())
        form = CheckForm(_data(request), initial=_initial(request, page.initial))
        if request.method == "POST" and form.is_valid() and _checked(form, check):
            messages.success(request, _("Sent. You can change your answer until Reflect."))
            return redirect("practice:buddy", token)
        return _show(request, "practice/buddy.html", {"page": page, "form": form})


def _checked(form: CheckForm, check: BuddyCheck) -> bool:
    values = form.cleaned_data
    try:
        answering.answer_check(check=check, answer=values["answer"], text=values["text"], now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, token: str) -> HttpResponse:
    found = access.follow_up_of_token(token)
    with _language_of(found.person):
        page = asked.follow_up_page(found, timezone.now())
        form = FollowUpForm(_data(request), initial=_initial(request, page.initial))
        if request.method == "POST" and form.is_valid() and _followed(form, found):
            messages.success(request, _("Sent. You can change your answer for six weeks."))
            return redirect("practice:follow_up", token)
        return _show(request, "practice/follow_up.html", {"page": page, "form": form})


def _followed(form: FollowUpForm, found: FollowUp) -> bool:
    try:
        answering.answer_follow_up(follow_up=found, answer=form.cleaned_data["answer"], now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _data(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _initial(request: HttpRequest, known: dict[str, str]) -> dict[str, str]:
    wanted = request.GET.get("answer", "")
    return {**known, **({"answer": wanted} if wanted else {})}


def _show(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    form = context["form"]
    return render(request, template, context, status=422 if isinstance(form, forms.Form) and form.errors else 200)


def _language_of(person: Person) -> translation.override:
    """The language of the login; without one, what the browser asked for."""
    chosen = person.user.language if person.user else ""
    return translation.override(chosen or translation.get_language())
