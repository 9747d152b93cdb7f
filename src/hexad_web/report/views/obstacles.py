from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.report.actions import replying
from hexad_web.report.forms import ReplyForm
from hexad_web.report.models import Reply
from hexad_web.report.queries import obstacles as queries


def _page_number(request: ActorRequest) -> int:
    number = request.GET.get("page", "")
    return int(number) if number.isdecimal() and len(number) < 9 else 1


@requires(Role.SPONSOR)
@require_safe
def obstacles(request: ActorRequest) -> HttpResponse:
    page = queries.obstacles(request.actor, _page_number(request), timezone.now())
    return render(request, "report/obstacles.html", {"page": page})


@requires(Role.OWNER, Role.PARTICIPANT)
@require_safe
def answers(request: ActorRequest) -> HttpResponse:
    page = queries.answers(request.actor, _page_number(request), timezone.now())
    return render(request, "report/answers.html", {"page": page})


@requires(Role.SPONSOR)
@require_http_methods(["GET", "HEAD", "POST"])
def obstacle(request: ActorRequest, obstacle_id: int) -> HttpResponse:
    """Write the answer, look at what all groups will read, send it: one form, so that a reload loses no word."""
    row = queries.obstacle(request.actor, obstacle_id, timezone.now())
    form = ReplyForm(request.POST if request.method == "POST" else None, initial=_initial(row.reply))
    if request.method == "POST" and form.is_valid() and "edit" not in request.POST:
        if "send" in request.POST:
            return _send(request, obstacle_id, form)
        words = replying.Words(**form.cleaned_data)
        label = Reply.Choice(words.choice).label
        return render(request, "report/reply_preview.html", {"row": row, "words": words, "label": label})
    return render(request, "report/obstacle.html", {"row": row, "form": form}, status=422 if form.errors else 200)


def _initial(reply: Reply | None) -> dict[str, object]:
    return {"choice": reply.choice, "text": reply.text, "by_date": reply.by_date} if reply else {}


def _send(request: ActorRequest, obstacle_id: int, form: ReplyForm) -> HttpResponse:
    words = replying.Words(**form.cleaned_data)
    replying.reply(actor=request.actor, obstacle_id=obstacle_id, words=words, now=timezone.now())
    return redirect("report:obstacle", obstacle_id)


@requires(Role.SPONSOR)
@require_POST
def read(request: ActorRequest, obstacle_id: int) -> HttpResponse:
    replying.read(actor=request.actor, obstacle_id=obstacle_id, now=timezone.now())
    return HttpResponse(status=204) if "HX-Request" in request.headers else redirect("report:obstacle", obstacle_id)
