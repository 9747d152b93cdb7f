"""A panel: a fragment inside the room, a page of its own otherwise. Both have the same form and the same address."""

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hexad_web.frontend import moments

DONE = "panelDone"


def is_fragment(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers


def show(request: HttpRequest, template: str, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    """``template``: the fragment's; the page around it is its app's ``panel.html``."""
    if is_fragment(request):
        return render(request, template, context, status=status)
    page = f"{template.partition('/')[0]}/panel.html"
    return render(request, page, {**context, "fragment": template}, status=status)


def done(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """Saved: the room learns that this member is ready; a page is read anew, so that a reload sends nothing twice."""
    if not is_fragment(request):
        return redirect(request.get_full_path())
    response = show(request, template, {**context, "is_saved": True})
    response["HX-Trigger"] = DONE
    return response


def autosaved(request: HttpRequest, form: Form) -> HttpResponse:
    """The line beside the button: when it was saved, or why not yet. What is typed stays where it is either way."""
    problem = next((sentence for errors in form.errors.values() for sentence in errors), "")
    at = moments.clock_text(moments.local(timezone.now(), None)[0])
    return render(request, "practice/_saved.html", {"at": at, "problem": problem})
