from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hexad_web.accounts.models import OrganisationModel


class Response(OrganisationModel):
    """One person's answer to one item of one session. Nobody reads a single answer; figures come from many."""

    class Measure(models.TextChoices):
        RATING = "rating", _("Self-rating")
        QUESTIONS = "questions", _("Five questions")

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey("learning.Session", on_delete=models.CASCADE, related_name="+")
    measure = models.CharField(max_length=12, choices=Measure.choices)
    item = models.CharField(max_length=20)
    value = models.PositiveSmallIntegerField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "session", "measure", "item"], name="one_response_an_item")
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.item} in session {self.session_id}"


class Study(OrganisationModel):
    """A rollout as an experiment: groups begin in waves, in an order that was drawn. Frozen, it never changes."""

    class State(models.TextChoices):
        DRAFT = "draft", _("being planned")
        FROZEN = "frozen", _("frozen")

    class Scale(models.TextChoices):
        COMMUNICATION = "communication", _("Communication")
        CONFLICT = "conflict", _("Conflict")
        COLLABORATION = "collaboration", _("Collaboration")

    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    scale = models.CharField(max_length=16, choices=Scale.choices, default=Scale.COMMUNICATION)
    first_date = models.DateField()
    weeks = models.PositiveSmallIntegerField(default=8)  # from one wave to the next
    waves = models.PositiveSmallIntegerField(default=2)
    seed = models.PositiveBigIntegerField()
    draws = models.PositiveSmallIntegerField(default=1)  # how often an order was drawn; it stands in the plan
    imbalance = models.FloatField(default=0)
    usual_imbalance = models.FloatField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)
    plan_text = models.TextField(blank=True)
    plan_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(state="draft"), name="one_draft_study_an_organisation"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(frozen_at__isnull=False) & ~Q(plan_hash="")),
                name="frozen_study_has_a_plan",
            ),
        ]

    def __str__(self) -> str:
        return f"study of {self.scale}"

    @property
    def is_frozen(self) -> bool:
        return self.state == self.State.FROZEN


class StudyGroup(OrganisationModel):
    """The wave in which a group begins, from 0 on."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="groups")
    group = models.ForeignKey("formation.Group", on_delete=models.CASCADE, related_name="+")
    wave = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "group"], name="one_wave_a_group")]

    def __str__(self) -> str:
        return f"group {self.group_id} in wave {self.wave}"


class Taking(OrganisationModel):
    """A manager lets others be asked. Without it nobody is."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="takings")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    agreed_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "person"], name="one_taking_a_person")]

    def __str__(self) -> str:
        return f"person {self.person_id} in {self.study_id}"


class Observer(OrganisationModel):
    """Somebody who works with a manager, named by the manager. An address of a third party: asked, and nothing else."""

    class Category(models.TextChoices):
        REPORT = "report", _("Reports to me")
        PEER = "peer", _("Works beside me")
        BOSS = "boss", _("My boss")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="observers")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")  # whom they observe
    email = models.EmailField(max_length=254)
    category = models.CharField(max_length=8, choices=Category.choices)
    named_at = models.DateTimeField()
    declined_at = models.DateTimeField(null=True)  # for good; the manager never reads it
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "person", "email"], name="one_observer_a_manager")]

    def __str__(self) -> str:
        return f"observer {self.pk}"


class OwnSheet(OrganisationModel):
    """What a manager answered about the own behaviour in one round. Nobody else reads it; figures come from many."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="+")
    round = models.PositiveSmallIntegerField()
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    answers = models.JSONField(default=dict)  # item to 0..4, or null: could not observe
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "round", "person"], name="one_own_sheet_a_round")]

    def __str__(self) -> str:
        return f"own sheet of round {self.round}"


class ObserverSheet(OrganisationModel):
    """What an observer answered in one round. No page shows it; a manager reads means of three and more."""

    round = models.PositiveSmallIntegerField()
    observer = models.ForeignKey(Observer, on_delete=models.CASCADE, related_name="sheets")
    answers = models.JSONField(default=dict)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "observer"], name="one_sheet_an_observer_and_round")]

    def __str__(self) -> str:
        return f"sheet of round {self.round}"


class Result(OrganisationModel):
    """What could be claimed when a round closed. Frozen: later answers and leavers change nothing of it."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="results")
    round = models.PositiveSmallIntegerField()
    claim = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-round"]
        constraints = [models.UniqueConstraint(fields=["study", "round"], name="one_result_a_round")]

    def __str__(self) -> str:
        return f"result of round {self.round}"


class TiesRound(OrganisationModel):
    """One time at which managers are asked whose help they used. Once closed, what may be shown is frozen in it."""

    number = models.PositiveSmallIntegerField()
    opens = models.DateField()
    closes = models.DateField()  # the first day on which nothing is taken any more
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    result = models.JSONField(null=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="one_ties_round_a_number"),
            models.CheckConstraint(condition=Q(closes__gt=models.F("opens")), name="ties_round_closes_after_it_opens"),
        ]

    def __str__(self) -> str:
        return f"round {self.number} of ties"

    @property
    def last_date(self) -> date:
        return self.closes - timedelta(days=1)


class TiesSheet(OrganisationModel):
    """Who is asked in a round, with the unit of that day. Only the person reads it; figures come from many."""

    round = models.ForeignKey(TiesRound, on_delete=models.CASCADE, related_name="sheets")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    unit = models.CharField(max_length=200)
    answered_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)  # would rather not, this time

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="one_ties_sheet_a_round")]

    def __str__(self) -> str:
        return f"sheet of {self.round_id}"


class Tie(OrganisationModel):
    """Whose help somebody used. It names a third person: nobody but who wrote it reads it, and it is soon deleted."""

    sheet = models.ForeignKey(TiesSheet, on_delete=models.CASCADE, related_name="ties")
    named = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "named"], name="one_tie_a_pair")]

    def __str__(self) -> str:
        return f"tie of sheet {self.sheet_id}"
