"""A link and a code for one sign-in: made, mailed, used once."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q, Sum
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import urlencode
from django.utils.translation import gettext

from hexad_web.accounts.models import SignInLink, User
from hexad_web.frontend.moments import clock_of_reader, moment_text

LIFETIME = timedelta(minutes=15)
CODE_ATTEMPTS = 5
# New mails bring new codes: without this, three mails a minute are fifteen guesses a minute for ever.
WRONG_CODES_A_DAY = 20
NOBODY = "nobody@hexad.invalid"  # .invalid never has a mail server; the outbox withdraws what is for it


@dataclass(frozen=True, slots=True)
class FreshLink:
    """The only moment at which token and code are known in clear."""

    row: SignInLink
    token: str
    code: str

    @property
    def url(self) -> str:
        return settings.BASE_URL + reverse("accounts:sign_in", args=[self.token])


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def hash_code(code: str, token_hash: str) -> str:
    """Keyed: a million codes are quickly tried by whoever holds only a copy of the database."""
    return salted_hmac("hexad sign-in code" + token_hash, code, algorithm="sha256").hexdigest()


def hash_address(email: str) -> str:
    """Keyed, so that a copy of the database does not tell which addresses were typed."""
    return salted_hmac("hexad sign-in address", email.strip().lower(), algorithm="sha256").hexdigest()


def make_link(email: str, user: User | None, *, now: datetime, lifetime: timedelta = LIFETIME) -> FreshLink:
    token, code = secrets.token_urlsafe(32), f"{secrets.randbelow(10**6):06d}"
    token_hash = hash_token(token)
    row = SignInLink.objects.create(
        user=user,
        address_hash=hash_address(email),
        token_hash=token_hash,
        code_hash=hash_code(code, token_hash),
        created_at=now,
        expires_at=now + lifetime,
    )
    return FreshLink(row=row, token=token, code=code)


def mail_link(link: FreshLink, *, next_url: str) -> None:
    """For an address that nobody has, the mail is rendered all the same and addressed to nobody."""
    user = link.row.user
    query = f"?{urlencode({'next': next_url})}" if next_url else ""
    language = (user and user.language) or translation.get_language()
    with translation.override(language), clock_of_reader(user.clock if user else ""):
        text = render_to_string(
            "accounts/mail/sign_in.txt",
            {
                "url": link.url + query,
                "code": f"{link.code[:3]} {link.code[3:]}",
                "until": moment_text(link.row.expires_at, user.known_zone.key if user else "UTC"),
            },
        )
        subject = gettext("Your link to sign in to Hexad")
    headers = {"X-Hexad-Kind": "sign-in", "X-Hexad-Expires": link.row.expires_at.isoformat()}
    EmailMessage(subject, text, to=[user.email if user else NOBODY], headers=headers).send()


def _open(now: datetime) -> Q:
    return Q(used_at=None, expires_at__gt=now)


def find_link(token: str, *, now: datetime) -> SignInLink | None:
    return SignInLink.objects.filter(_open(now), token_hash=hash_token(token), user__is_active=True).first()


def use_link(link: SignInLink, *, now: datetime) -> User | None:
    """Two clicks at once: the conditional update lets one of them in."""
    won = SignInLink.objects.filter(_open(now), pk=link.pk, user__is_active=True).update(used_at=now)
    return link.user if won else None


def count_attempt(link_id: int, *, now: datetime) -> SignInLink | None:
    """None: used, expired, or five codes have been tried."""
    waiting = SignInLink.objects.filter(_open(now), pk=link_id, attempts__lt=CODE_ATTEMPTS)
    if not waiting.update(attempts=F("attempts") + 1):
        return None
    return SignInLink.objects.select_related("user").get(pk=link_id)


def has_guessed_too_often(link_id: int, *, now: datetime) -> bool:
    """Whether this address has had its wrong codes of a day. Its links work on: nobody guesses those."""
    address = SignInLink.objects.filter(pk=link_id).values("address_hash")
    day = SignInLink.objects.filter(address_hash__in=address, used_at=None, created_at__gt=now - timedelta(days=1))
    return (day.aggregate(tried=Sum("attempts"))["tried"] or 0) >= WRONG_CODES_A_DAY


def is_code_of(link: SignInLink, code: str) -> bool:
    return constant_time_compare(link.code_hash, hash_code(code, link.token_hash))
