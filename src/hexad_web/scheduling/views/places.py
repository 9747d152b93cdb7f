"""Rooms and the address of online meetings."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.scheduling.actions import changing
from hexad_web.scheduling.actions import places as actions
from hexad_web.scheduling.forms import LinkForm, RoomForm
from hexad_web.scheduling.queries.places import places_page
from hexad_web.scheduling.refusals import Refused
from hexad_web.scheduling.views.planning import saved_text


@requires(Role.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def places(request: ActorRequest) -> HttpResponse:
    form = RoomForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        actions.save_room(actor=request.actor, **form.cleaned_data, now=now)
        messages.success(request, saved_text(now))
        return redirect("scheduling:places")
    page = places_page(request.actor, timezone.now())
    words = {"page": page, "form": form, "room_form": form, "link_form": LinkForm(initial={"template": page.template})}
    return render(request, "scheduling/places.html", words, status=422 if form.errors else 200)


@requires(Role.OWNER)
@require_POST
def link(request: ActorRequest) -> HttpResponse:
    form = LinkForm(request.POST)
    if form.is_valid() and _save_link(request, form):
        return redirect("scheduling:places")
    page = places_page(request.actor, timezone.now())
    words = {"page": page, "form": form, "room_form": RoomForm(), "link_form": form}
    return render(request, "scheduling/places.html", words, status=422)


def _save_link(request: ActorRequest, form: LinkForm) -> bool:
    now = timezone.now()
    try:
        actions.save_link_template(actor=request.actor, template=form.cleaned_data["template"], now=now)
    except Refused as refusal:
        form.add_error("template", str(refusal))
        return False
    messages.success(request, saved_text(now))
    return True


@requires(Role.OWNER)
@require_POST
def give_link(request: ActorRequest) -> HttpResponse:
    try:
        count = changing.give_link(actor=request.actor, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        text = ngettext(
            "%(n)d meeting has its address; its members are told.",
            "%(n)d meetings have their address; their members are told.",
            count,
        )
        messages.success(request, text % {"n": count})
    return redirect("scheduling:places")


@requires(Role.OWNER)
@require_POST
def remove_room(request: ActorRequest, room_id: int) -> HttpResponse:
    now = timezone.now()
    actions.remove_room(actor=request.actor, room_id=room_id, now=now)
    messages.success(request, saved_text(now))
    return redirect("scheduling:places")
