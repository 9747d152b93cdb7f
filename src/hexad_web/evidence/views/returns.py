"""What came back: the owner adds with sources, owner and sponsor read."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.evidence import access
from hexad_web.evidence.actions import returning
from hexad_web.evidence.forms import RETURN_FORMS, ReturnForm
from hexad_web.evidence.queries import returns as queries
from hexad_web.practice.refusals import Refused


@requires(Role.OWNER, Role.SPONSOR)
@require_http_methods(["GET", "HEAD"])
def returns(request: ActorRequest) -> HttpResponse:
    return _page(request, None)


def _page(request: ActorRequest, sent: ReturnForm | None, status: int = 200, **more: object) -> HttpResponse:
    forms = [sent if sent is not None and sent.kind == kind else form() for kind, form in RETURN_FORMS.items()]
    context = {"view": queries.return_of(request.actor), "forms": forms, "sent": sent, **more}
    return render(request, "evidence/returns.html", context, status=status)


@requires(Role.OWNER)
@require_POST
def add_return(request: ActorRequest) -> HttpResponse:
    kind = request.POST.get("kind", "")
    if kind not in RETURN_FORMS:
        return redirect("evidence:returns")
    form = RETURN_FORMS[kind](request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, 422)
    now, given = timezone.now(), returning.Given(kind=kind, **form.given)
    try:
        if form.upload is None:
            returning.add(actor=request.actor, given=given, now=now)
        else:
            returning.add_measured(actor=request.actor, given=given, data=form.upload.read(), now=now)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, 422)
    except returning.Unusable as unusable:
        return _page(request, form, 422, problems=unusable.problems)
    return redirect("evidence:returns")


@requires(Role.OWNER)
@require_POST
def change_return(request: ActorRequest) -> HttpResponse:
    item = access.return_item(request.actor.organisation, request.POST.get("item", ""))
    change = returning.put_back if request.POST.get("act") == "put_back" else returning.take_out
    change(actor=request.actor, item=item, now=timezone.now())
    return redirect("evidence:returns")
