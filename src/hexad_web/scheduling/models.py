from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hexad_web.accounts.models import OrganisationModel
from hexad_web.scheduling import reply_mailbox  # noqa: F401  # a model too: here Django finds it
from hexad_web.scheduling.reply_addresses import new_reply_address


class Room(OrganisationModel):
    """A room of one site where a group can sit together."""

    site = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    capacity = models.PositiveSmallIntegerField(validators=[MinValueValidator(2)])
    has_video = models.BooleanField(default=False)  # a screen and a camera for those who join from elsewhere

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


class Rhythm(OrganisationModel):
    """How often a group begins a cycle, and how long it practises in one."""

    CADENCE_WEEKS = 17  # three cycles of two sessions a year
    PRACTICE_FROM, PRACTICE_TO = 21, 28

    cadence_weeks = models.PositiveSmallIntegerField(default=CADENCE_WEEKS)
    practice_from = models.PositiveSmallIntegerField(default=PRACTICE_FROM)
    practice_to = models.PositiveSmallIntegerField(default=PRACTICE_TO)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="one_rhythm"),
            models.CheckConstraint(condition=Q(cadence_weeks__gte=5, cadence_weeks__lte=52), name="cadence_is_sane"),
            models.CheckConstraint(
                condition=Q(practice_from__gte=7, practice_from__lte=F("practice_to"), practice_to__lte=60),
                name="practice_is_sane",
            ),
        ]

    def __str__(self) -> str:
        return f"every {self.cadence_weeks} weeks"


class PlanRun(OrganisationModel):
    """One press of "Plan 20 groups". The row is the job: claimed by a conditional update, swept when the lease ends."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("being planned")
        DONE = "done", _("planned")
        FAILED = "failed", _("could not be computed")

    ALL_PRESENT, ONE_MAY_MISS = 4, 5

    first_date = models.DateField()
    weeks = models.PositiveSmallIntegerField()
    # How far down the ladder of docs/scheduling.md planning goes; at the last rung one member may miss a session.
    rungs = models.PositiveSmallIntegerField(default=ALL_PRESENT)
    engage = models.BooleanField(default=False)
    together = models.BooleanField(default=False)  # groups of one site and level share a get-together
    next_cycles = models.BooleanField(default=False)  # also of groups that have one ahead
    follow_ups = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)  # groups, of those that are planned in this attempt
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-created_at"]),
            models.Index(fields=["state", "lease_until"], name="scheduling_runs_to_plan"),
        ]

    def __str__(self) -> str:
        return f"plan from {self.first_date}"

    @property
    def one_may_miss(self) -> bool:
        return self.rungs >= self.ONE_MAY_MISS


class GroupPlan(OrganisationModel):
    """One group's ranked cycles, and what stands before and after them."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        PLANNED = "planned", _("planned")
        ASKED = "asked", _("the group was asked")
        IMPOSSIBLE = "impossible", _("no time found")
        FAILED = "failed", _("could not be computed")
        CONFIRMED = "confirmed", _("invited")

    run = models.ForeignKey(PlanRun, on_delete=models.CASCADE, related_name="groups")
    group = models.ForeignKey("formation.Group", on_delete=models.CASCADE, related_name="+")
    cycle = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    # What the owner allowed this group alone: to go further down the ladder, to meet online.
    rungs = models.PositiveSmallIntegerField(null=True)
    is_online = models.BooleanField(default=False)
    # Ranked cycles as planned: [{"explore": {"start", "end", "reasons", "room"}, "reflect": {...}}]
    options = models.JSONField(default=list)
    chosen = models.PositiveSmallIntegerField(default=0)
    # Sessions beside the cycle: [{"kind", "cycle", "start", "end", "reasons", "room", "together", "lead"}]
    beside = models.JSONField(default=list)
    # Sessions without a time, why, and what would open some: [{"kind", "cycle", "reasons", "gains"}]
    lost = models.JSONField(default=list)
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

    def __str__(self) -> str:
        return f"plan of group {self.group_id}"

    @property
    def rungs_allowed(self) -> int:
        return max(self.rungs or 0, self.run.rungs)


class Meeting(OrganisationModel):
    """The calendar fact: when, where, in which revision. What happens in it is a session's business."""

    class Kind(models.TextChoices):
        EXPLORE = "explore", _("Explore")
        REFLECT = "reflect", _("Reflect")
        ENGAGE = "engage", _("Engage")
        FOLLOW_3 = "follow-3", _("Follow-up after three months")
        FOLLOW_6 = "follow-6", _("Follow-up after six months")

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
    CYCLE = (Kind.EXPLORE, Kind.REFLECT)  # planned together; the others stand before and after

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
    # Meetings of several groups that are one get-together have one key; blank: the group is by itself.
    together = models.CharField(max_length=32, blank=True)
    uid = models.CharField(max_length=200, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    facilitator = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["start", "id"]
        indexes = [
            models.Index(fields=["organisation", "start"]),
            models.Index(fields=["together"], condition=~Q(together=""), name="scheduling_shared_meetings"),
        ]
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
    proposed_start = models.DateTimeField(null=True)  # with the answer: another time that this person asked for
    removed_at = models.DateTimeField(null=True)
    # Whom this person's calendar takes for the organiser, for ever: known to that calendar alone, so that a reply to it
    # is that person's. Blank: the address of all mails.
    reply_address = models.CharField(max_length=254, blank=True, default=new_reply_address)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="one_attendance_per_person")]

    def __str__(self) -> str:
        return f"person {self.person_id} at meeting {self.meeting_id}"


class SessionFeed(OrganisationModel):
    """One person's sessions as a calendar to subscribe to. Its address is a key: only the hash is kept."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)  # kept a day for Undo, then deleted

    def __str__(self) -> str:
        return f"feed of person {self.person_id}"


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


class Watch(OrganisationModel):
    """What the meetings of a group were last checked against: calendars, hours and zone rules, as a digest."""

    group = models.OneToOneField("formation.Group", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    checked_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "watches"

    def __str__(self) -> str:
        return f"watch of group {self.group_id}"


class Proposal(OrganisationModel):
    """Other times for meetings of one group, because a calendar changed or a member asked. Nothing moves by itself."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        KEPT = "kept", _("the times stay")
        OVERTAKEN = "overtaken", _("overtaken")

    class Cause(models.TextChoices):
        CALENDAR = "calendar", _("A calendar changed.")
        ASKED = "asked", _("A member asked to move it.")

    group = models.ForeignKey("formation.Group", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    cause = models.CharField(max_length=10, choices=Cause.choices)
    # [{"meeting", "before", "start", "room", "is_near"}]; near: it moves with the consent of all members alone
    moves = models.JSONField(default=list)
    stuck = models.JSONField(default=list)  # keys of meetings that no longer fit and have no other time
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group"], condition=Q(state="open"), name="one_open_proposal_per_group")
        ]
        indexes = [models.Index(fields=["organisation", "state"])]

    def __str__(self) -> str:
        return f"proposal for group {self.group_id}"

    @property
    def is_near(self) -> bool:
        return any(move["is_near"] for move in self.moves)


class MoveConsent(OrganisationModel):
    """One member agrees that a meeting moves at short notice."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="consents")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    agreed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "person"], name="one_move_consent_per_person")]

    def __str__(self) -> str:
        return f"consent of person {self.person_id}"
