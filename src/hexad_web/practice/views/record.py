"""The record of a session for its members alone: a page, and the same as a PDF. Opening it writes nothing."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.practice.queries import record as queries


@never_cache
@requires(Role.PARTICIPANT)
@require_safe
def record(request: ActorRequest, session_id: int) -> HttpResponse:
    page = queries.record(request.actor, session_id, timezone.now())
    return render(request, "practice/record.html", {"page": page, "told": page.told})


@never_cache
@requires(Role.PARTICIPANT)
@require_safe
def pdf(request: ActorRequest, session_id: int) -> HttpResponse:
    content = queries.record_pdf(request.actor, session_id, request.GET.get("paper", "a4"), timezone.now())
    headers = {"Content-Disposition": f'inline; filename="session-{session_id}-record.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
