"""Modules as files: out as a .zip, and in from one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.challenges.actions import publishing_modules
from hexad_web.challenges.actions.publishing_modules import Unreadable
from hexad_web.challenges.forms import ArchiveForm
from hexad_web.challenges.queries import editing as queries
from hexad_web.challenges.queries.wording_modules import Note
from hexad_web.challenges.refusals import Refused

LARGEST = 1_000_000  # bytes, as the library has it


@never_cache
@requires(Role.OWNER)
@require_safe
def export_module(request: ActorRequest, name: str) -> HttpResponse:
    file_name, data = queries.archive(request.actor, name)
    response = HttpResponse(data, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


@never_cache
@requires(Role.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def import_module(request: ActorRequest) -> HttpResponse:
    """Choose a file; it becomes a draft, or everything that is wrong with it is told."""
    form = ArchiveForm(request.POST, request.FILES) if request.method == "POST" else ArchiveForm()
    notes: list[Note] = []
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("challenges:own_module", _taken(request, form))
        except Unreadable as refusal:
            notes = refusal.notes
            form.add_error("file", _("This file was not imported. What is wrong with it stands below."))
        except Refused as refusal:
            form.add_error("file", str(refusal))
    context = {"form": form, "notes": notes}
    return render(request, "challenges/import_module.html", context, status=422 if form.errors else 200)


def _taken(request: ActorRequest, form: ArchiveForm) -> str:
    """No more than a module can have is read into memory."""
    data = form.cleaned_data["file"].read(LARGEST + 1)
    return publishing_modules.take_archive(actor=request.actor, data=data, now=timezone.now())
