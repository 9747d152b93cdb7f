"""My practice, its log and its journal."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.practice.actions import answering, reporting
from hexad_web.practice.forms import JournalForm, LogForm
from hexad_web.practice.queries import mine as queries
from hexad_web.practice.refusals import Refused


@never_cache
@requires(Role.PARTICIPANT)
@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    return _page(request, LogForm(), journal_form())


def journal_form(data: QueryDict | None = None) -> JournalForm:
    """Beside the log on one page: its fields have ids of their own."""
    return JournalForm(data, auto_id="journal_%s")


def _page(request: ActorRequest, log: LogForm, journal: JournalForm) -> HttpResponse:
    page = queries.my_practice(request.actor, timezone.now())
    deleted = request.GET.get("deleted", "")
    wrong = log if log.errors else journal
    context = {
        "page": page,
        "log": log,
        "journal": journal,
        "form": wrong,
        "undo_url": reverse("practice:restore_note", args=[deleted]) if deleted.isdecimal() else "",
    }
    return render(request, "practice/mine.html", context, status=422 if wrong.errors else 200)


@requires(Role.PARTICIPANT)
@require_POST
def log(request: ActorRequest) -> HttpResponse:
    form = LogForm(request.POST)
    if form.is_valid() and _logged(request, form):
        messages.success(request, _("Logged. You can log again at any time."))
        return redirect("practice:mine")
    return _page(request, form, journal_form())


def _logged(request: ActorRequest, form: LogForm) -> bool:
    values = form.cleaned_data
    try:
        reporting.log_report(actor=request.actor, outcome=values["outcome"], text=values["text"], now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@requires(Role.PARTICIPANT)
@require_POST
def add_note(request: ActorRequest) -> HttpResponse:
    form = journal_form(request.POST)
    if form.is_valid():
        try:
            reporting.add_note(actor=request.actor, text=form.cleaned_data["text"], now=timezone.now())
            return redirect(f"{reverse('practice:mine')}#journal")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _page(request, LogForm(), form)


@never_cache
@requires(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: ActorRequest, entry_id: int) -> HttpResponse:
    entry = queries.note_of(request.actor, entry_id)
    form = JournalForm(request.POST if request.method == "POST" else None, initial={"text": entry.text})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        reporting.change_note(actor=request.actor, entry_id=entry_id, text=text, now=timezone.now())
        return redirect(f"{reverse('practice:mine')}#journal")
    return render(request, "practice/note.html", {"entry": entry, "form": form}, status=422 if form.errors else 200)


@requires(Role.PARTICIPANT)
@require_POST
def delete_note(request: ActorRequest, entry_id: int) -> HttpResponse:
    reporting.delete_note(actor=request.actor, entry_id=entry_id, now=timezone.now())
    return redirect(f"{reverse('practice:mine')}?deleted={entry_id}#journal")


@requires(Role.PARTICIPANT)
@require_POST
def restore_note(request: ActorRequest, entry_id: int) -> HttpResponse:
    reporting.restore_note(actor=request.actor, entry_id=entry_id)
    return redirect(f"{reverse('practice:mine')}#journal")


@requires(Role.PARTICIPANT)
@require_POST
def buddy_read(request: ActorRequest, check_id: int) -> HttpResponse:
    answering.mark_read(actor=request.actor, check_id=check_id, now=timezone.now())
    return redirect("practice:mine")
