from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.formation import access
from hexad_web.formation.actions.moving import Move, NotMoved, move_person, undo_last
from hexad_web.formation.forms import MoveForm
from hexad_web.formation.models import GroupMember, Run
from hexad_web.formation.queries import moves, results
from hexad_web.formation.views.results import number_of


@requires(Role.OWNER)
@require_http_methods(["GET", "POST"])
def move(request: ActorRequest, run_id: int, seat_id: int) -> HttpResponse:
    """Choose a group for a person: each with its effect. The board's drag and drop posts here as well."""
    run = access.run_with_groups(request.actor, run_id)
    seat = access.seat_of(run, seat_id)
    form = MoveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        group, swap = form.chosen()
        wanted = Move(seat_id=seat.pk, group_id=group, swap_id=swap, reason=form.cleaned_data["reason"])
        try:
            move_person(actor=request.actor, run_id=run.pk, move=wanted, now=timezone.now())
        except NotMoved as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(_back(run, seat))
    context = _context(request, run, seat, form)
    return render(request, "formation/move.html", context, status=422 if form.errors else 200)


def _context(request: ActorRequest, run: Run, seat: GroupMember, form: MoveForm) -> dict[str, Any]:
    page, choices = moves.choices(run, seat, number_of(request.GET.get("page"), 1), number_of(request.GET.get("to")))
    wanted = request.POST.get("choice", "")
    return {"run": run, "seat": seat, "form": form, "page": page, "choices": choices, "wanted": wanted}


@requires(Role.OWNER)
@require_POST
def drop(request: ActorRequest, run_id: int) -> HttpResponse:
    """A person dragged onto a group: done at once, unless it breaks a rule that must hold; then the page asks why."""
    run = access.run_with_groups(request.actor, run_id)
    seat = access.seat_of(run, number_of(request.POST.get("person")))
    group = access.draft_group_of(run, number_of(request.POST.get("group")))
    choice = moves.choice_into(run, seat, group)
    if choice is None or choice.breaks_must:
        query = urlencode({"to": group.pk})
        return redirect(f"{reverse('formation:move', args=[run.pk, seat.pk])}?{query}")
    swap = choice.swap.pk if choice.swap else None
    move_person(
        actor=request.actor,
        run_id=run.pk,
        move=Move(seat_id=seat.pk, group_id=group.pk, swap_id=swap),
        now=timezone.now(),
    )
    return redirect(_back(run, seat))


def _back(run: Run, seat: GroupMember) -> str:
    """To the card that the person is on now, with the focus on the person: without a #fragment, which would win."""
    seat.refresh_from_db()
    page = results.page_number_of(run, seat.group)
    query = urlencode({"page": page, "moved": seat.pk})
    return f"{reverse('formation:result', args=[run.pk])}?{query}"


@requires(Role.OWNER)
@require_POST
def undo(request: ActorRequest, run_id: int) -> HttpResponse:
    run = access.run_with_groups(request.actor, run_id)
    try:
        edit = undo_last(
            actor=request.actor, run_id=run.pk, edit_id=number_of(request.POST.get("edit")), now=timezone.now()
        )
    except NotMoved as refusal:
        context = results.context_of(run, "all", 1, timezone.now())
        return render(request, "formation/result.html", {**context, "not_moved": str(refusal)}, status=409)
    return redirect(_back(run, GroupMember.objects.get(run=run, person=edit.person_id)))
