from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hexad_web.accounts.models import OrganisationModel

FEED_STALE_AFTER = timedelta(hours=26)  # a night and a working day without an answer
UPLOAD_STALE_AFTER = timedelta(days=30)  # a file does not follow the calendar it came from


class Kind(models.TextChoices):
    FEED = "feed", _("Calendar address")
    CALDAV = "caldav", _("Calendar of an account")
    UPLOAD = "upload", _("Uploaded file")
    GRID = "grid", _("Painted week")


FOLLOWED = (Kind.FEED.value, Kind.CALDAV.value)  # read in the background, from an address


class Problem(models.TextChoices):
    """Why the last reading failed: a kind, never a piece of the address or of the content."""

    REFUSED = "refused", _("refused address")
    NOT_FOUND = "not-found", _("not found")
    DENIED = "denied", _("access denied")
    UNREACHABLE = "unreachable", _("no connection")
    TIMEOUT = "timeout", _("too slow")
    SERVER = "server", _("error at the calendar's side")
    REDIRECTS = "redirects", _("too many redirects")
    TOO_LARGE = "too-large", _("too large")
    TRUNCATED = "truncated", _("broken off")
    NOT_A_CALENDAR = "not-a-calendar", _("not a calendar")
    TOO_MUCH = "too-much", _("too much to work out")
    SEALED = "sealed", _("address cannot be opened")
    FAULT = "fault", _("fault of ours")
    ZONE_CHANGED = "zone-changed", _("read in another time zone")


class Source(OrganisationModel):
    """One calendar of one person. Of its content only start, end and kind are kept."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="sources")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)  # kept a day for Undo, then deleted

    # The address is a credential, with name and password in it where it is an account's: sealed, never shown or logged.
    # The host's digest serves the limit per host.
    sealed_url = models.BinaryField(null=True)
    host_digest = models.CharField(max_length=64, blank=True)
    # What the server calls this version: an ETag, or a digest of the state of a CalDAV calendar.
    etag = models.CharField(max_length=255, blank=True)
    last_modified = models.CharField(max_length=64, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)

    # [[start minute of the epoch, end minute, kind], ...], sorted; known from covers_from to covers_until only.
    busy = models.JSONField(default=list)
    # A painted week: [[weekday, from minute, to minute, brush], ...]; earlier patterns serve Undo.
    pattern = models.JSONField(default=list)
    history = models.JSONField(default=list)
    busy_hash = models.CharField(max_length=64, blank=True)
    read_zone = models.CharField(max_length=64, blank=True)  # all-day and floating entries were read in it
    covers_from = models.DateTimeField(null=True)
    covers_until = models.DateTimeField(null=True)
    unreadable = models.PositiveIntegerField(default=0)  # entries that count as taken because they could not be read

    read_at = models.DateTimeField(null=True)  # the last good copy
    tried_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=20, choices=Problem.choices, blank=True)
    lease_token = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(kind="grid", removed_at=None), name="one_painted_week_per_person"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=FOLLOWED, sealed_url__isnull=False)
                | (~Q(kind__in=FOLLOWED) & Q(sealed_url__isnull=True)),
                name="only_what_is_followed_has_an_address",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(kind__in=FOLLOWED, removed_at=None), name="sources_due")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def is_stale(self, now: datetime) -> bool:
        if self.kind == Kind.GRID:
            return False
        if self.read_at is None or self.problem == Problem.ZONE_CHANGED:
            return bool(self.problem)
        return now - self.read_at > (FEED_STALE_AFTER if self.is_followed else UPLOAD_STALE_AFTER)

    @property
    def is_followed(self) -> bool:
        return self.kind in FOLLOWED

    def is_being_read(self, now: datetime) -> bool:
        return self.lease_until is not None and self.lease_until > now


def office_week() -> list[list[list[int]]]:
    """Nine to five from Monday to Friday, in minutes of the local day, Monday first."""
    return [[[540, 1020]] if day < 5 else [] for day in range(7)]


def early_and_late() -> list[list[list[int]]]:
    """Stretch hours from which everybody starts: never a night, never a weekend."""
    return [[[420, 540], [1020, 1200]] if day < 5 else [] for day in range(7)]


class Hours(OrganisationModel):
    """When a person can be asked to meet. Without a row: nine to five in the person's own zone."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="hours")
    zone = models.CharField(max_length=64)
    weekly = models.JSONField(default=office_week)
    stretch = models.JSONField(default=early_and_late)
    in_person_days = models.JSONField(default=list)  # weekdays, 0 = Monday
    # Whether the days without work are those of the person's site, where the owner has set them; else the country's.
    holidays_of_site = models.BooleanField(default=True)
    country = models.CharField(max_length=2, blank=True)  # whose public holidays; blank = none
    region = models.CharField(max_length=10, blank=True)
    days_off = models.JSONField(default=list)  # further days without work, ISO dates
    days_worked = models.JSONField(default=list)  # holidays on which this person works all the same

    class Meta:
        verbose_name_plural = "hours"

    def __str__(self) -> str:
        return f"hours {self.pk}"


class SiteHolidays(OrganisationModel):
    """The days without work of one site: public holidays of a country or region, with the owner's corrections."""

    site = models.CharField(max_length=200)
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=10, blank=True)
    # ISO date -> [what it is called here, whether it is a day without work]; anything else is as the country has it.
    days = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "site holidays"
        constraints = [models.UniqueConstraint(fields=["organisation", "site"], name="one_holiday_list_per_site")]

    def __str__(self) -> str:
        return self.site
