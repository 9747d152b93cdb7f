"""Joining and declining. A GET shows and never writes: mail scanners open links."""

from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.people import access
from hexad_web.people.actions.answering import Answered, answer_by_link, change_answer
from hexad_web.people.forms import AnswerForm
from hexad_web.people.models import Person
from hexad_web.people.queries import person_page

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    invitation = access.invitation_of(token)
    if invitation is None:
        return render(request, "people/join_gone.html", status=404)
    form = AnswerForm(
        request.POST if request.method == "POST" else None, initial={"answer": request.GET.get("answer", "")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            answered = answer_by_link(token=token, answer=form.cleaned_data["answer"], now=timezone.now())
        except ValidationError:  # the person was marked as left while the page was open
            return render(request, "people/join_gone.html", status=404)
        _sign_in(request, answered)
        return redirect("people:join", token)
    return _page(request, "people/join.html", invitation.person, form)


def _sign_in(request: HttpRequest, answered: Answered) -> None:
    """Whoever is signed in already, as whomever, stays so."""
    if answered.signs_in and not request.user.is_authenticated:
        login(request, answered.signs_in, backend=BACKEND)


def _page(request: HttpRequest, template: str, person: Person, form: AnswerForm) -> HttpResponse:
    context = {"person": person, "form": form, "last": person_page.last_answer(person)}
    response = render(request, template, context, status=422 if form.errors else 200)
    # The address is a key: no other site learns it. Ours has to: with "no-referrer" a browser posts the answer with
    # "Origin: null", which is refused as a forgery.
    response["Referrer-Policy"] = "same-origin"
    add_never_cache_headers(response)
    return response


@requires(Role.PARTICIPANT)
@require_http_methods(["GET", "POST"])
def me(request: ActorRequest) -> HttpResponse:
    """A participant's own row and answer."""
    person = access.own_person(request.actor)
    form = AnswerForm(
        request.POST if request.method == "POST" else None, initial={"answer": person_page.answer_of(person)}
    )
    if request.method == "POST" and form.is_valid():
        change_answer(actor=request.actor, answer=form.cleaned_data["answer"], now=timezone.now())
        return redirect("people:me")
    return _page(request, "people/me.html", person, form)
