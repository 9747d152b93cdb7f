from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from hexad_web.accounts import access, audit, signing_in
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Membership, Organisation, Role, User
from hexad_web.accounts.signing_in import LIFETIME, FreshLink

# A programme needs somebody who runs it, an installation somebody who administers it.
NEVER_NONE = (Role.OWNER, Role.ADMINISTRATOR)


def make_sign_in_link(user: User, now: datetime, lifetime: timedelta = LIFETIME) -> FreshLink:
    """A link (``.url``) and a code (``.code``) that sign this user in once."""
    return signing_in.make_link(user.email, user, now=now, lifetime=lifetime)


@transaction.atomic
def request_sign_in(*, email: str, now: datetime, next_url: str = "") -> int:
    """Mail a link and a code to whoever has this address. Returns the row with which the code is to be compared."""
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    link = signing_in.make_link(email, user, now=now)
    signing_in.mail_link(link, next_url=next_url)
    return link.row.pk


@transaction.atomic
def use_sign_in_link(*, token: str, now: datetime) -> User | None:
    link = signing_in.find_link(token, now=now)
    user = signing_in.use_link(link, now=now) if link else None
    if user:
        audit.record_sign_in(user=user, way="link", now=now)
    return user


@transaction.atomic
def note_password_sign_in(*, user: User, now: datetime) -> None:
    audit.record_sign_in(user=user, way="password", now=now)


class CodeAnswer(Enum):
    WRONG = auto()
    OVER = auto()
    OFTEN = auto()


@transaction.atomic
def use_sign_in_code(*, link_id: int, code: str, now: datetime) -> User | CodeAnswer:
    if signing_in.has_guessed_too_often(link_id, now=now):
        return CodeAnswer.OFTEN
    link = signing_in.count_attempt(link_id, now=now)
    if link is None:
        return CodeAnswer.OVER
    if not signing_in.is_code_of(link, code):
        return CodeAnswer.WRONG
    user = signing_in.use_link(link, now=now)
    if user is None:
        return CodeAnswer.OVER
    audit.record_sign_in(user=user, way="code", now=now)
    return user


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    name: str
    language: str
    time_zone: str
    clock: str


@transaction.atomic
def save_profile(*, actor: Actor, profile: Profile, now: datetime) -> None:
    user = access.user_of(actor)
    user.name, user.language = profile.name, profile.language
    user.time_zone, user.clock = profile.time_zone, profile.clock
    user.save(update_fields=["name", "language", "time_zone", "clock"])
    audit.record(actor=actor, action="accounts.save_profile", target=f"User {user.pk}", now=now)


@transaction.atomic
def note_password_change(*, actor: Actor, now: datetime) -> None:
    audit.record(actor=actor, action="accounts.change_password", target=f"User {access.user_of(actor).pk}", now=now)


@transaction.atomic
def save_organisation(*, actor: Actor, name: str, time_zone: str, now: datetime) -> None:
    organisation = actor.organisation
    organisation.name, organisation.time_zone = name, time_zone
    organisation.save(update_fields=["name", "time_zone"])
    audit.record(actor=actor, action="accounts.save_organisation", target=f"Organisation {organisation.pk}", now=now)


@transaction.atomic
def give_role(*, actor: Actor, email: str, role: Role, now: datetime, name: str = "") -> Membership:
    """Let somebody own, sponsor or administer the programme; a new role is told by mail."""
    user = ensure_user(email=email, name=name, time_zone=actor.organisation.time_zone)
    membership, is_new = Membership.objects.get_or_create(organisation=actor.organisation, user=user, role=role)
    if is_new:
        audit.record(actor=actor, action="accounts.give_role", target=f"User {user.pk}", now=now, given=str(role))
        _tell_of_role(membership)
    return membership


def ensure_user(*, email: str, name: str = "", time_zone: str = "UTC") -> User:
    address = email.strip().lower()
    user, _is_new = User.objects.get_or_create(email=address, defaults={"name": name, "time_zone": time_zone})
    if _is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def _tell_of_role(membership: Membership) -> None:
    context = {"membership": membership, "login_url": settings.BASE_URL + reverse("accounts:login")}
    with translation.override(membership.user.language or translation.get_language()):
        subject = _("You can sign in at %(organisation)s") % {"organisation": membership.organisation.name}
        text = render_to_string("accounts/mail/role.txt", context)
    EmailMessage(subject, text, to=[membership.user.email], headers={"X-Hexad-Kind": "account"}).send()


@transaction.atomic
def take_role(*, actor: Actor, membership_id: int, now: datetime) -> Membership:
    membership = access.membership_of(actor, membership_id)
    if membership.role == Role.PARTICIPANT:
        raise ValidationError(_("Participants come and go with the list of people."))
    if membership.role in NEVER_NONE and not _others_keep(membership):
        raise ValidationError(_("Somebody has to keep this role. Give it to another person first."))
    membership.delete()
    audit.record(
        actor=actor, action="accounts.take_role", target=f"User {membership.user_id}", now=now, taken=membership.role
    )
    return membership


def _others_keep(membership: Membership) -> bool:
    """Whether somebody else who can sign in has the role. The rows are locked: two may give it up at once."""
    same = Membership.objects.select_for_update(of=("self",)).select_related("user")
    holders = list(same.filter(organisation=membership.organisation, role=membership.role))
    return any(holder.user.is_active for holder in holders if holder.pk != membership.pk)


@transaction.atomic
def create_organisation(*, name: str, owner_email: str, now: datetime, time_zone: str = "UTC") -> Organisation:
    """A new tenant whose first person owns the programme and administers it."""
    organisation = Organisation.objects.create(name=name, slug=free_slug(name), time_zone=time_zone)
    user = ensure_user(email=owner_email, time_zone=time_zone)
    Membership.objects.bulk_create(
        [Membership(organisation=organisation, user=user, role=role) for role in (Role.OWNER, Role.ADMINISTRATOR)]
    )
    audit.record(
        actor=Actor.worker(organisation),
        action="accounts.create_organisation",
        target=f"Organisation {organisation.pk}",
        now=now,
    )
    return organisation


def free_slug(name: str) -> str:
    base = slugify(name)[:40] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
