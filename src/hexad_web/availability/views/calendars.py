"""My calendars: the list, adding one, taking one away and back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.availability import actions
from hexad_web.availability.forms import FeedForm, StrokeForm, UploadForm
from hexad_web.availability.queries import pages
from hexad_web.frontend.moments import time_text

PAGE = "availability:calendars"


@require_GET
@requires(Role.PARTICIPANT)
def calendars(request: ActorRequest) -> HttpResponse:
    now = timezone.now()
    context = {"page": pages.calendars_page(request.actor, now), "stroke_form": StrokeForm(auto_id="stroke_%s")}
    return render(request, "availability/calendars.html", context)


@require_GET
@requires(Role.PARTICIPANT)
def add(request: ActorRequest) -> HttpResponse:
    return _add_page(request, FeedForm(), UploadForm(auto_id="file_%s"))


def _add_page(request: HttpRequest, feed: FeedForm, upload: UploadForm) -> HttpResponse:
    failed = next((form for form in (feed, upload) if form.errors), None)
    context = {"feed_form": feed, "upload_form": upload, "form": failed}
    return render(request, "availability/add.html", context, status=422 if failed else 200)


@sensitive_post_parameters("address")
@require_POST
@requires(Role.PARTICIPANT)
def add_feed(request: ActorRequest) -> HttpResponse:
    form = FeedForm(request.POST)
    if form.is_valid():
        try:
            actions.add_feed(
                actor=request.actor,
                address=form.cleaned_data["address"],
                name=form.cleaned_data["name"],
                now=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(PAGE)
    return _add_page(request, form, UploadForm(auto_id="file_%s"))


@require_POST
@requires(Role.PARTICIPANT)
def add_upload(request: ActorRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES, auto_id="file_%s")
    if form.is_valid():
        file: UploadedFile[bytes] = form.cleaned_data["file"]
        upload = actions.Upload(file.read(), form.cleaned_data["name"])
        now = timezone.now()
        try:
            actions.add_upload(actor=request.actor, upload=upload, now=now)
        except ValidationError as error:
            form.add_error("file" if error.code != "too-many" else None, error)
        else:
            messages.success(request, _("Read %(time)s. The file itself is not kept.") % {"time": time_text(now)})
            return redirect(PAGE)
    return _add_page(request, FeedForm(), form)


@require_GET
@requires(Role.PARTICIPANT)
def source(request: ActorRequest, source_id: int) -> HttpResponse:
    """One row of the list, asked for again while a calendar is being read."""
    row = pages.source_of(request.actor, source_id, timezone.now())
    return render(request, "availability/_source.html", {"source": row})


@require_POST
@requires(Role.PARTICIPANT)
def read(request: ActorRequest, source_id: int) -> HttpResponse:
    now = timezone.now()
    asked = actions.ask_to_read(actor=request.actor, source_id=source_id, now=now)
    if request.headers.get("HX-Request"):
        return source_after(request, source_id)
    if not asked:
        messages.info(request, _("Read less than a minute ago."))
    return redirect(PAGE)


def source_after(request: ActorRequest, source_id: int) -> HttpResponse:
    row = pages.source_of(request.actor, source_id, timezone.now())
    return render(request, "availability/_source.html", {"source": row})


@require_POST
@requires(Role.PARTICIPANT)
def remove(request: ActorRequest, source_id: int) -> HttpResponse:
    actions.remove(actor=request.actor, source_id=source_id, now=timezone.now())
    return redirect(PAGE)


@require_POST
@requires(Role.PARTICIPANT)
def restore(request: ActorRequest, source_id: int) -> HttpResponse:
    try:
        actions.restore(actor=request.actor, source_id=source_id, now=timezone.now())
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    return redirect(PAGE)


@require_http_methods(["GET"])
@requires(Role.OWNER)
def overview(request: ActorRequest) -> HttpResponse:
    return render(request, "availability/overview.html", {"overview": pages.overview(request.actor, timezone.now())})


@require_http_methods(["GET"])
@requires(Role.ADMINISTRATOR)
def health(request: ActorRequest) -> HttpResponse:
    return render(request, "availability/health.html", {"health": pages.feed_health(request.actor, timezone.now())})
