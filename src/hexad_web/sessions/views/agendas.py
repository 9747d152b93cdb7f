"""Agendas for owners: which is used, how each is written, and how it runs."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.sessions.actions import agendas as actions
from hexad_web.sessions.agenda_editing import Act
from hexad_web.sessions.agenda_forms import ChoicesForm, FileForm, LengthForm, typed
from hexad_web.sessions.queries import agenda_editor, agenda_run
from hexad_web.sessions.queries import agendas as queries
from hexad_web.sessions.refusals import Refused


@requires(Role.OWNER)
@require_safe
def agendas(request: ActorRequest) -> HttpResponse:
    return render(request, "sessions/agendas.html", {"page": queries.agendas_page(request.actor)})


@requires(Role.OWNER)
@require_POST
def set_length(request: ActorRequest) -> HttpResponse:
    form = LengthForm(request.POST)
    if not form.is_valid():
        page = queries.agendas_page(request.actor, length_form=form)
        return render(request, "sessions/agendas.html", {"page": page, "form": form}, status=422)
    actions.set_length(actor=request.actor, minutes=form.cleaned_data["minutes"], now=timezone.now())
    messages.success(request, _("Saved. Meetings planned from now on take this long."))
    return redirect("sessions:agendas")


@requires(Role.OWNER)
@require_POST
def choose(request: ActorRequest) -> HttpResponse:
    form = ChoicesForm(request.POST, offered=queries.offered(request.actor))
    if not form.is_valid():
        page = queries.agendas_page(request.actor, choices_form=form)
        return render(request, "sessions/agendas.html", {"page": page, "form": form}, status=422)
    actions.choose(actor=request.actor, keys=form.cleaned_data, now=timezone.now())
    messages.success(request, _("Saved. Sessions that have not begun follow within a few minutes."))
    return redirect("sessions:agendas")


@requires(Role.OWNER)
@require_POST
def take_file(request: ActorRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            values = {"kind": form.cleaned_data["kind"], "text": form.text()}
            made = actions.take_file(actor=request.actor, now=timezone.now(), **values)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("sessions:agenda", made.pk)
    page = queries.agendas_page(request.actor, file_form=form)
    return render(request, "sessions/agendas.html", {"page": page, "form": form}, status=422)


@requires(Role.OWNER)
@require_safe
def ours(request: ActorRequest, agenda_name: str) -> HttpResponse:
    agenda = queries.ours_by_name(agenda_name)
    if agenda is None:
        raise Http404
    return render(request, "sessions/agenda_run.html", {"page": agenda_run.run_page(agenda), "ours": agenda_name})


@requires(Role.OWNER)
@require_POST
def copy(request: ActorRequest, agenda_name: str) -> HttpResponse:
    try:
        made = actions.copy_ours(actor=request.actor, name=agenda_name, now=timezone.now())
    except Refused as refusal:
        raise Http404 from refusal
    return redirect("sessions:agenda", made.pk)


@requires(Role.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def agenda(request: ActorRequest, agenda_id: int) -> HttpResponse:
    """Each button of the form keeps what was typed; the page then shows the step that it was about."""
    if request.method != "POST":
        page = agenda_editor.editor_page(request.actor, agenda_id, at=request.GET.get("at", ""))
        return render(request, "sessions/agenda.html", {"page": page, "at": request.GET.get("at", "")})
    act = Act.read(request.POST.get("act", "save"))
    try:
        key = actions.save_draft(
            actor=request.actor, agenda_id=agenda_id, typed=typed(request.POST), act=act, now=timezone.now()
        )
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("sessions:agenda", agenda_id)
    if act.kind == "publish":
        return _publish(request, agenda_id)
    if act.kind == "run":
        return redirect("sessions:agenda_run", agenda_id)
    return redirect(_editor_at(agenda_id, key))


def _editor_at(agenda_id: int, key: str) -> str:
    url = reverse("sessions:agenda", args=[agenda_id])
    return f"{url}?{urlencode({'at': key})}#{key}" if key else url


@requires(Role.OWNER)
@require_POST
def publish(request: ActorRequest, agenda_id: int) -> HttpResponse:
    return _publish(request, agenda_id)


def _publish(request: ActorRequest, agenda_id: int) -> HttpResponse:
    try:
        version = actions.publish(actor=request.actor, agenda_id=agenda_id, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        text = _("Version %(number)d is published. Choose it on the page of agendas.") % {"number": version.number}
        messages.success(request, text)
    return redirect("sessions:agenda", agenda_id)


@requires(Role.OWNER)
@require_POST
def retire(request: ActorRequest, agenda_id: int) -> HttpResponse:
    actions.retire(actor=request.actor, agenda_id=agenda_id, now=timezone.now())
    messages.success(request, _("Retired. Sessions that hold it keep it; you can take it back below."))
    return redirect("sessions:agendas")


@requires(Role.OWNER)
@require_POST
def take_back(request: ActorRequest, agenda_id: int) -> HttpResponse:
    actions.take_back(actor=request.actor, agenda_id=agenda_id, now=timezone.now())
    messages.success(request, _("It is back, with all its versions."))
    return redirect("sessions:agendas")


@requires(Role.OWNER)
@require_safe
def run(request: ActorRequest, agenda_id: int) -> HttpResponse:
    draft = agenda_editor.draft_of(request.actor, agenda_id)
    if draft is None:
        messages.warning(request, _("Mend what is marked, then run it."))
        return redirect("sessions:agenda", agenda_id)
    words = {"page": agenda_run.run_page(draft), "agenda_id": agenda_id}
    return render(request, "sessions/agenda_run.html", words)


@requires(Role.OWNER)
@require_safe
def file(request: ActorRequest, agenda_id: int) -> HttpResponse:
    found = agenda_editor.file_of(request.actor, agenda_id)
    if found is None:
        messages.warning(request, _("Mend what is marked, then download it."))
        return redirect("sessions:agenda", agenda_id)
    title, text = found
    name = slugify(title) or "agenda"
    disposition = {"Content-Disposition": f'attachment; filename="{name}.toml"'}
    return HttpResponse(text, content_type="application/toml; charset=utf-8", headers=disposition)
