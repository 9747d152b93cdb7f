"""One import: its preview, its matching, its confirmation, and what can be done afterwards."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.people import access
from hexad_web.people.actions import confirming, leaving, uploading
from hexad_web.people.actions.register import ListChangedError
from hexad_web.people.forms import ColumnsForm, FileForm
from hexad_web.people.models import Import
from hexad_web.people.queries import previews

State = Import.State
Page = Callable[[ActorRequest, Import], HttpResponse]


@requires(Role.OWNER)
@require_GET
def preview(request: ActorRequest, import_id: int) -> HttpResponse:
    import_ = access.import_of(request.actor, import_id)
    page: dict[str, Page] = {
        State.READING: _reading,
        State.READY: _ready,
        State.UNREADABLE: _unreadable,
    }
    return page.get(import_.state, _finished)(request, import_)


def _reading(request: ActorRequest, import_: Import) -> HttpResponse:
    return render(request, "people/import_reading.html", previews.progress_page(import_))


def _ready(request: ActorRequest, import_: Import, form: ColumnsForm | None = None) -> HttpResponse:
    row = request.GET.get("row", "")
    context = previews.preview_page(import_, _key(row), form)
    template = "people/_row.html" if request.GET.get("part") == "row" else "people/import_preview.html"
    context |= {"import": import_, "file_form": FileForm()}
    return render(request, template, context, status=422 if form is not None else 200)


def _key(text: str) -> int | None:
    """Longer numbers are nobody's; Python even refuses to read those of thousands of digits."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _unreadable(request: ActorRequest, import_: Import) -> HttpResponse:
    form = FileForm({}, refused=previews.refusal(import_))
    return render(request, "people/import_new.html", {"form": form, "import": import_})


def _finished(request: ActorRequest, import_: Import) -> HttpResponse:
    context = {"import": import_, **previews.finished_page(request.actor, import_)}
    return render(request, "people/import_done.html", context)


@requires(Role.OWNER)
@require_GET
def progress(request: ActorRequest, import_id: int) -> HttpResponse:
    """Asked every second while the worker reads; then the page itself is loaded."""
    import_ = access.import_of(request.actor, import_id)
    response = render(request, "people/_progress.html", previews.progress_page(import_))
    if import_.state != State.READING:
        response["HX-Redirect"] = reverse("people:import_preview", args=[import_id])
    return response


@requires(Role.OWNER)
@require_POST
def columns(request: ActorRequest, import_id: int) -> HttpResponse:
    import_ = access.import_of(request.actor, import_id)
    form = previews.columns_form(import_, request.POST)
    if import_.state == State.READY and not form.is_valid():
        return _ready(request, import_, form)
    try:
        uploading.match_columns(actor=request.actor, import_id=import_id, columns=form.columns, now=timezone.now())
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("people:import_preview", import_id)


@requires(Role.OWNER)
@require_POST
def confirm(request: ActorRequest, import_id: int) -> HttpResponse:
    try:
        confirming.confirm(actor=request.actor, import_id=import_id, now=timezone.now())
    except ListChangedError as refusal:
        uploading.read_again(actor=request.actor, import_id=import_id)
        messages.warning(request, refusal.messages[0])
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("people:import_preview", import_id)


@requires(Role.OWNER)
@require_POST
def undo(request: ActorRequest, import_id: int) -> HttpResponse:
    try:
        confirming.undo(actor=request.actor, import_id=import_id, now=timezone.now())
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("people:import_preview", import_id)


@requires(Role.OWNER)
@require_POST
def discard(request: ActorRequest, import_id: int) -> HttpResponse:
    uploading.discard(actor=request.actor, import_id=import_id, now=timezone.now())
    messages.success(request, _("File put away. Nothing was imported."))
    return redirect("people:list")


@requires(Role.OWNER)
@require_POST
def missing(request: ActorRequest, import_id: int) -> HttpResponse:
    """Mark chosen people who were not in the file as left, or take that back."""
    import_ = access.import_of(request.actor, import_id)
    chosen = {_key(pk) for pk in request.POST.getlist("person")}
    offered = [pk for pk in import_.missing if pk in chosen]
    if request.POST.get("act") == "undo":
        leaving.take_back(actor=request.actor, person_ids=import_.missing, now=timezone.now())
    else:
        count = leaving.mark_left(actor=request.actor, person_ids=offered, now=timezone.now())
        text = ngettext("%(n)d person marked as left.", "%(n)d people marked as left.", count)
        messages.success(request, text % {"n": count})
    return redirect("people:import_preview", import_id)


@requires(Role.OWNER)
@require_GET
def problem_rows(request: ActorRequest, import_id: int) -> HttpResponse:
    import_ = access.import_of(request.actor, import_id)
    content = previews.problem_rows_csv(import_).encode("utf-8-sig")
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="problem-rows.csv"'
    return response
