from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hexad_web.frontend.samples import sample_context


def design(request: HttpRequest) -> HttpResponse:
    """Every component and state; routed in development only."""
    return render(request, "frontend/design.html", sample_context())
