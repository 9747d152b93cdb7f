from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.report import access
from hexad_web.report.actions import closing
from hexad_web.report.forms import CloseForm
from hexad_web.report.models import Period
from hexad_web.report.queries import board as boards
from hexad_web.report.queries import periods as queries


@requires(Role.OWNER, Role.SPONSOR)
@require_safe
def periods(request: ActorRequest) -> HttpResponse:
    return _periods(request)


def _periods(request: ActorRequest, form: CloseForm | None = None) -> HttpResponse:
    now = timezone.now()
    following = queries.next_period(request.actor, now) if request.actor.is_owner else None
    if following is not None and form is None:
        initial = {
            "start_date": following.start_date,
            "last_date": following.latest_date,
            "threshold": following.threshold,
        }
        form = CloseForm(initial=initial)
    context = {"periods": access.periods_of(request.actor), "next": following, "form": form}
    is_wrong = form is not None and bool(form.errors)
    return render(request, "report/periods.html", context, status=422 if is_wrong else 200)


@requires(Role.OWNER)
@require_POST
def close(request: ActorRequest) -> HttpResponse:
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _periods(request, form)
    try:
        wanted = closing.Wanted(**form.cleaned_data)
        period = closing.close_period(actor=request.actor, wanted=wanted, now=timezone.now())
    except closing.RefusedError as error:
        form.add_error(error.field if error.field in form.fields else "last_date", str(error))
        return _periods(request, form)
    return redirect("report:board", period.pk)


@requires(Role.OWNER, Role.SPONSOR)
@require_safe
def board(request: ActorRequest, period_id: int) -> HttpResponse:
    return render(request, "report/board.html", {"page": boards.board(access.period_of(request.actor, period_id))})


@requires(Role.OWNER, Role.SPONSOR)
@require_safe
def pdf(request: ActorRequest, period_id: int) -> HttpResponse:
    paper = request.GET.get("paper", "a4")
    if paper not in boards.PAPERS:
        raise Http404
    period = access.period_of(request.actor, period_id)
    return _file(period, boards.pdf(period, paper), "application/pdf", "pdf")


@requires(Role.OWNER, Role.SPONSOR)
@require_safe
def snapshot(request: ActorRequest, period_id: int) -> HttpResponse:
    period = access.period_of(request.actor, period_id)
    return _file(period, period.snapshot, "application/json", "json")


@requires(Role.OWNER, Role.SPONSOR)
@require_safe
def figures(request: ActorRequest, period_id: int) -> HttpResponse:
    period = access.period_of(request.actor, period_id)
    return _file(period, "\ufeff" + boards.figures_csv(period), "text/csv; charset=utf-8", "csv")


def _file(period: Period, content: bytes | str, kind: str, ending: str) -> HttpResponse:
    name = f"report-{period.start_date:%Y-%m-%d}-{period.last_date:%Y-%m-%d}.{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
