from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hexad_web.accounts.models import Organisation, OrganisationModel


class OutboxMessage(models.Model):
    """One mail to one person, rendered when it was decided, and what became of it."""

    class State(models.TextChoices):
        HELD = "held", _("Waits for the reader's week")
        JOINED = "joined", _("Goes with another mail")
        QUEUED = "queued", _("Waiting")
        CLAIMED = "claimed", _("Taken by a worker")
        SENDING = "sending", _("Being handed over")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Not delivered")
        CANCELLED = "cancelled", _("Withdrawn")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", null=True
    )  # None: sign-in mails, which belong to a login and not to a tenant
    recipient = models.CharField(max_length=254)
    sender = models.CharField(max_length=254)
    subject = models.CharField(max_length=300)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    payload = models.BinaryField()
    message_id = models.CharField(max_length=250)
    calendar_uid = models.CharField(max_length=250, blank=True)
    urgent = models.BooleanField(default=False)
    urgency = models.PositiveSmallIntegerField(default=5)  # 0 to 9: who goes first within one reader's week
    counts_for = models.CharField(max_length=254, blank=True, default="")  # in whose week it counts; empty: nobody's
    section = models.JSONField(default=dict)  # outbox.rendering.Section: what it says where it joins another mail
    joined_to = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="joined")
    secret = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    claimed_by = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    uncertain = models.BooleanField(default=False)
    last_error = models.CharField(max_length=60, blank=True)
    seen_at = models.DateTimeField(null=True)  # an owner has read that it failed, or may have come twice

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="one_mail_per_key"),
            models.UniqueConstraint(
                fields=["key"], condition=Q(organisation__isnull=True), name="one_mail_per_key_without_organisation"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-urgent", "queued_at"]),
            models.Index(fields=["organisation", "kind", "state"]),
            models.Index(fields=["organisation", "-queued_at"]),
            models.Index(fields=["organisation", "counts_for", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient}: {self.state}"


class WeeklySlot(OrganisationModel):
    """One reader's week: when the last message that counts was let go. Taken by a conditional update."""

    reader = models.CharField(max_length=254)
    taken_at = models.DateTimeField(null=True)
    message = models.ForeignKey(OutboxMessage, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "reader"], name="one_week_per_reader")]

    def __str__(self) -> str:
        return f"week of {self.reader}"


class WorkerBeat(models.Model):
    """When the background worker last showed that it lives. One row for the installation."""

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%H:%M:%S}"
