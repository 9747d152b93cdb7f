from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hexad_web.accounts.models import OrganisationModel, User


class Participation(models.TextChoices):
    NOT_INVITED = "not_invited", _("Not invited")
    INVITED = "invited", _("Not answered")
    JOINED = "joined", _("Joined")
    DECLINED = "declined", _("Declined")
    LEFT = "left", _("Left")


class Person(OrganisationModel):
    """One manager of the organisation. A row is never deleted by an import; who goes is marked as left."""

    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="people")
    email = models.EmailField()
    name = models.CharField(max_length=200)
    # The address stays where the boss is not in Hexad: two people below the same unknown boss are still fellow reports.
    boss_email = models.EmailField(blank=True)
    boss = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="reports")
    level = models.CharField(max_length=200, blank=True)
    department = models.CharField(max_length=200, blank=True)
    site = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    country = models.CharField(max_length=2, blank=True)
    start_date = models.DateField(null=True, blank=True)
    languages = models.JSONField(default=list, blank=True)
    weekly_hours = models.FloatField(null=True, blank=True)
    topics = models.JSONField(default=list, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    participation = models.CharField(max_length=20, choices=Participation.choices, default=Participation.NOT_INVITED)
    participation_before = models.CharField(max_length=20, choices=Participation.choices, blank=True, default="")
    invited_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "email"], name="one_person_per_address"),
            models.CheckConstraint(condition=~Q(email="") & ~Q(name=""), name="person_has_address_and_name"),
        ]
        indexes = [
            models.Index(fields=["organisation", "participation"]),
            models.Index(fields=["organisation", "name"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> str:
        """The person's zone, or the organisation's where the file did not say."""
        return self.time_zone or self.organisation.time_zone


class Register(OrganisationModel):
    """Counts changes of the list of people, so that two imports cannot overwrite each other unseen."""

    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_register_per_organisation")]

    def __str__(self) -> str:
        return f"version {self.version}"


class Import(OrganisationModel):
    """One file of managers on its way in: read, looked at, then taken in as a whole or not at all."""

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        READY = "ready", _("Ready to look at")
        UNREADABLE = "unreadable", _("Not readable")
        DONE = "done", _("Imported")
        UNDONE = "undone", _("Undone")
        DISCARDED = "discarded", _("Discarded")

    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=20, choices=State.choices)
    file_name = models.CharField(max_length=200, blank=True)
    file_hash = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    # The file itself, compressed and encrypted; dropped when it is imported, discarded or a week old.
    sealed = models.BinaryField(null=True)
    # Field to column index as the owner matched them; null: matched from the headings.
    columns = models.JSONField(null=True)
    # What the page shows: headings, samples, problems, rows in context; dropped with the file.
    preview = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    based_on = models.PositiveBigIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    # What undoing needs: rows made, and values before; dropped by the next import.
    before = models.JSONField(default=dict)
    missing = models.JSONField(default=list)
    created_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-created_at"]), models.Index(fields=["state", "lease_until"])]

    def __str__(self) -> str:
        return f"{self.file_name or self.file_hash[:8]} ({self.get_state_display()})"


class Invitation(OrganisationModel):
    """The question whether somebody takes part, asked by mail. Only the token's hash is kept."""

    SIGNS_IN_FOR = timedelta(days=30)

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    # Null until the mail is written: empty strings would collide.
    token_hash = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField()
    # The link signs its reader in once, with the first answer; afterwards it only changes the answer.
    signed_in_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation of {self.person_id}"


class Consent(OrganisationModel):
    """Every answer to the question, with the wording that was shown. Rows are added, never changed."""

    class Answer(models.TextChoices):
        JOIN = "join", _("Join")
        DECLINE = "decline", _("Decline")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    invitation = models.ForeignKey(Invitation, on_delete=models.SET_NULL, null=True, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    wording = models.CharField(max_length=20)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id}: {self.answer}"
