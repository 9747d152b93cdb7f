"""The modules that produce scrap, for whoever revises them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.practice.queries import scrap


@never_cache
@requires(Role.OWNER)
@require_safe
def revision(request: ActorRequest) -> HttpResponse:
    """A page of its own, and a part of the page on which modules are edited."""
    template = "practice/_revision.html" if request.headers.get("hx-request") else "practice/revision.html"
    return render(request, template, {"rows": scrap.revision_list(request.actor)})
