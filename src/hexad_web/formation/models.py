from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hexad_web.accounts.models import OrganisationModel, PrivateSpace, User


class Policy(OrganisationModel):
    """How this organisation wants its groups formed. A run keeps a frozen copy."""

    smallest = models.PositiveSmallIntegerField(default=4)
    largest = models.PositiveSmallIntegerField(default=6)
    preferred = models.PositiveSmallIntegerField(default=6)
    rules = models.JSONField(default=dict)  # hexad.formation.rules.RuleSet.as_json()
    seed = models.PositiveIntegerField(default=1)
    limit_seconds = models.PositiveSmallIntegerField(default=20)
    horizon_start_date = models.DateField(null=True, blank=True)  # null: the Monday after the run's start
    horizon_weeks = models.PositiveSmallIntegerField(default=24)
    with_invited = models.BooleanField(default=False)
    updated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="one_policy_an_organisation"),
            models.CheckConstraint(
                condition=Q(smallest__gte=2, smallest__lte=F("preferred"), preferred__lte=F("largest")),
                name="policy_sizes_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.smallest}-{self.largest}, seed {self.seed}"


class SessionLength(OrganisationModel):
    """How long explore and reflect take in this programme: formation looks for such windows, scheduling plans them."""

    LENGTHS = (60, 90)
    USUAL = 90

    minutes = models.PositiveSmallIntegerField(default=USUAL)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="one_session_length"),
            models.CheckConstraint(condition=Q(minutes__in=[60, 90]), name="session_length_is_known"),  # LENGTHS
        ]

    def __str__(self) -> str:
        return f"{self.minutes} min"


class Run(OrganisationModel):
    """One formation: frozen parameters, the truth about its progress, and its result."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped, best kept")
        IMPOSSIBLE = "impossible", _("Cannot be kept")
        FAILED = "failed", _("Failed")
        PUBLISHED = "published", _("Published")
        ANSWERED = "answered", _("Done")  # of a run that forms no groups of its own
        APPLIED = "applied", _("Carried out")  # a mending whose changes were made

    class Kind(models.TextChoices):
        FORM = "form", _("Form groups")
        MEND = "mend", _("Mend groups")
        TRADEOFF = "tradeoff", _("What meeting costs")

    WAITING = (State.QUEUED, State.RUNNING)
    WITH_GROUPS = (State.DONE, State.STOPPED, State.PUBLISHED)
    WITH_ANSWER = (State.ANSWERED, State.APPLIED)

    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.FORM)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    params = models.JSONField(default=dict)  # sizes, rules, limit, horizon as the policy had them
    seed = models.PositiveIntegerField()
    people = models.JSONField(default=list)  # primary keys of the participants, as they were when the run began
    input_hash = models.CharField(max_length=64, blank=True)
    version = models.CharField(max_length=40, blank=True)

    # The claim: a worker owns the run until the lease ends; then reconcile gives it to the next one.
    claimed_by = models.CharField(max_length=80, blank=True)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    woken_at = models.DateTimeField(null=True)  # when reconcile last put a task for it into the queue
    stop_requested = models.BooleanField(default=False)

    progress = models.JSONField(default=list)  # [[seconds, best, bound or null], ...] as the search reported them
    sweeps_done = models.PositiveIntegerField(default=0)
    sweeps_total = models.PositiveIntegerField(default=0)

    score = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    gap = models.FloatField(null=True)
    can_meet = models.FloatField(null=True)
    people_count = models.PositiveIntegerField(default=0)
    groups_count = models.PositiveIntegerField(default=0)
    result = models.JSONField(
        default=dict
    )  # Formation.as_json() without its groups, which are rows; or the answer itself
    reasons = models.JSONField(default=list)  # [{sentence, rules}]: the conflicts of an impossible run, or what failed
    revision = models.PositiveIntegerField(default=0)  # one more with every manual move or undo

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["organisation", "-created_at"]),
            models.Index(fields=["state", "leased_until"]),
        ]

    def __str__(self) -> str:
        return f"run {self.pk} ({self.state})"

    @property
    def is_waiting(self) -> bool:
        return self.state in self.WAITING

    @property
    def has_groups(self) -> bool:
        return self.state in self.WITH_GROUPS

    @property
    def answer_page(self) -> str:
        """The name of the page that shows what a finished run found, or empty."""
        if self.has_groups:
            return "formation:result"
        if self.state in self.WITH_ANSWER:
            return "formation:mending" if self.kind == self.Kind.MEND else "formation:tradeoff"
        return ""


class RunInput(OrganisationModel):
    """What a run computes on, compressed: roster and free times. Dropped at publication, or when old."""

    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="input")
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"input of run {self.run_id}"


class Group(OrganisationModel):
    """A draft while its run is unpublished; then the group that meets."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        CLOSED = "closed", _("Closed")

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="groups")
    number = models.PositiveIntegerField()
    topic = models.CharField(max_length=300, blank=True)
    name = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    private_space = models.ForeignKey(PrivateSpace, on_delete=models.RESTRICT, null=True, related_name="+")
    not_before = models.DateField(null=True, blank=True)
    announced_at = models.DateTimeField(null=True)  # when the members' mails were queued
    reasons = models.JSONField(default=list)  # why these people: code, values and text, as Reason.as_json()
    score = models.FloatField(default=0)
    by_rule = models.JSONField(default=list)  # one state a rule, as RuleState.as_json()
    next_window = models.DateTimeField(null=True)
    size = models.PositiveSmallIntegerField(default=0)
    # Counted in the database by the filters of the result page.
    can_meet = models.BooleanField(null=True)
    has_cycle = models.BooleanField(null=True)  # windows for explore and reflect, 21 to 28 days apart
    is_relaxed = models.BooleanField(default=False)
    has_only_one = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="one_number_a_run"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(private_space__isnull=False),
                name="published_group_has_a_space",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state", "number"])]

    def __str__(self) -> str:
        return self.name or str(_("Group %(number)d") % {"number": self.number})


class GroupMember(OrganisationModel):
    """A person's seat. ``run`` repeats the group's, so that the database refuses a second seat in one run."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    is_active = models.BooleanField(default=False)  # from publication until the group closes or the person leaves it
    joined_at = models.DateTimeField(null=True)  # of who came after publication: what was said before is not theirs
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "person"], condition=Q(left_at__isnull=True), name="one_seat_a_run"),
            models.UniqueConstraint(fields=["group", "person"], name="one_seat_a_group"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(is_active=True), name="one_published_group_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.group_id}"


class Edit(OrganisationModel):
    """One manual move, kept with what it cost and why, so that it can be undone after a reload."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="edits")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True, related_name="+")  # swapped with
    from_group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    to_group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    change = models.FloatField(default=0)
    broken = models.JSONField(default=list)  # what the move broke, as Reason.as_json()
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    sentences: list[str]  # set by queries.moves.last_edit, in the reader's language

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.from_group_id} to {self.to_group_id}"
