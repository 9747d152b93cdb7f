"""What members send from a room. The phone's script reads short answers; a plain form goes back to its page."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.accounts.models import Role
from hexad_web.sessions import seats
from hexad_web.sessions.actions import acting, sorting, writing
from hexad_web.sessions.actions.acting import LONGEST_WORD, NUMBERS, WORDS, Tap
from hexad_web.sessions.actions.writing import LONGEST, Written
from hexad_web.sessions.models import Card
from hexad_web.sessions.refusals import Refused

CONFLICT, UNUSABLE, NO_CONTENT, SEE_OTHER = 409, 422, 204, 303
KEY = re.compile(r"[\w-]{1,40}", re.ASCII)
NUMBER = re.compile(r"-?[0-9]{1,6}", re.ASCII)


class UnusableError(Exception):
    """A field that no page of ours sends so."""


@requires(Role.PARTICIPANT)
@require_POST
def act(request: ActorRequest, session_id: int) -> HttpResponse:
    def do() -> None:
        values: dict[str, Any] = {name: _number(request, name) for name in NUMBERS if request.POST.get(name)}
        values |= {name: _word(request, name) for name in WORDS if request.POST.get(name)}
        tap = Tap(_word(request, "kind"), _key(request), values)
        seat = seats.seat_at(request)
        seated_as = seat.person.pk if seat is not None else None
        acting.act(
            actor=request.actor,
            session_id=session_id,
            tap=tap,
            now=timezone.now(),
            seated_as=seated_as,
            known=seats.known_at(request),
        )

    return _answer(request, session_id, do)


@requires(Role.PARTICIPANT)
@require_POST
def write(request: ActorRequest, session_id: int) -> HttpResponse:
    kept: list[Card | None] = []

    def do() -> None:
        written = Written(
            key=_key(request),
            step=_word(request, "step"),
            pad=_word(request, "pad"),
            text=_text(request),
            side=_side(request),
            is_sent=request.POST.get("send") == "1",
        )
        kept.append(writing.write_card(actor=request.actor, session_id=session_id, written=written, now=timezone.now()))

    answer = _answer(request, session_id, do)
    if answer.status_code != NO_CONTENT:
        return answer
    card = kept[0]
    return JsonResponse({"id": card.pk, "is_draft": card.is_draft, "is_late": card.is_late} if card else {"id": None})


@requires(Role.PARTICIPANT)
@require_POST
def sort(request: ActorRequest, session_id: int, card_id: int) -> HttpResponse:
    def do() -> None:
        names: dict[str, Any] = {"actor": request.actor, "session_id": session_id, "card_id": card_id}
        names["now"] = timezone.now()
        if "merge" in request.POST:
            into = _number(request, "merge") if request.POST["merge"] else None
            sorting.merge_card(**names, into_id=into)
        else:
            sorting.sort_card(**names, side=_side(request))

    return _answer(request, session_id, do)


@requires(Role.PARTICIPANT)
@require_POST
def take_off(request: ActorRequest, session_id: int, card_id: int) -> HttpResponse:
    def do() -> None:
        sorting.take_off(actor=request.actor, session_id=session_id, card_id=card_id, now=timezone.now())

    return _answer(request, session_id, do)


def _answer(request: ActorRequest, session_id: int, do: Any) -> HttpResponse:  # noqa: ANN401  # a closure of the views
    """Do it, and say so as the sender understands it."""
    is_script = request.headers.get("X-Requested-With") == "fetch" or not request.POST.get("next")
    try:
        do()
    except Refused as refusal:
        if is_script:
            return HttpResponse(str(refusal), content_type="text/plain; charset=utf-8", status=CONFLICT)
        messages.info(request, str(refusal))
    except UnusableError as error:
        if is_script:
            return HttpResponse(str(error), content_type="text/plain; charset=utf-8", status=UNUSABLE)
        messages.warning(request, str(error))
    return HttpResponse(status=NO_CONTENT) if is_script else _back(request, session_id)


def _back(request: ActorRequest, session_id: int) -> HttpResponse:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    answer = HttpResponse(status=SEE_OTHER)
    answer["Location"] = iri_to_uri(wanted) if is_ours and wanted.startswith("/") else _room(session_id)
    return answer


def _room(session_id: int) -> str:
    return reverse("sessions:room", args=[session_id])


def _key(request: ActorRequest) -> str:
    """The phone's; a form without script has none, and is sent once by a browser that follows the answer."""
    key = request.POST.get("key", "")
    if not key:
        return f"plain-{timezone.now().timestamp():.6f}".replace(".", "-")
    if not KEY.fullmatch(key):
        raise UnusableError(_("This could not be read. Reload the page and try again."))
    return key


def _number(request: ActorRequest, name: str) -> int:
    text = request.POST.get(name, "")
    if not NUMBER.fullmatch(text):
        raise UnusableError(_("This could not be read. Reload the page and try again."))
    return int(text)


def _word(request: ActorRequest, name: str) -> str:
    text = request.POST.get(name, "")
    if len(text) > LONGEST_WORD or "\0" in text:
        raise UnusableError(_("This could not be read. Reload the page and try again."))
    return text


def _side(request: ActorRequest) -> str:
    side = request.POST.get("side", "")
    if side not in Card.Side.values:
        raise UnusableError(_("Choose one of the two columns."))
    return side


def _text(request: ActorRequest) -> str:
    text = request.POST.get("text", "").replace("\0", "").replace("\r\n", "\n")
    text = text.encode(errors="replace").decode()  # halves of characters, which no database keeps
    if len(text) > LONGEST:
        raise UnusableError(_("A card holds %(n)d characters. Shorten it or write a second one.") % {"n": LONGEST})
    return text
