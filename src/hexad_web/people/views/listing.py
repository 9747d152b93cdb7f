from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.people.actions.inviting import ASK_AGAIN_AFTER, ask_again, invite_all
from hexad_web.people.forms import FilterForm
from hexad_web.people.queries import listing


@requires(Role.OWNER)
@require_GET
def people(request: ActorRequest) -> HttpResponse:
    form = FilterForm(request.GET, departments=listing.departments(request.actor))
    filters = form.chosen
    context = {
        "filters": form,
        "page": listing.page_of(request.actor, filters, request.GET.get("page", "1")),
        "query": urlencode(filters),
        "counts": listing.counts(request.actor, silent_before=timezone.now() - ASK_AGAIN_AFTER),
        "open_import": listing.open_import(request.actor),
    }
    return render(request, "people/list.html", context)


@requires(Role.OWNER)
@require_GET
def export(request: ActorRequest) -> HttpResponse:
    # The byte order mark tells spreadsheets that this is UTF-8.
    response = HttpResponse(
        listing.people_csv(request.actor).encode("utf-8-sig"), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="people.csv"'
    return response


@requires(Role.OWNER)
@require_POST
def invite(request: ActorRequest) -> HttpResponse:
    return _told(request, invite_all(actor=request.actor, now=timezone.now()))


@requires(Role.OWNER)
@require_POST
def remind(request: ActorRequest) -> HttpResponse:
    return _told(request, ask_again(actor=request.actor, now=timezone.now()))


def _told(request: HttpRequest, count: int) -> HttpResponse:
    text = ngettext("%(n)d person is being mailed.", "%(n)d people are being mailed.", count)
    messages.success(request, text % {"n": count})
    return redirect("people:list")
