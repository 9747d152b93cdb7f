"""A short way through Django for what a room does all the time: a tap, a card, a stream that opens.

Django gives every request a thread of its own, and with it a new connection to the database; each also passes
everything that pages need. Here the same views answer in the threads that the rooms keep, behind those parts of the
settings' middleware that say who asks and whether the request may be forged.
"""

import io
import re
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from functools import cache, lru_cache
from typing import Any, cast

from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponseBase, parse_cookie
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import ResolverMatch, resolve
from django.utils import translation
from django.utils.module_loading import import_string

from hexad_web.sessions import seats

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Answer = Callable[[HttpRequest], HttpResponseBase]

PLACES = re.compile(r"/sessions/[0-9]+/(act|cards|stream)/")
LARGEST = 64 * 1024  # bytes of a body; anything larger goes the long way
# Of the middleware of all other requests; whatever is added to that is asked here too.
LEFT_OUT = (
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
)

# Not asked once more of whoever has a line open here, or meant for pages.
SPARED = (
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "hexad_web.accounts.middleware.ActorMiddleware",
)


def is_for(scope: Message) -> bool:
    """Whether a request takes this way; one whose body is large, or of a length that nobody says, does not."""
    return scope["method"] in ("GET", "POST") and PLACES.fullmatch(scope["path"]) is not None and _is_short(scope)


def _is_short(scope: Message) -> bool:
    headers = dict(scope["headers"])
    length = headers.get(b"content-length", b"0")
    return b"transfer-encoding" not in headers and length.isdigit() and int(length) <= LARGEST


async def read_body(receive: Receive) -> bytes | None:
    """None where the sender went away meanwhile."""
    parts: list[bytes] = []
    while (message := await receive())["type"] != "http.disconnect":
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)
    return None


def tap_of(scope: Message) -> tuple[str, int]:
    """The login and the session of a tap that a script sent; an empty login for anything else."""
    headers = dict(scope["headers"])
    if not scope["path"].endswith("/act/") or headers.get(b"x-requested-with") != b"fetch":
        return "", 0
    cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin1"))
    return cookies.get(settings.SESSION_COOKIE_NAME, ""), int(scope["path"].split("/")[2])


def answer(scope: Message, body: bytes) -> HttpResponseBase:
    """In a thread that may read and write rows."""
    request = ASGIRequest(scope, io.BytesIO(body))
    try:
        seat = seats.seat_at(request)
        is_known = seat is not None and seats.is_signed_in(seat)
        return (_chain_of_a_seat if is_known else _chain)()(request)
    finally:
        translation.deactivate()  # the next one in this thread reads another language


async def send_answer(response: HttpResponseBase, send: Send) -> None:
    headers = [(name.encode("ascii"), value.encode("latin1")) for name, value in response.items()]
    headers += [(b"Set-Cookie", cookie.output(header="").strip().encode()) for cookie in response.cookies.values()]
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": getattr(response, "content", b""), "more_body": False})


@cache
def _chain() -> Answer:
    """The other middleware in the order of the settings, around the view that the address names."""
    return _behind(LEFT_OUT, _view)


@cache
def _chain_of_a_seat() -> Answer:
    """Who asks is known by the line that is open; whether the request may be forged is asked as ever."""
    return _behind((*LEFT_OUT, *SPARED), _view_of_a_seat)


def _behind(left_out: Collection[str], view: Answer) -> Answer:
    chain: Any = convert_exception_to_response(view)
    for name in reversed([name for name in settings.MIDDLEWARE if name not in left_out]):
        chain = convert_exception_to_response(import_string(name)(chain))
    return cast("Answer", chain)  # all of these answer in the thread that asks


@lru_cache(maxsize=2048)
def _found(path: str) -> ResolverMatch:
    """Ten patterns are tried for an address; rooms send to the same few thousand."""
    return resolve(path)


def _view(request: HttpRequest) -> HttpResponseBase:
    found = request.resolver_match = _found(request.path_info)
    refused = CsrfViewMiddleware(_view).process_view(request, found.func, found.args, found.kwargs)
    return refused or found.func(request, *found.args, **found.kwargs)


def _view_of_a_seat(request: HttpRequest) -> HttpResponseBase:
    seat: Any = seats.seat_at(request)
    request.user, request.actor = seat.actor.user, seat.actor  # type: ignore[attr-defined]  # as ActorMiddleware does
    with translation.override(seat.reader.language):
        return _view(request)
