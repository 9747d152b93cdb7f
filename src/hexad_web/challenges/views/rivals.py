"""A rival for a post, on the author's own page and nowhere else."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.challenges.actions import rivals
from hexad_web.challenges.forms import FindForm
from hexad_web.challenges.queries import intake as queries
from hexad_web.challenges.refusals import Refused
from hexad_web.challenges.views.intake import show_check


@never_cache
@requires(Role.PARTICIPANT)
@require_POST
def rival(request: ActorRequest) -> HttpResponse:
    """Find a person by name, name one, or take it back. Always POST: no name stands in an address or a log."""
    act = request.POST.get("act", "find")
    if act == "find":
        return _found(request)
    try:
        if act == "drop":
            rivals.drop_rival(actor=request.actor)
        else:
            rivals.name_rival(actor=request.actor, other_id=_key(request.POST.get("other", "")), now=timezone.now())
    except Refused as refusal:
        return show_check(request, rival_problem=str(refusal), rival_open=True)
    return redirect("challenges:check")


def _found(request: ActorRequest) -> HttpResponse:
    form = FindForm(request.POST, auto_id="find_%s")
    name = form.cleaned_data["name"] if form.is_valid() else ""
    found = queries.find_colleagues(request.actor, name)
    nobody = "" if found else _("Nobody of this name is in the list. Type at least two letters of the name.")
    return show_check(request, find=form, found=found, nobody=nobody, rival_open=True)


def _key(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0  # longer ones are no key of ours
