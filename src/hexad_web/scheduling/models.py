from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hexad_web.accounts.models import OrganisationModel


class Room(OrganisationModel):
    """A room of one site where a group can sit together."""

    site = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    capacity = models.PositiveSmallIntegerField(validators=[MinValueValidator(2)])

    class Meta:
        ordering = ["site", "name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "site", "name"], name="one_room_per_name")]

    def __str__(self) -> str:
        return f"{self.name}, {self.site}"


class LinkTemplate(OrganisationModel):
    """How this organisation's online meetings are addressed: ``{group}`` and ``{meeting}`` are filled in."""

    template = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_link_template")]

    def __str__(self) -> str:
        return self.template


class TimeCeiling(OrganisationModel):
    """How much of a manager's work time sessions may take in a year."""

    percent = models.FloatField(validators=[MinValueValidator(0.1), MaxValueValidator(10)])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="one_time_ceiling"),
            models.CheckConstraint(condition=Q(percent__gte=0.1, percent__lte=10), name="ceiling_is_a_small_share"),
        ]

    def __str__(self) -> str:
        return f"{self.percent} %"


class PlanRun(OrganisationModel):
    """One press of "Plan 20 groups": the range searched and who asked."""

    first_date = models.DateField()
    weeks = models.PositiveSmallIntegerField()
    # The owner lets one member of a group miss a session, who then catches up.
    one_may_miss = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-created_at"])]

    def __str__(self) -> str:
        return f"plan from {self.first_date}"


class GroupPlan(OrganisationModel):
    """One group's ranked cycles. The row is the job: claimed by a conditional update, swept when the lease ends."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        COMPUTING = "computing", _("being planned")
        PLANNED = "planned", _("planned")
        ASKED = "asked", _("the group was asked")
        IMPOSSIBLE = "impossible", _("no time found")
        FAILED = "failed", _("could not be computed")
        CONFIRMED = "confirmed", _("invited")

    run = models.ForeignKey(PlanRun, on_delete=models.CASCADE, related_name="groups")
    group = models.ForeignKey("formation.Group", on_delete=models.CASCADE, related_name="+")
    cycle = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    # Ranked cycles as planned: [{"explore": {"start", "end", "reasons"}, "reflect": {...}, "cost", "reasons"}]
    options = models.JSONField(default=list)
    chosen = models.PositiveSmallIntegerField(default=0)
    blockers = models.JSONField(default=list)
    zone = models.CharField(max_length=64, default="UTC")
    mode = models.CharField(max_length=12, blank=True)
    mode_reason = models.JSONField(default=dict)
    site = models.CharField(max_length=200, blank=True)
    room = models.ForeignKey(Room, on_delete=models.SET_NULL, null=True, related_name="+")
    link = models.CharField(max_length=500, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "group"], name="one_plan_per_group_and_run")]
        indexes = [models.Index(fields=["state", "lease_until"])]

    def __str__(self) -> str:
        return f"plan of group {self.group_id}"


class Meeting(OrganisationModel):
    """The calendar fact: when, where, in which revision. What happens in it is a session's business."""

    class Kind(models.TextChoices):
        EXPLORE = "explore", _("Explore")
        REFLECT = "reflect", _("Reflect")

    class Mode(models.TextChoices):
        IN_PERSON = "in-person", _("Face to face")
        HYBRID = "hybrid", _("Some in a room, some online")
        VIRTUAL = "virtual", _("Online")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        CONFIRMED = "confirmed", _("confirmed")
        CANCELLED = "cancelled", _("cancelled")
        HELD = "held", _("held")
        FELL_THROUGH = "fell_through", _("did not happen")

    LIVE = (State.PROPOSED, State.CONFIRMED, State.HELD)

    group = models.ForeignKey("formation.Group", on_delete=models.PROTECT, related_name="meetings")
    cycle = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.CONFIRMED)
    start = models.DateTimeField()
    end = models.DateTimeField()
    # What was agreed is the clock on the wall of the host site; start and end are computed from it.
    wall_start = models.CharField(max_length=16)
    zone = models.CharField(max_length=64)
    tzdata_version = models.CharField(max_length=20)
    mode = models.CharField(max_length=12, choices=Mode.choices)
    mode_reason = models.JSONField(default=dict)
    room = models.ForeignKey(Room, on_delete=models.SET_NULL, null=True, related_name="+")
    place = models.CharField(max_length=400, blank=True)
    link = models.CharField(max_length=500, blank=True)
    uid = models.CharField(max_length=200, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    facilitator = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["start", "id"]
        indexes = [models.Index(fields=["organisation", "start"])]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="meeting_ends_after_start"),
            models.UniqueConstraint(
                fields=["group", "cycle", "kind"],
                condition=Q(state__in=["proposed", "confirmed", "held"]),  # LIVE
                name="one_live_meeting_per_step",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of group {self.group_id}, {self.wall_start}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.PROPOSED, self.State.CONFIRMED)


class Attendance(OrganisationModel):
    """One person invited to one meeting, and that person's own answer."""

    class Answer(models.TextChoices):
        NONE = "", _("no answer yet")
        ACCEPTED = "accepted", _("I will come")
        TENTATIVE = "tentative", _("Perhaps")
        DECLINED = "declined", _("I cannot come")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="one_attendance_per_person")]

    def __str__(self) -> str:
        return f"person {self.person_id} at meeting {self.meeting_id}"


class Poll(OrganisationModel):
    """A group chooses among up to three cycles."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        UNDECIDED = "undecided", _("needs a decision")
        SETTLED = "settled", _("settled")
        WITHDRAWN = "withdrawn", _("withdrawn")

    plan = models.OneToOneField(GroupPlan, on_delete=models.CASCADE, related_name="poll")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    # Positions in the plan's options, in the order shown.
    options = models.JSONField(default=list)
    closes_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["state", "closes_at"])]

    def __str__(self) -> str:
        return f"poll of plan {self.plan_id}"


class Choice(OrganisationModel):
    """One member's word on each option of a poll; read by nobody else before they have answered themselves."""

    class Word(models.TextChoices):
        WORKS = "works", _("Works")
        IF_NEEDED = "if_needed", _("If needed")
        CANNOT = "cannot", _("Cannot")

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="choices")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    words = models.JSONField(default=list)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="one_choice_per_person")]

    def __str__(self) -> str:
        return f"choice of person {self.person_id}"
