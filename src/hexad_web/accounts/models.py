import uuid
from typing import ClassVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """A tenant. Nothing crosses from one organisation to another."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class OrganisationModel(models.Model):
    """Base of every row that belongs to a tenant; a test finds models without it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A login. What a person is inside an organisation stands in Membership and people.Person."""

    class Clock(models.TextChoices):
        AUTOMATIC = "", _("as usual in my language")
        TWELVE = "12", _("12 hours")
        TWENTY_FOUR = "24", _("24 hours")

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    clock = models.CharField(max_length=2, choices=Clock.choices, blank=True, default="")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def known_zone(self) -> ZoneInfo:
        """A zone that the time zone database no longer has must not lock anybody out."""
        try:
            return ZoneInfo(self.time_zone or "UTC")
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo("UTC")


class Role(models.TextChoices):
    OWNER = "owner", _("Programme owner")
    PARTICIPANT = "participant", _("Participant")
    SPONSOR = "sponsor", _("Sponsor")
    ADMINISTRATOR = "administrator", _("Administrator")


class Membership(OrganisationModel):
    """One role of one user in one organisation; two roles are two rows and never share a page."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "user", "role"], name="one_row_per_role")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class SignInLink(models.Model):
    """A link and a six-digit code that sign one user in once. Only hashes are kept.

    ``user`` is None where nobody has the address that was typed: the same work is done, so that the answer and its
    time tell nothing about who has an account.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", null=True)
    # Keyed: wrong codes are added up for the address that was typed, whether or not anybody has it.
    address_hash = models.CharField(max_length=64, blank=True, db_index=True)
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"sign-in for {self.user_id}"


class PrivateSpace(OrganisationModel):
    """The key of one group's (or one person's) private text; deleting it makes every text in it unreadable."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wrapped_key = models.BinaryField()

    def __str__(self) -> str:
        return str(self.id)


class PrivateText(OrganisationModel):
    """Every group-private text of the product, encrypted under its space's key. Other rows hold its id only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(PrivateSpace, on_delete=models.CASCADE, related_name="texts")
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    only_author = models.BooleanField(default=False)
    ciphertext = models.BinaryField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class AuditEntry(models.Model):
    """Who did what to which row, without content. Kept twelve months."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", null=True)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    role = models.CharField(max_length=20, blank=True)
    action = models.CharField(max_length=80)
    target = models.CharField(max_length=120, blank=True)
    details = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-at"])]
        constraints = [models.CheckConstraint(condition=~Q(action=""), name="audit_action_named")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.target}"
