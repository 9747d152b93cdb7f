from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.outbox import actions, queries


@require_safe
@requires(Role.OWNER, Role.ADMINISTRATOR)
def outbox(request: ActorRequest) -> HttpResponse:
    page = queries.outbox_page(request.actor, request.GET.get("page", "1"))
    return render(request, "outbox/list.html", {"outbox": page, "page": page.page})


@require_POST
@requires(Role.OWNER, Role.ADMINISTRATOR)
def retry(request: ActorRequest, message_id: int) -> HttpResponse:
    if actions.try_again(actor=request.actor, message_id=message_id, now=timezone.now()):
        messages.success(request, _("The mail goes out again."))
    else:
        messages.info(request, _("This mail needs no second try."))
    return redirect("outbox:list")


@require_POST
@requires(Role.OWNER, Role.ADMINISTRATOR)
def seen(request: ActorRequest, message_id: int) -> HttpResponse:
    actions.mark_seen(actor=request.actor, message_id=message_id, now=timezone.now())
    return redirect("outbox:list")
