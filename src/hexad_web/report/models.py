import secrets
import uuid
from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hexad_web.accounts.models import OrganisationModel


def public_number() -> int:
    """An address that tells no order: neither when nor in which group something was released."""
    return secrets.randbelow(2**48) + 1


class Obstacle(OrganisationModel):
    """A released obstacle as the sponsor meets it: a month, words, no group."""

    release = models.OneToOneField("learning.Release", on_delete=models.CASCADE, related_name="obstacle")
    public_id = models.PositiveBigIntegerField(default=public_number, unique=True, editable=False)
    week_date = models.DateField()  # the Monday of its week: the age counts from here, so that it tells no day
    shuffle = models.UUIDField(default=uuid.uuid4, editable=False)  # the order within a week

    class Meta:
        ordering = ["-week_date", "shuffle"]
        indexes = [models.Index(fields=["organisation", "-week_date"])]

    def __str__(self) -> str:
        return f"obstacle {self.public_id}"


class Reply(OrganisationModel):
    """What the sponsor answers to all groups. A changed reply is a new row; the old one stays as it was."""

    class Choice(models.TextChoices):
        DONE = "done", _("Done")
        WILL_DO = "will_do", _("Will do")
        CANNOT = "cannot", _("Cannot, because")
        NEED_MORE = "need_more", _("Need more")

    obstacle = models.ForeignKey(Obstacle, on_delete=models.CASCADE, related_name="replies")
    choice = models.CharField(max_length=10, choices=Choice.choices)
    text = models.TextField(blank=True)
    by_date = models.DateField(null=True)
    given_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["obstacle"], condition=Q(replaced_at=None), name="one_live_reply_an_obstacle"
            ),
            models.CheckConstraint(
                condition=~Q(choice="will_do") | Q(by_date__isnull=False), name="will_do_has_a_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.choice} to {self.obstacle_id}"


class Period(OrganisationModel):
    """A closed stretch of time and what may be known of it, frozen. There are no open ones: nothing is counted live."""

    name = models.CharField(max_length=80)
    start_date = models.DateField()
    end_date = models.DateField()  # the first day that no longer belongs to it, where the next one begins
    threshold = models.PositiveSmallIntegerField(default=8)
    snapshot = models.TextField()  # hexad.report.Snapshot as JSON, as it is downloaded
    digest = models.CharField(max_length=64)
    closed_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField()

    class Meta:
        ordering = ["-end_date"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "start_date"], name="one_period_a_start"),
            models.UniqueConstraint(fields=["organisation", "end_date"], name="one_period_an_end"),
            models.CheckConstraint(condition=Q(end_date__gt=models.F("start_date")), name="period_ends_after_start"),
            models.CheckConstraint(condition=Q(threshold__gte=8), name="threshold_is_never_lowered"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_date(self) -> date:
        return self.end_date - timedelta(days=1)
