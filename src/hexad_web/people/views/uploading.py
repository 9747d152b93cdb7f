"""Choosing a file. What is too large is refused before it is read, so nobody's upload fills memory or disk."""

from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.people.actions.uploading import take_file
from hexad_web.people.forms import FileForm
from hexad_web.people.keeping import LARGEST_FILE

AROUND_THE_FILE = 2**20  # what a form adds around its file


class BoundedUpload(FileUploadHandler):
    """Counts what comes in: a sender may leave the length out, or lie about it."""

    seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.seen += len(raw_data)
        if self.seen > LARGEST_FILE:
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


# Checking the token reads the whole body: it waits until the length is known and the upload is bounded.
@csrf_exempt
@requires(Role.OWNER)
@require_http_methods(["GET", "POST"])
def import_new(request: ActorRequest) -> HttpResponse:
    if _length_of(request) > LARGEST_FILE + AROUND_THE_FILE:
        return _too_large(request)
    bounded = BoundedUpload(request)
    request.upload_handlers.insert(0, bounded)
    try:
        response = _import_new(request)
    except RequestDataTooBig:
        return _too_large(request)
    return _too_large(request) if bounded.seen > LARGEST_FILE else response


@csrf_protect
def _import_new(request: ActorRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if request.method == "POST" and form.is_valid():
        try:
            import_ = take_file(actor=request.actor, name=form.name, data=form.content, now=timezone.now())
        except ValidationError as refusal:
            form.add_error("file", refusal)
        else:
            return redirect("people:import_preview", import_.pk)
    return render(request, "people/import_new.html", {"form": form}, status=422 if form.errors else 200)


def _length_of(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdigit() else 0


def _too_large(request: HttpRequest) -> HttpResponse:
    form = FileForm({}, refused=_("This is larger than 20 MB. Export only the columns that are needed."))
    return render(request, "people/import_new.html", {"form": form}, status=413)
