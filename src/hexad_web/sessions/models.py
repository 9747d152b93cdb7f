import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hexad_web.accounts.models import OrganisationModel
from hexad_web.sessions.agenda_models import AgendaChoice, AgendaKind, AgendaVersion, OwnAgenda

__all__ = [
    "AgendaChoice",
    "AgendaKind",
    "AgendaVersion",
    "Agreement",
    "Card",
    "OwnAgenda",
    "Presence",
    "Release",
    "ReleaseConsent",
    "ReleaseSource",
    "RoomEvent",
    "Session",
]


class Session(OrganisationModel):
    """What happens in one meeting. The agenda, the seed and the rota are frozen; all else follows from its events."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        RUNNING = "running", _("running")
        HELD = "held", _("held")
        MISSED = "missed", _("did not happen")
        CANCELLED = "cancelled", _("cancelled")

    meeting = models.OneToOneField("scheduling.Meeting", on_delete=models.CASCADE, related_name="session")
    group = models.ForeignKey("formation.Group", on_delete=models.CASCADE, related_name="sessions")
    cycle = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=10)  # the meeting's
    agenda = models.JSONField(default=dict)  # as hexad.sessions.agenda writes it
    seed = models.CharField(max_length=32)  # of the order of turns
    rota = models.JSONField(default=list)  # persons' keys as text; the first facilitates
    # The module of the cycle, by id and version, from the moment at which the session begins.
    module = models.CharField(max_length=80, blank=True)
    module_version = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    starts_at = models.DateTimeField()  # the meeting's, until it has begun
    ends_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # Held without screens: until then its members type in what they wrote on paper. None: held in the room.
    paper_until = models.DateTimeField(null=True)
    # How many events there are: the next one's number, taken by a conditional update.
    events_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["state", "ends_at"]), models.Index(fields=["group", "cycle"])]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.kind} of group {self.group_id}"

    def takes_answers(self, now: datetime) -> bool:
        """Whether members still answer in it: until its end, or, held on paper, until it has been typed in."""
        if self.state in (self.State.PLANNED, self.State.RUNNING):
            return self.ends_at > now
        return self.state == self.State.HELD and self.paper_until is not None and self.paper_until > now


class RoomEvent(OrganisationModel):
    """One thing that happened in a room. Rows are added, never changed, and hold no text."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="events")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=64)  # the sender's: a repeated tap is the same event
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    person = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    values = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="one_event_a_number"),
            models.UniqueConstraint(fields=["session", "key"], name="one_event_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class Card(OrganisationModel):
    """A text that somebody wrote in a session; read by others only once it is revealed."""

    class Side(models.TextChoices):
        NONE = "", _("not sorted")
        INSIDE = "inside", _("within our control")
        OUTSIDE = "outside", _("outside our control")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="cards")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    step = models.CharField(max_length=40)
    pad = models.CharField(max_length=40)
    key = models.CharField(max_length=64)  # the phone's: a card written offline arrives once
    text = models.ForeignKey("accounts.PrivateText", on_delete=models.CASCADE, related_name="+")
    is_named = models.BooleanField(default=False)
    is_draft = models.BooleanField(default=True)  # the author's alone until sent or revealed
    is_late = models.BooleanField(default=False)  # "added later"
    side = models.CharField(max_length=8, choices=Side.choices, blank=True, default="")
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="merged")
    written_at = models.DateTimeField()
    shuffle = models.UUIDField(default=uuid.uuid4, editable=False)  # the order in which cards are shown

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person", "key"], name="one_card_a_key")]
        indexes = [models.Index(fields=["session", "step", "pad"])]

    def __str__(self) -> str:
        return f"card {self.pk} in {self.step}"


class Agreement(OrganisationModel):
    """Somebody accepted the group agreement, in the wording that was shown."""

    group = models.ForeignKey("formation.Group", on_delete=models.CASCADE, related_name="agreements")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    wording = models.CharField(max_length=20)
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person", "wording"], name="one_acceptance_a_wording")]

    def __str__(self) -> str:
        return f"{self.person_id} in group {self.group_id}"


class Presence(OrganisationModel):
    """One open connection to a room. A row that its server no longer renews is a connection that was lost."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    device = models.CharField(max_length=64)
    server = models.CharField(max_length=32, blank=True, default="")  # the web process that keeps it
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person", "device"], name="one_presence_a_device")]
        indexes = [models.Index(fields=["seen_at"]), models.Index(fields=["server"])]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.device}"


class Release(OrganisationModel):
    """Something that a group lets out, word for word as every author concerned saw it; withdrawn until first read."""

    class Kind(models.TextChoices):
        STORY = "story", _("A story for the report")
        OBSTACLE = "obstacle", _("An obstacle outside the group's control")
        BRIEF = "brief", _("The brief for a member who was absent")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for agreement")
        RELEASED = "released", _("released")
        REFUSED = "refused", _("stays in the group")
        WITHDRAWN = "withdrawn", _("withdrawn")

    group = models.ForeignKey("formation.Group", on_delete=models.CASCADE, related_name="releases")
    session = models.ForeignKey(Session, on_delete=models.SET_NULL, null=True, related_name="releases")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    # The words as they would leave; private until every author concerned has agreed.
    draft = models.ForeignKey("accounts.PrivateText", on_delete=models.SET_NULL, null=True, related_name="+")
    # The same words once released; empty before, and again after a withdrawal. A brief stays private for ever.
    text = models.TextField(blank=True)
    proposed_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    first_read_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "kind", "state"]), models.Index(fields=["group", "state"])]
        constraints = [
            models.CheckConstraint(condition=Q(text="") | Q(state="released"), name="only_released_text_is_open")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of group {self.group_id}: {self.state}"


class ReleaseConsent(OrganisationModel):
    """One author's word on a release; everybody asked has a row from the beginning."""

    class Answer(models.TextChoices):
        NONE = "", _("not answered")
        YES = "yes", _("may leave the group")
        NO = "no", _("stays in the group")

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="consents")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=3, choices=Answer.choices, blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "person"], name="one_consent_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id} on release {self.release_id}: {self.answer}"


class ReleaseSource(OrganisationModel):
    """A card of which a release is made; its author is asked."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="sources")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "card"], name="one_source_a_card")]

    def __str__(self) -> str:
        return f"card {self.card_id} in release {self.release_id}"
