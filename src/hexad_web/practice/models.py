from django.db import models
from django.utils.translation import gettext_lazy as _

from hexad_web.accounts.models import OrganisationModel


class Outcome(models.TextChoices):
    TRIED = "tried", _("Tried")
    ADAPTED = "adapted", _("Tried, and changed it")
    KEPT = "kept", _("Kept: I go on with it")
    DROPPED = "dropped", _("Dropped")


class Plan(OrganisationModel):
    """One person's if-then plan of one session. What it says is in PrivateText, for its author alone."""

    class Decision(models.TextChoices):
        NONE = "", _("not decided")
        KEPT = "kept", _("Keep it")
        ADAPTED = "adapted", _("Adapt it")
        DROPPED = "dropped", _("Drop it")

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="plans")
    session = models.ForeignKey("learning.Session", on_delete=models.CASCADE, related_name="plans")
    situation = models.ForeignKey("accounts.PrivateText", on_delete=models.SET_NULL, null=True, related_name="+")
    behaviour = models.ForeignKey("accounts.PrivateText", on_delete=models.SET_NULL, null=True, related_name="+")
    # Which technique will be practised: a strategy of the module, or own words that the group may read.
    strategy = models.CharField(max_length=80, blank=True)
    technique = models.ForeignKey("accounts.PrivateText", on_delete=models.SET_NULL, null=True, related_name="+")
    occasion_date = models.DateField(null=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "session"], name="one_plan_a_session")]

    def __str__(self) -> str:
        return f"plan {self.pk}"

    @property
    def is_complete(self) -> bool:
        return bool(self.situation_id and self.behaviour_id and self.occasion_date)


class Report(OrganisationModel):
    """What somebody did with a plan, once; several over the weeks."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="reports")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    text = models.ForeignKey("accounts.PrivateText", on_delete=models.SET_NULL, null=True, related_name="+")
    # The reflect session in which it was told; None: logged between the sessions. One a session, changed in place.
    session = models.ForeignKey("learning.Session", on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "session"], name="one_report_a_session")]

    def __str__(self) -> str:
        return f"report {self.pk} on plan {self.plan_id}"


class JournalEntry(OrganisationModel):
    """A private note of one person; read by nobody else. Thrown away a day after it was deleted."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    text = models.ForeignKey("accounts.PrivateText", on_delete=models.CASCADE, related_name="+")
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["deleted_at"])]

    def __str__(self) -> str:
        return f"journal entry {self.pk}"


class BuddyPair(OrganisationModel):
    """Who looks after ``person`` in one cycle of a group."""

    group = models.ForeignKey("formation.Group", on_delete=models.CASCADE, related_name="+")
    cycle = models.PositiveSmallIntegerField()
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    buddy = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "cycle", "person"], name="one_buddy_a_cycle")]

    def __str__(self) -> str:
        return f"{self.buddy_id} for {self.person_id}"


class BuddyCheck(OrganisationModel):
    """The question of a buddy, once in the practice weeks; its answer is read by that buddy alone."""

    class Answer(models.TextChoices):
        NONE = "", _("no answer yet")
        DONE = "done", _("Done")
        PARTLY = "partly", _("Partly")
        NOT_YET = "not_yet", _("Not yet")

    pair = models.ForeignKey(BuddyPair, on_delete=models.CASCADE, related_name="checks")
    session = models.ForeignKey("learning.Session", on_delete=models.CASCADE, related_name="+")
    day = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, default="")
    text = models.ForeignKey("accounts.PrivateText", on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)  # by the buddy

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pair", "session", "day"], name="one_check_a_day")]

    def __str__(self) -> str:
        return f"check {self.pk}"


class Nudge(OrganisationModel):
    """One occurrence of a tip or a question that was due. The constraint, not a flag, stops a second one."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey("learning.Session", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)  # as hexad.practice.nudges names it
    number = models.PositiveSmallIntegerField()  # the day after explore, or the months after reflect
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "session", "kind", "number"], name="one_nudge_an_occurrence")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} for {self.person_id}"


class FollowUp(OrganisationModel):
    """Asked three and six months after reflect: whether the plan is still in use."""

    class Answer(models.TextChoices):
        NONE = "", _("no answer yet")
        KEPT = "kept", _("I still do it")
        ADAPTED = "adapted", _("I do it differently now")
        DROPPED = "dropped", _("I no longer do it")

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey("learning.Session", on_delete=models.CASCADE, related_name="+")
    months = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, default="")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "session", "months"], name="one_follow_up_a_time")]

    def __str__(self) -> str:
        return f"follow-up {self.pk}"


class ScrapReview(OrganisationModel):
    """Which share of plans came to nothing, by module and version, up to the first of a month. Made once; what is not
    in it may not be shown. Each figure keeps whose plans it counts, shown to nobody: a later one is held against them.
    """

    until_date = models.DateField()
    figures = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-until_date"]
        constraints = [models.UniqueConstraint(fields=["organisation", "until_date"], name="one_scrap_review_a_month")]

    def __str__(self) -> str:
        return f"scrap until {self.until_date}"
